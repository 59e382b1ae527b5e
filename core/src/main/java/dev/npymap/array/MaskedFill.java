package dev.npymap.array;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// What stands for masked elements in `numpy.ma`: a given value, or one that the dtype has.
final class MaskedFill {
    private static final Set<Dtype.Kind> NUMBERS = EnumSet.of(Dtype.Kind.BOOL, Dtype.Kind.INT, Dtype.Kind.UINT,
            Dtype.Kind.FLOAT, Dtype.Kind.COMPLEX);
    private static final long WHOLE = 999_999;
    private static final double REAL = 1e20;
    /// A value of more bytes is not made: a dtype of a few bytes in a file can ask for any number.
    private static final long MOST_BYTES = 1 << 20;

    private MaskedFill() {
    }

    /// The text of a fill value as it stands in the `repr` of a masked array.
    ///
    /// @param dtype of the masked array
    /// @param given an array without axes; nothing for NumPy's default
    static String text(Dtype dtype, Optional<NdArray> given, Display options) {
        boolean made = given.filter(value -> value.dtype().equals(dtype)).isEmpty();
        if (made && dtype.byteSize() > MOST_BYTES) {
            return "...";
        }
        NdArray fill = given.map(value -> converted(value, dtype)).orElseGet(() -> standard(dtype));
        return Memory.guard(fill.layout(), () -> text(fill, dtype, options));
    }

    private static String text(NdArray fill, Dtype dtype, Display options) {
        long at = fill.layout().offset();
        Dtype.Kind kind = fill.dtype().kind();
        if (kind == dtype.kind() && (kind == Dtype.Kind.TEXT || kind == Dtype.Kind.BYTES)) {
            return fill.asText().quoted(at);
        }
        return fill.dtype().equals(dtype) ? ScalarText.of(fill, at, options) : ScalarRepr.of(fill, options);
    }

    /// The value that NumPy has for a dtype, mostly of the widest dtype of that kind.
    private static NdArray standard(Dtype dtype) {
        return switch (dtype.kind()) {
            case BOOL -> BooleanArray.of(new boolean[]{true}).reshape();
            case INT -> LongArray.of(new long[]{WHOLE}).reshape();
            case UINT -> LongArray.of(new long[]{WHOLE}).reshape().as(Dtype.UINT64);
            case FLOAT -> DoubleArray.of(new double[]{REAL}).reshape();
            case COMPLEX -> DoubleArray.of(new double[]{REAL}).reshape().to(Dtype.COMPLEX128);
            case BYTES -> text(Dtype.bytes(3), "N/A");
            case TEXT -> text(Dtype.text(3), "N/A");
            case DATETIME, TIMEDELTA -> dtype.multiple() == 1 && dtype.unit() != DatetimeUnit.GENERIC
                    ? filled(dtype.withOrder(ByteOrder.LITTLE_ENDIAN))
                    : text(Dtype.text(1), "?");
            case STRUCT -> filled(dtype);
            case VOID, BFLOAT16, FLOAT8, OBJECT -> text(Dtype.bytes(3), "???");
        };
    }

    private static NdArray text(Dtype dtype, String value) {
        NdArray array = NdArray.zeros(dtype);
        array.asText().set(new long[0], value);
        return array;
    }

    private static NdArray filled(Dtype dtype) {
        NdArray array = NdArray.zeros(dtype);
        fill(array, array);
        return array;
    }

    /// A value in the dtype of the array, as NumPy keeps it; one that is of another kind as it is.
    private static NdArray converted(NdArray value, Dtype dtype) {
        boolean fits = isText(value.dtype())
                ? isText(dtype) || isRaw(value.dtype(), dtype)
                : NUMBERS.contains(value.dtype().kind()) && NUMBERS.contains(dtype.kind());
        if (value.dtype().equals(dtype) || !fits) {
            return value;
        }
        NdArray array = NdArray.zeros(dtype);
        fill(array, value);
        return array;
    }

    private static boolean isText(Dtype dtype) {
        return dtype.kind() == Dtype.Kind.BYTES || dtype.kind() == Dtype.Kind.TEXT;
    }

    private static boolean isRaw(Dtype from, Dtype to) {
        return from.kind() == Dtype.Kind.BYTES && to.kind() == Dtype.Kind.VOID;
    }

    /// Fills an array with a value: texts are cut, numbers keep their low bits, fields have values of their own.
    private static void fill(NdArray target, NdArray value) {
        Dtype dtype = target.dtype();
        switch (dtype.kind()) {
            case STRUCT -> dtype.fields().forEach(field -> fill(target.asRecord().field(field),
                    standard(field.dtype())));
            case DATETIME, TIMEDELTA -> target.asTime()
                    .copyFrom(LongStream.range(0, target.size()).map(_ -> TimeArray.NAT).toArray());
            case BYTES, TEXT -> {
                int width = (int) dtype.byteSize() / (dtype.kind() == Dtype.Kind.TEXT ? Integer.BYTES : 1);
                int[] points = value.asText().get().codePoints().limit(width).toArray();
                String cut = new String(points, 0, points.length);
                target.asText().copyFrom(Collections.nCopies((int) target.size(), cut).toArray(String[]::new));
            }
            case VOID -> {
                byte[] bytes = Arrays.copyOf(value.asText().bytes(), (int) dtype.byteSize());
                target.asRecord().stream().forEach(element -> element.set(new long[0], bytes));
            }
            default -> Transfer.convert(value.layout().with(value.layout().offset(), target.shape(),
                    new long[target.rank()]), target.layout(), Threads.ONE);
        }
    }
}
