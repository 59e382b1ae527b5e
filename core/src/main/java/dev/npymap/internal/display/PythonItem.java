package dev.npymap.internal.display;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.internal.decimal.PythonNumber;
import dev.npymap.internal.memory.Characters;
import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.python.PythonText;
import dev.npymap.model.Dtype;

/// Elements as the plain Python objects that `tolist` returns: `0.1`, `datetime.date(2000, 1, 1)`.
final class PythonItem {
    private PythonItem() {
    }

    /// What `repr` prints for an element that is not a record.
    ///
    /// @param at the element's offset in the segment, in bytes
    static String repr(Layout a, long at, DisplayOptions options) {
        Dtype dtype = a.dtype();
        return switch (dtype.kind()) {
            case FLOAT, COMPLEX -> isLong(dtype)
                    ? ScalarRepr.of(a.element(at), options)
                    : number(a, at);
            case BFLOAT16, FLOAT8 -> number(a, at);
            case BYTES, TEXT -> Characters.quoted(a, at);
            case VOID -> PythonText.quote(a.segment().asSlice(at, dtype.byteSize()).toArray(JAVA_BYTE));
            case DATETIME, TIMEDELTA -> PythonTime.of(a, at, true);
            default -> ScalarText.of(a, at, options);
        };
    }

    /// What `str` prints for the element of an array without axes that is not a record.
    static String str(Layout alone, DisplayOptions options) {
        long at = alone.offset();
        return switch (alone.dtype().kind()) {
            case FLOAT, COMPLEX -> isLong(alone.dtype()) ? ScalarText.of(alone, at, options) : number(alone, at);
            case TEXT -> Characters.text(alone, at);
            case DATETIME, TIMEDELTA -> PythonTime.of(alone, at, false);
            default -> repr(alone, at, options);
        };
    }

    /// Whether Python lacks such numbers, so that they stay NumPy's.
    private static boolean isLong(Dtype dtype) {
        return dtype.byteSize() > (dtype.kind() == Dtype.Kind.COMPLEX ? 2 : 1) * Double.BYTES;
    }

    private static String number(Layout a, long at) {
        if (a.isComplex()) {
            long im = at + a.dtype().byteSize() / 2;
            return PythonNumber.complex(number(a.real(), at), number(a.real(), im));
        }
        return PythonNumber.text(ElementCodec.number(a, at));
    }
}
