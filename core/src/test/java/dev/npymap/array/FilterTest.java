package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.npymap.Oracle;
import dev.npymap.model.Dtype;
import dev.npymap.model.Float8;
import dev.npymap.model.Order;
import dev.npymap.model.Threads;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Elements by a condition, beside `np.count_nonzero` and `np.flatnonzero`.
class FilterTest {
    private static final Random RANDOM = Cases.random("FilterTest");
    private static final List<String> COMPLEX = List.of("<c8", ">c8", "<c16", ">c16");

    @Test
    void findsWhatNumpyFindsInEveryDtypeAndLayout() {
        for (int n = 0; n < 200; n++) {
            compare(RealArrays.random(RANDOM), Threads.ONE);
        }
    }

    @Test
    void findsTheSameWithAnyNumberOfThreads() {
        for (RealArrays.Case one : RealArrays.large(RANDOM)) {
            compare(one, Threads.of(2));
            compare(one, Threads.of(5));
        }
    }

    @Test
    void findsComplexNumbersByTheirParts() {
        for (int n = 0; n < 60; n++) {
            compare(RealArrays.random(RANDOM, COMPLEX.get(n % 4), Cases.dims(RANDOM, 3, 20)), Threads.ONE);
        }
        for (String dtype : COMPLEX) {
            compare(RealArrays.random(RANDOM, dtype, 70, 80, 90), Threads.of(3));
        }
    }

    @Test
    void findsBooleansThatAreTrue() {
        for (int n = 0; n < 30; n++) {
            compare(RealArrays.random(RANDOM, "|b1", Cases.dims(RANDOM, 3, 20)), Threads.ONE);
        }
        compare(RealArrays.random(RANDOM, "|b1", 70, 80, 90), Threads.of(3));
        assertArrayEquals(new long[]{1, 2},
                Cases.array(new byte[]{0, 2, -1}, "|b1", Order.C, 3).asBoolean().indices());
    }

    @Test
    void findsFewBooleansAmongMany() {
        byte[] mask = new byte[200_003];
        for (int n = 0; n < 300; n++) {
            mask[RANDOM.nextInt(mask.length)] = (byte) (1 + RANDOM.nextInt(255));
        }
        mask[mask.length - 1] = 1;
        long[] expected = Cases.longs(Oracle.numpy()
                .eval("np.flatnonzero(np.frombuffer(x[0], 'u1') != 0).astype('i8').tobytes()", mask));
        assertArrayEquals(expected, Cases.array(mask, "|b1", Order.C, mask.length).asBoolean().indices());
    }

    @Test
    void aMaskPicksTheRowsThatNumpyPicks() {
        for (int n = 0; n < 20; n++) {
            RealArrays.Case rows = RealArrays.random(RANDOM, "<i4", 40, 3);
            byte[] mask = new byte[(int) rows.array().shape().dim(0)];
            for (int row = 0; row < mask.length; row++) {
                mask[row] = (byte) RANDOM.nextInt(2);
            }
            long[] picked = Cases.array(mask, "|b1", Order.C, mask.length).asBoolean().indices();
            byte[] expected = Oracle.numpy().eval("%s[np.frombuffer(x[1], '?')].tobytes()"
                    .formatted(rows.expression()), rows.bytes(), mask);
            assertArrayEquals(expected, Cases.toBytes(rows.array().take(0, picked)), rows.toString());
        }
    }

    private static void compare(RealArrays.Case one, Threads threads) {
        String condition = switch (one.array()) {
            case BooleanArray _ -> "%s";
            case ComplexArray _ -> "(lambda a: a.real > a.imag)(%s)";
            default -> "%s > 1";
        };
        long[] expected = Cases.longs(Oracle.numpy().eval("np.flatnonzero(%s).astype('i8').tobytes()"
                .formatted(condition.formatted(one.expression())), one.bytes()));
        assertArrayEquals(expected, indices(one.array(), threads), one.toString());
        assertEquals(expected.length, count(one.array(), threads), one.toString());
    }

