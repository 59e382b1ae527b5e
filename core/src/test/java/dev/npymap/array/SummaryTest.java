package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.internal.decimal.PythonNumber;
import dev.npymap.internal.reduce.KernelChoice;
import dev.npymap.model.Dtype;
import dev.npymap.model.Threads;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// An array in one look, beside what NumPy says in several.
@KernelChoice.Verified
class SummaryTest {
    private static final Random RANDOM = Cases.random("SummaryTest");

    @Test
    void saysWhatNumpySaysOfEveryRealDtypeAndLayout() {
        for (int n = 0; n < 150; n++) {
            RealArrays.Case one = RealArrays.random(RANDOM);
            String expected = Oracle.numpy().text("""
                    (lambda b: [b.size, int(np.isnan(b).sum())] + [float(v) for v in (
                        [b.min(), b.max()] if b.size else [np.nan, np.nan])]
                        + [float(v) for v in ([b.mean(), b.std(), b.sum()] if b.size else [np.nan, np.nan, 0])])(
                            %s.astype('f8'))""".formatted(one.expression()), one.bytes());
            compare(one.toString(), expected, Summary.of(one.array()));
        }
    }

    @Test
    void leavesOutNanWhereAsked() {
        for (int n = 0; n < 100; n++) {
            RealArrays.Case one = RealArrays.random(RANDOM);
            String expected = Oracle.numpy().text("""
                    (lambda b, c: [c.size, int(c.size - b.size)] + ([float(v) for v in
                        [b.min(), b.max(), b.mean(), b.std(), b.sum()]] if b.size else [np.nan] * 4 + [0.0]))(
                            *(lambda c: (c[~np.isnan(c)], c))(%s.astype('f8')))""".formatted(one.expression()),
                    one.bytes());
            compare(one.toString(), expected, Summary.skippingNaN(one.array()));
        }
    }

    private static void compare(String shown, String expected, Summary s) {
        String[] numbers = expected.replaceAll("[\\[\\] ]", "").replace("nan", "NaN").replace("inf", "Infinity")
                .split(",");
        assertEquals(Long.parseLong(numbers[0]), s.count(), shown);
        assertEquals(Long.parseLong(numbers[1]), s.nanCount(), shown);
        double[] found = {s.min(), s.max(), s.mean(), s.std(), s.sum()};
        for (int n = 0; n < found.length; n++) {
            double right = Double.parseDouble(numbers[n + 2]);
            // A sum is as exact as its largest term.
            double scale = Math.max(Math.abs(s.min()), Math.abs(s.max())) * (n == 4 ? s.count() : 1);
            boolean same = n < 2
                    ? right == found[n] || right != right && found[n] != found[n]
                    : Double.compare(right, found[n]) == 0 || Math.abs(right - found[n]) <= 1e-13 * scale;
            assertTrue(same, shown + ": " + expected + " is not " + s);
        }
    }

    @Test
    void isTheSameForAnyNumberOfThreads() {
        for (RealArrays.Case one : RealArrays.large(RANDOM)) {
            Summary alone = Summary.of(one.array());
            for (int threads : new int[]{2, 3, 7}) {
                assertEquals(alone, Summary.of(one.array().with(Threads.of(threads))), one.toString());
            }
        }
    }

    @Test
    void aDeviationOfLargeNumbersThatHardlyDifferIsExact() {
        double[] values = new double[500_000];
        for (int n = 0; n < values.length; n++) {
            values[n] = 1e9 + n % 2;
        }
        assertEquals(new Summary(500_000, 0, 1e9, 1e9 + 1, 1e9 + 0.5, 0.5, 500_000 * (1e9 + 0.5)),
                Summary.of(DoubleArray.of(values)));
    }

    @Test
    void sumsThatAreTooLargeHaveInfiniteDeviationsAsInNumpy() {
        for (double[] values : List.of(new double[]{1e308, 1e308, 1e308}, new double[]{Double.POSITIVE_INFINITY, 1},
                new double[]{Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}, new double[]{-1e300, 1e300})) {
            String expected = Oracle.numpy().text(
                    "(lambda b: [float(v) for v in [b.min(), b.max(), b.mean(), b.std(), b.sum()]])(np.frombuffer(x[0]))",
                    Cases.bytes(values));
            Summary s = Summary.of(DoubleArray.of(values));
            assertEquals(expected, List.of(s.min(), s.max(), s.mean(), s.std(), s.sum()).stream()
                    .map(PythonNumber::text).toList().toString());
        }
    }

    @Test
    void nothingHasNoExtremes() {
        Summary nothing = new Summary(0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);
        assertEquals(nothing, Summary.of(NdArray.zeros(Dtype.INT16, 3, 0, 2).with(Threads.ALL)));
    }

    @Test
    void elementsWithoutAnOrderAreRefused() {
        assertEquals("array: elements are complex128 ('<c16'), not real numbers",
                assertThrows(ClassCastException.class, () -> Summary.of(NdArray.zeros(Dtype.of("<c16"), 2)))
                        .getMessage());
        assertThrows(ClassCastException.class, () -> Summary.of(NdArray.zeros(Dtype.of("<M8[s]"), 2)));
    }
}
