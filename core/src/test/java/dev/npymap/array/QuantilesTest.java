package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.ChildJvm;
import dev.npymap.Oracle;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import dev.npymap.npy.WritableNpy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Quantiles, bit for bit those of `np.quantile`.
class QuantilesTest {
    private static final Random RANDOM = Cases.random("QuantilesTest");

    @BeforeEach
    void requireTheMethodsOfNumpy24() {
        assumeTrue(Oracle.numpy().atLeast(2, 4, "quantiles bit for bit"), "NumPy computes in other dtypes");
    }

    @Test
    void areThoseOfNumpyForEveryMethodDtypeAndLayout() {
        for (int n = 0; n < 400; n++) {
            compare(RealArrays.random(RANDOM), method(), probabilities(), Threads.ONE);
        }
    }

    @Test
    void areThoseOfNumpyWhereElementsHaveToBeCounted() {
        for (String dtype : List.of("<f8", ">f8", "<f4", "<f2", "|i1", "<u2", "<i8", ">u8", "<u4")) {
            compare(RealArrays.random(RANDOM, dtype, 1100, 1200), method(), probabilities(), Threads.of(2));
        }
    }

    @Test
    void manyProbabilitiesOfManyElementsAreFoundInOneGo() {
        double[] values = RANDOM.doubles(1_300_000).map(v -> (v - 0.4) * Math.exp(v * 400)).toArray();
        values[7] = -1e300;
        values[9] = 1e300;
        RealArrays.Case one = new RealArrays.Case(DoubleArray.of(values), "np.frombuffer(x[0])", Cases.bytes(values));
        double[] all = DoubleStream.iterate(0, p -> p <= 1, p -> p + 1.0 / 700).toArray();
        compare(one, Quantiles.Method.LINEAR, all, Threads.of(3));
    }

    private static Quantiles.Method method() {
        return Quantiles.Method.values()[RANDOM.nextInt(Quantiles.Method.values().length)];
    }

    private static double[] probabilities() {
        double[] usual = {0, 0.25, 0.5, 0.75, 1, 1e-9, 0.1, 0.3};
        return DoubleStream.generate(() -> RANDOM.nextBoolean()
                ? RANDOM.nextDouble()
                : usual[RANDOM.nextInt(usual.length)]).limit(RANDOM.nextInt(6)).toArray();
    }

    private static void compare(RealArrays.Case one, Quantiles.Method method, double[] p, Threads threads) {
        String shown = one + " " + method + " " + Arrays.toString(p);
        String bits = one.array() instanceof BooleanArray ? ".astype('i1')" : "";
        String question = """
                np.%%s(%s%s, np.frombuffer(x[1]), method='%s').astype('f8').tobytes()"""
                .formatted(one.expression(), bits, method.name().toLowerCase(Locale.ROOT));
        byte[] asked = Cases.bytes(p);
        if (one.array().size() == 0) {
            assertThrows(IllegalArgumentException.class, () -> Quantiles.of(one.array().with(threads), method, p));
            double[] nan = new double[p.length];
            Arrays.fill(nan, Double.NaN);
            assertArrayEquals(nan, Quantiles.skippingNaN(one.array().with(threads), method, p), shown);
            return;
        }
        same(Oracle.numpy().eval(question.formatted("quantile"), one.bytes(), asked),
                Quantiles.of(one.array().with(threads), method, p), shown);
        same(Oracle.numpy().eval(question.formatted("nanquantile"), one.bytes(), asked),
                Quantiles.skippingNaN(one.array().with(threads), method, p), "skipping NaN: " + shown);
    }

    private static void same(byte[] expected, double[] found, String shown) {
        double[] right = Cases.doubles(expected);
        for (int n = 0; n < right.length; n++) {
            // Which of two zeros comes first is up to NumPy's partition.
            assertEquals(right[n] + 0.0, found[n] + 0.0, shown);
        }
        assertEquals(right.length, found.length);
    }

    /// Prints quantiles of the file that it is given.
    static final class Run {
        private Run() {
        }

        /// @param arguments the file
        public static void main(String[] arguments) throws IOException {
            try (Arena arena = Arena.ofShared()) {
                System.out
                        .println(Arrays.toString(Quantiles.of(Npy.map(Path.of(arguments[0]), arena).with(Threads.of(2)),
                                Quantiles.Method.LINEAR, 0.01, 0.5, 0.999)));
            }
        }
    }

    @Test
    void needsLessMemoryThanTheElements(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("large.npy");
        Random random = new Random(3);
        try (WritableNpy file = Npy.create(path, Dtype.FLOAT64, Shape.of(10_000_000), Order.C)) {
            DoubleArray large = file.array().asDouble();
            for (long n = 0; n < large.size(); n++) {
                large.set(n, random.nextDouble() - 0.25);
            }
        }
        String expected = Oracle.numpy().text("np.quantile(np.load('" + path + "'), [0.01, 0.5, 0.999]).tolist()");
        try (ChildJvm child = ChildJvm.start(List.of("-Xmx32m"), Run.class, path)) {
            assertEquals(expected + "\nexit 0", child.finish(60));
        }
    }

    @Test
    void integersThatNoDoubleHasAreToldApart() {
        long[] values = {Long.MAX_VALUE, Long.MIN_VALUE, 0, -1, Long.MAX_VALUE - 1};
        for (Quantiles.Method method : Quantiles.Method.values()) {
            compare(new RealArrays.Case(LongArray.of(values), "np.frombuffer(x[0], 'i8')", Cases.bytes(values)), method,
                    new double[]{0, 0.3, 0.5, 0.9, 1}, Threads.ONE);
            compare(new RealArrays.Case(LongArray.of(values).as(Dtype.UINT64), "np.frombuffer(x[0], 'u8')",
                    Cases.bytes(values)), method, new double[]{0, 0.3, 0.5, 0.9, 1}, Threads.ONE);
        }
    }

    @Test
    void elementsThatAreAllEqualAreOneValue() {
        double[] values = new double[1_200_000];
        Arrays.fill(values, -2.5);
        assertArrayEquals(new double[]{-2.5, -2.5}, Quantiles.of(DoubleArray.of(values), 0.1, 0.9));
    }

    @Test
    void probabilitiesOutOfRangeAndElementsWithoutAnOrderAreRefused() {
        DoubleArray a = DoubleArray.of(new double[]{1, 2});
        for (double p : new double[]{-0.1, 1.1, Double.NaN}) {
            assertEquals("probabilities of quantiles are from 0 to 1: " + p,
                    assertThrows(IllegalArgumentException.class, () -> Quantiles.of(a, p)).getMessage());
        }
        assertThrows(ClassCastException.class, () -> Quantiles.of(NdArray.zeros(Dtype.of("S3"), 2), 0.5));
        assertArrayEquals(new double[0], Quantiles.of(a));
    }
}
