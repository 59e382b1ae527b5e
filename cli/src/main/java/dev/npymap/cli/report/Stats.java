package dev.npymap.cli.report;

import dev.npymap.array.BooleanArray;
import dev.npymap.array.ByteArray;
import dev.npymap.array.Complex;
import dev.npymap.array.ComplexArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.Float8Array;
import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.LongDoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.RecordArray;
import dev.npymap.array.ShortArray;
import dev.npymap.array.TextArray;
import dev.npymap.array.TimeArray;
import dev.npymap.array.UIntArray;
import dev.npymap.model.Dtype;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Seven statistics of an array, each equal to NumPy's.
record Stats(long count, long nanCount, Result min, Result max, Result mean, Result std, Result sum) {
    private static final Result ABSENT = new Result.Absent();

    /// Computes the statistics of an array.
    ///
    /// @throws ClassCastException if its elements are texts or records
    static Stats of(NdArray array) {
        return switch (array) {
            case BooleanArray a -> of(a, 0, () -> new Result.Truth(a.min()), () -> new Result.Truth(a.max()),
                    real(a.mean()), real(a.std()), Result.of(a.sum()));
            case ByteArray a -> of(a, 0, () -> Result.of(a.min()), () -> Result.of(a.max()), real(a.mean()),
                    real(a.std()), integer(a, a.sum()));
            case ShortArray a -> of(a, 0, () -> Result.of(a.min()), () -> Result.of(a.max()), real(a.mean()),
                    real(a.std()), integer(a, a.sum()));
            case IntArray a -> of(a, 0, () -> Result.of(a.min()), () -> Result.of(a.max()), real(a.mean()),
                    real(a.std()), Result.of(a.sum()));
            case UIntArray a -> of(a, 0, () -> Result.of(a.min()), () -> Result.of(a.max()), real(a.mean()),
                    real(a.std()), integer(a, a.sum()));
            case LongArray a -> of(a, 0, () -> integer(a, a.min()), () -> integer(a, a.max()), real(a.mean()),
                    real(a.std()), integer(a, a.sum()));
            case HalfArray a -> of(a, a.countNaN(), () -> half(a, a.min()), () -> half(a, a.max()),
                    half(a, a.mean()), half(a, a.std()), half(a, a.sum()));
            case Float8Array a -> of(a, a.countNaN(), () -> float8(a, a.min()), () -> float8(a, a.max()),
                    float8(a, a.mean()), float8(a, a.std()), float8(a, a.sum()));
            case FloatArray a -> of(a, a.countNaN(), () -> real(a.min()), () -> real(a.max()), real(a.mean()),
                    real(a.std()), real(a.sum()));
            case DoubleArray a -> of(a, a.countNaN(), () -> real(a.min()), () -> real(a.max()), real(a.mean()),
                    real(a.std()), real(a.sum()));
            case LongDoubleArray a -> of(a, a.countNaN(), () -> real(a.min()), () -> real(a.max()), real(a.mean()),
                    real(a.std()), real(a.sum()));
            case ComplexArray a -> of(a, a.countNaN(), () -> complex(a, a.min()), () -> complex(a, a.max()),
                    complex(a, a.mean()), isNarrow(a) ? real((float) a.std()) : real(a.std()), complex(a, a.sum()));
            case TimeArray a -> of(a, a.countNaT(), () -> time(a, a.min()), () -> time(a, a.max()), ABSENT, ABSENT,
                    isPoint(a) ? ABSENT : time(a, spanSum(a)));
            case TextArray a -> throw noNumbers(a);
            case RecordArray a -> throw noNumbers(a);
        };
    }

    /// Whether an array has numbers for elements.
    static boolean hasNumbers(NdArray array) {
        return !(array instanceof TextArray || array instanceof RecordArray);
    }

    /// The statistics by their printed names, in order.
    Map<String, Result> named() {
        Map<String, Result> named = new LinkedHashMap<>();
        named.put("count", Result.of(count));
        named.put("nan_count", Result.of(nanCount));
        named.put("min", min);
        named.put("max", max);
        named.put("mean", mean);
        named.put("std", std);
        named.put("sum", sum);
        return named;
    }

    private static Stats of(NdArray a, long nans, Supplier<Result> min, Supplier<Result> max, Result mean, Result std,
            Result sum) {
        boolean empty = a.size() == 0;
        return new Stats(a.size(), nans, empty ? ABSENT : min.get(), empty ? ABSENT : max.get(), mean, std, sum);
    }

    private static Result integer(NdArray a, long bits) {
        return a.dtype().kind() == Dtype.Kind.UINT ? new Result.Digits(Long.toUnsignedString(bits)) : Result.of(bits);
    }

    /// A result of a single element is printed with the element's own shortest digits.
    private static Result real(double value) {
        return Result.real(DoubleArray.of(new double[]{value}).select(0, 0).toString());
    }

    private static Result real(float value) {
        return Result.real(FloatArray.of(new float[]{value}).select(0, 0).toString());
    }

    private static Result half(HalfArray like, float value) {
        HalfArray one = NdArray.zeros(like.dtype()).asHalf();
        one.set(new long[0], value);
        return Result.real(one.toString());
    }

    private static Result float8(Float8Array like, float value) {
        Float8Array one = NdArray.zeros(like.dtype()).asFloat8();
        one.set(new long[0], value);
        return Result.real(one.toString());
    }

    private static Result complex(ComplexArray like, Complex value) {
        return new Result.Word(
                isNarrow(like) ? new Complex(narrow(value.re()), narrow(value.im())).toString() : value.toString());
    }

    private static boolean isNarrow(ComplexArray a) {
        return a.dtype().byteSize() == 2 * Float.BYTES;
    }

    /// The double that prints the digits of a float32.
    private static double narrow(double value) {
        return Double.parseDouble(Float.toString((float) value));
    }

    private static boolean isPoint(TimeArray a) {
        return a.dtype().kind() == Dtype.Kind.DATETIME;
    }

    private static Result time(TimeArray a, long count) {
        return isPoint(a) || count == TimeArray.NAT ? new Result.Word(a.text(count)) : Result.of(count);
    }

    private static long spanSum(TimeArray a) {
        return a.countNaT() > 0 ? TimeArray.NAT : a.stream().sum();
    }

    private static ClassCastException noNumbers(NdArray a) {
        return new ClassCastException(a.source().name() + ": stats need numbers, the elements are " + a.dtype());
    }
}
