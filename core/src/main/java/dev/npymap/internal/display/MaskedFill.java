package dev.npymap.internal.display;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.internal.memory.ArrayCopy;
import dev.npymap.internal.memory.Characters;
import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.MappingGuard;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The fill value that `numpy.ma` shows for masked elements: a given value, or the dtype's default.
final class MaskedFill {
    private static final Set<Dtype.Kind> NUMBERS = EnumSet.of(Dtype.Kind.BOOL, Dtype.Kind.INT, Dtype.Kind.UINT,
            Dtype.Kind.FLOAT, Dtype.Kind.COMPLEX);
    private static final long WHOLE = 999_999;
    private static final double REAL = 1e20;
    /// The largest size of a fill value in bytes: a dtype of a few bytes in a file can ask for any size.
    private static final long MOST_BYTES = 1 << 20;

    private MaskedFill() {
    }

    /// The text of a fill value in the `repr` of a masked array.
    ///
    /// @param dtype the dtype of the masked array
    /// @param given an array without axes; empty for NumPy's default
    static String text(Dtype dtype, Optional<Layout> given, DisplayOptions options) {
        boolean made = given.filter(value -> value.dtype().equals(dtype)).isEmpty();
        if (made && dtype.byteSize() > MOST_BYTES) {
            return "...";
        }
        Layout fill = given.map(value -> converted(value, dtype)).orElseGet(() -> standard(dtype));
        return MappingGuard.guard(fill, () -> text(fill, dtype, options));
    }

    private static String text(Layout fill, Dtype dtype, DisplayOptions options) {
        long at = fill.offset();
        Dtype.Kind kind = fill.dtype().kind();
        if (kind == dtype.kind() && (kind == Dtype.Kind.TEXT || kind == Dtype.Kind.BYTES)) {
            return Characters.quoted(fill, at);
        }
        return fill.dtype().equals(dtype) ? ScalarText.of(fill, at, options) : ScalarRepr.of(fill, options);
    }

    /// NumPy's default for a dtype, mostly of the widest dtype of that kind.
    private static Layout standard(Dtype dtype) {
        return switch (dtype.kind()) {
            case BOOL -> whole(Dtype.BOOL, 1);
            case INT -> whole(Dtype.INT64, WHOLE);
            case UINT -> whole(Dtype.UINT64, WHOLE);
            case FLOAT -> real(zeros(Dtype.FLOAT64));
            case COMPLEX -> {
                Layout complex = zeros(Dtype.COMPLEX128);
                real(complex.real());
                yield complex;
            }
            case BYTES -> text(Dtype.bytes(3), "N/A");
            case TEXT -> text(Dtype.text(3), "N/A");
            case DATETIME, TIMEDELTA -> dtype.multiple() == 1 && dtype.unit() != DatetimeUnit.GENERIC
                    ? filled(dtype.withOrder(ByteOrder.LITTLE_ENDIAN))
                    : text(Dtype.text(1), "?");
            case STRUCT -> filled(dtype);
            case VOID, BFLOAT16, FLOAT8, OBJECT -> text(Dtype.bytes(3), "???");
        };
    }

    private static Layout zeros(Dtype dtype) {
        return Layout.zeros(dtype, Shape.of(), Source.MEMORY);
    }

    private static Layout whole(Dtype dtype, long value) {
        Layout array = zeros(dtype);
        ElementCodec.write(array, 0, new long[]{value});
        return array;
    }

    private static Layout real(Layout array) {
        ElementCodec.write(array, 0, new double[]{REAL});
        return array;
    }

    private static Layout text(Dtype dtype, String value) {
        Layout array = zeros(dtype);
        Characters.store(array, 0, value);
        return array;
    }

    private static Layout filled(Dtype dtype) {
        Layout array = zeros(dtype);
        fill(array, array);
        return array;
    }

    /// The value in the dtype of the array, as NumPy keeps it; a value of another kind is returned as it is.
    private static Layout converted(Layout value, Dtype dtype) {
        boolean fits = isText(value.dtype())
                ? isText(dtype) || isRaw(value.dtype(), dtype)
                : NUMBERS.contains(value.dtype().kind()) && NUMBERS.contains(dtype.kind());
        if (value.dtype().equals(dtype) || !fits) {
            return value;
        }
        Layout array = zeros(dtype);
        fill(array, value);
        return array;
    }

    private static boolean isText(Dtype dtype) {
        return dtype.kind() == Dtype.Kind.BYTES || dtype.kind() == Dtype.Kind.TEXT;
    }

    private static boolean isRaw(Dtype from, Dtype to) {
        return from.kind() == Dtype.Kind.BYTES && to.kind() == Dtype.Kind.VOID;
    }

    /// Fills an array with a value: texts are truncated, numbers keep their low bits, fields have values of their own.
    private static void fill(Layout target, Layout value) {
        Dtype dtype = target.dtype();
        switch (dtype.kind()) {
            case STRUCT -> dtype.fields().forEach(field -> fill(target.field(field), standard(field.dtype())));
            case DATETIME, TIMEDELTA -> {
                long[] nat = {DatetimeUnit.NAT};
                ElementCursor elements = ElementCursor.inOrder(target);
                for (long n = 0; n < target.size(); n++) {
                    elements.set(nat, 1);
                }
            }
            case BYTES, TEXT -> {
                int width = (int) dtype.byteSize() / (dtype.kind() == Dtype.Kind.TEXT ? Integer.BYTES : 1);
                int[] points = Characters.text(value, value.offset()).codePoints().limit(width).toArray();
                String cut = new String(points, 0, points.length);
                ElementCursor.stream(target).forEach(at -> Characters.store(target, at, cut));
            }
            case VOID -> {
                byte[] bytes = Arrays.copyOf(Characters.bytes(value, value.offset()), (int) dtype.byteSize());
                ElementCursor.stream(target)
                        .forEach(at -> MemorySegment.copy(bytes, 0, target.segment(), JAVA_BYTE, at, bytes.length));
            }
            default -> ArrayCopy.convert(value.with(value.offset(), target.shape(), new long[target.rank()]), target,
                    Threads.ONE);
        }
    }
}
