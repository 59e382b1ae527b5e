package dev.npymap.internal.display;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.internal.decimal.PythonNumber;
import dev.npymap.internal.memory.BinaryFloats;
import dev.npymap.internal.memory.Characters;
import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.Times;
import dev.npymap.model.Dtype;

/// One element as `str` of a NumPy scalar prints it: `1.5`, `(1+2j)`, `2000-01-01`.
public final class ScalarText {
    private ScalarText() {
    }

    /// The text of an element.
    ///
    /// @param at the element's offset in the segment, in bytes
    public static String of(Layout a, long at, DisplayOptions options) {
        Dtype dtype = a.dtype();
        return switch (dtype.kind()) {
            case BOOL -> a.segment().get(JAVA_BYTE, at) != 0 ? "True" : "False";
            case INT -> Long.toString(ElementCodec.whole(a, at));
            case UINT -> Long.toUnsignedString(ElementCodec.whole(a, at));
            case FLOAT -> PythonNumber.text(BinaryFloats.at(a, at));
            case COMPLEX -> PythonNumber.complex(PythonNumber.text(BinaryFloats.at(a.real(), at)),
                    PythonNumber.text(BinaryFloats.at(a.real(), at + dtype.byteSize() / 2)));
            case BFLOAT16, FLOAT8 -> PythonNumber.sixDigits((float) ElementCodec.number(a, at));
            case DATETIME, TIMEDELTA -> Times.scalar(dtype, ElementCodec.whole(a, at));
            case BYTES -> Characters.quoted(a, at);
            case TEXT -> Characters.text(a, at);
            case STRUCT -> RecordFormat.scalar(a.element(at), options);
            case VOID, OBJECT -> hexadecimal(a, at);
        };
    }

    private static String hexadecimal(Layout a, long at) {
        StringBuilder text = new StringBuilder("b'");
        for (long n = 0; n < a.dtype().byteSize(); n++) {
            text.append("\\x%02X".formatted(a.segment().get(JAVA_BYTE, at + n)));
        }
        return text.append("'").toString();
    }

    /// What `str` prints for an array without axes.
    public static String alone(Layout a, DisplayOptions options) {
        String text = of(a, a.offset(), options);
        return a.dtype().kind() == Dtype.Kind.BYTES ? "np.bytes_(" + text + ")" : text;
    }
}
