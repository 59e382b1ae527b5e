package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.internal.decimal.PythonNumber;
import dev.npymap.internal.reduce.KernelChoice;
import dev.npymap.model.Dtype;
import dev.npymap.model.Reduction;
import dev.npymap.model.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// An array in one look, beside what NumPy says in several.
@KernelChoice.Verified
class SummaryTest {
    private static final Random RANDOM = Cases.random("SummaryTest");

    private static void requireTheOrderOfNumpy23() {
        assumeTrue(Oracle.numpy().atLeast(2, 3, "summaries bit for bit"), "NumPy adds in another order");
    }

    @Test
    void saysWhatNumpySaysOfEveryRealDtypeAndLayout() {
        requireTheOrderOfNumpy23();
        for (int n = 0; n < 150; n++) {
            RealArrays.Case one = RealArrays.random(RANDOM);
            String expected = Oracle.numpy().text("""
                    (lambda b: [b.size, int(np.isnan(b).sum())] + ([float(v) for v in
                        [b.min(), b.max(), b.mean(), b.std(), b.sum()]] if b.size else [np.nan] * 4 + [0.0]))(%s)"""
                    .formatted(one.expression()), one.bytes());
            assertEquals(expected, text(Summary.of(one.array())), one.toString());
        }
    }

    @Test
    void leavesOutNanWhereAsked() {
        requireTheOrderOfNumpy23();
        for (int n = 0; n < 100; n++) {
            RealArrays.Case one = RealArrays.random(RANDOM);
            String expected = Oracle.numpy().text("""
                    (lambda b: [b.size, int(np.isnan(b).sum())] + ([float(v) for v in
                        [np.nanmin(b), np.nanmax(b), np.nanmean(b), np.nanstd(b), np.nansum(b)]]
                        if b.size else [np.nan] * 4 + [0.0]))(%s)""".formatted(one.expression()), one.bytes());
            assertEquals(expected, text(Summary.skippingNaN(one.array())), one.toString());
        }
    }

    private static String text(Summary s) {
        String numbers = List.of(s.min(), s.max(), s.mean(), s.std(), s.sum()).stream().map(PythonNumber::text)
                .collect(Collectors.joining(", "));
        return "[" + s.count() + ", " + s.nanCount() + ", " + numbers + "]";
    }

    @Test
    void agreesWithReductionsBitForBit() {
        List<RealArrays.Case> cases = new ArrayList<>(RealArrays.large(RANDOM));
        for (int n = 0; n < 200; n++) {
            cases.add(RealArrays.random(RANDOM));
        }
        for (RealArrays.Case one : cases) {
            if (one.array().size() == 0) {
                continue;
            }
            for (NdArray array : List.of(one.array(), one.array().with(Threads.of(3)), one.array().transpose())) {
                assertEquals(reduced(array, Reduction.MIN, Reduction.MAX, Reduction.MEAN, Reduction.STD,
                        Reduction.SUM), Summary.of(array), one.toString());
                assertEquals(reduced(array, Reduction.NAN_MIN, Reduction.NAN_MAX, Reduction.NAN_MEAN,
                        Reduction.NAN_STD, Reduction.NAN_SUM), Summary.skippingNaN(array), one.toString());
            }
        }
    }

    private static Summary reduced(NdArray array, Reduction... five) {
        double[] all = Arrays.stream(five).mapToDouble(one -> number(array, one)).toArray();
        return new Summary(array.size(), (long) number(array, Reduction.COUNT_NAN), all[0], all[1], all[2], all[3],
                all[4]);
    }

    private static double number(NdArray array, Reduction what) {
        return array.reduce(what).to(Dtype.FLOAT64).asDouble().get();
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