    private static long[] indices(NdArray array, Threads threads) {
        return switch (array) {
            case ByteArray a -> a.with(threads).indices(v -> v > 1);
            case ShortArray a -> a.with(threads).indices(v -> v > 1);
            case IntArray a -> a.with(threads).indices(v -> v > 1);
            case UIntArray a -> a.with(threads).indices(v -> v > 1);
            case LongArray a when a.dtype().kind() == Dtype.Kind.UINT ->
                a.with(threads).indices(v -> Long.compareUnsigned(v, 1) > 0);
            case LongArray a -> a.with(threads).indices(v -> v > 1);
            case HalfArray a -> a.with(threads).indices(v -> v > 1);
            case FloatArray a -> a.with(threads).indices(v -> v > 1);
            case BooleanArray a -> a.with(threads).indices();
            case ComplexArray a -> a.with(threads).indices((re, im) -> re > im);
            default -> array.asDouble().with(threads).indices(v -> v > 1);
        };
    }

    private static long count(NdArray array, Threads threads) {
        return switch (array) {
            case ByteArray a -> a.with(threads).count(v -> v > 1);
            case ShortArray a -> a.with(threads).count(v -> v > 1);
            case IntArray a -> a.with(threads).count(v -> v > 1);
            case UIntArray a -> a.with(threads).count(v -> v > 1);
            case LongArray a when a.dtype().kind() == Dtype.Kind.UINT ->
                a.with(threads).count(v -> Long.compareUnsigned(v, 1) > 0);
            case LongArray a -> a.with(threads).count(v -> v > 1);
            case HalfArray a -> a.with(threads).count(v -> v > 1);
            case FloatArray a -> a.with(threads).count(v -> v > 1);
            case BooleanArray a -> a.with(threads).sum();
            case ComplexArray a -> a.with(threads).count((re, im) -> re > im);
            default -> array.asDouble().with(threads).count(v -> v > 1);
        };
    }

    @Test
    void countsAndFindsAloneUnlessToldOtherwise() {
        Thread caller = Thread.currentThread();
        IntArray a = IntArray.of(new int[]{3, -1, 3, 0}, 2, 2);
        assertEquals(2, a.count(v -> {
            assertSame(caller, Thread.currentThread());
            return v == 3;
        }));
        assertArrayEquals(new long[]{0, 2}, a.indices(v -> v == 3));
        assertArrayEquals(new long[]{0, 1}, a.transpose().indices(v -> v == 3));
    }

    @Test
    void theOtherViewsAskTheirConditionsToo() {
        TimeArray times = LongArray.of(new long[]{5, TimeArray.NAT, 7}).as(Dtype.of("<M8[s]")).asTime();
        assertArrayEquals(new long[]{1}, times.indices(v -> v == TimeArray.NAT));
        assertEquals(2, times.count(v -> v > 0));
        LongDoubleArray wide = NdArray.zeros(Dtype.of("<f16"), 3).asLongDouble();
        assertEquals(3, wide.count(v -> v == 0));
        ComplexArray complex = NdArray.zeros(Dtype.of(">c32"), 3).asComplex();
        complex.set(2, new Complex(0, 1));
        assertArrayEquals(new long[]{2}, complex.indices((_, im) -> im == 1));
        assertEquals(2, complex.count((re, im) -> re == im));
        Float8Array narrow = NdArray.zeros(Dtype.float8(Float8.E4M3FN), 3).asFloat8();
        narrow.set(1, 2f);
        assertArrayEquals(new long[]{1}, narrow.indices(v -> v > 1));
    }

    @Test
    void theExceptionOfAConditionEndsTheSearch() {
        DoubleArray a = NdArray.zeros(Dtype.FLOAT64, 500_000).asDouble();
        for (Threads threads : List.of(Threads.ONE, Threads.of(3))) {
            assertEquals("stop", assertThrows(IllegalStateException.class, () -> a.with(threads).count(v -> {
                throw new IllegalStateException("stop");
            })).getMessage());
        }
    }
}
