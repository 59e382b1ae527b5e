package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.BooleanArray;
import dev.npymap.array.ComplexArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.TextArray;
import dev.npymap.array.TimeArray;
import dev.npymap.cli.report.Json;
import dev.npymap.model.Dtype;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
    @TempDir
    private Path dir;

    @Test
    void infoHasExactlyTheseKeys() throws IOException {
        Path file = dir.resolve("a.npy");
        Npy.write(file, DoubleArray.of(new double[6], 2, 3).transpose());
        assertEquals("{\"file\":\"" + file + "\",\"member\":null,\"format\":\"npy\",\"version\":\"1.0\","
                + "\"dtype\":\"<f8\",\"shape\":[3,2],\"fortran_order\":true,\"data_offset\":128,\"data_bytes\":48,"
                + "\"zero_copy\":true}", Run.of("info", file, "--json").out().strip());
    }

    @Test
    void everyCharacterThatDoesNotPrintIsEscaped() throws IOException {
        assertEquals("{\"a\":\"\\u001B\\u007F\\u009B\\u202E\\u2028\\uD800|\\uDB40\\uDC41\"}",
                Json.line(line -> line.writeStringProperty("a",
                        "\u001b\u007f\u009b\u202e\u2028\ud800|" + Character.toString(0xe0041))));
    }

    @Test
    void integersAreExact() throws IOException {
        assertStats(IntArray.of(new int[]{1, 2, 4, 5}), "4,0,1,5,3.0,1.5811388300841898,12");
        NdArray unsigned = NdArray.zeros(Dtype.UINT64, 2);
        unsigned.asLong().set(0, -1L);
        assertStats(unsigned, "2,0,0,18446744073709551615,9.223372036854776e+18,9.223372036854776e+18,"
                + "18446744073709551615");
    }

    @Test
    void floatsPrintTheirOwnDigits() throws IOException {
        assertStats(FloatArray.of(new float[]{0.1f, 0.1f}), "2,0,0.1,0.1,0.1,0.0,0.2");
        assertStats(HalfArray.of(new float[]{0.1f}), "1,0,0.1,0.1,0.1,0.0,0.1");
        assertStats(DoubleArray.of(new double[]{0.1, 0.2}), "2,0,0.1,0.2,0.15000000000000002,0.05,"
                + "0.30000000000000004");
    }

    @Test
    void nanSpreadsAndIsQuoted() throws IOException {
        assertStats(DoubleArray.of(new double[]{1, Double.NaN}), "2,1,\"NaN\",\"NaN\",\"NaN\",\"NaN\",\"NaN\"");
        assertStats(DoubleArray.of(new double[]{Double.NEGATIVE_INFINITY, 1}),
                "2,0,\"-Infinity\",1.0,\"-Infinity\",\"NaN\",\"-Infinity\"");
    }

    @Test
    void booleansStayBooleans() throws IOException {
        assertStats(BooleanArray.of(new boolean[]{true, false}), "2,0,false,true,0.5,0.5,1");
    }

    @Test
    void complexNumbersAreTexts() throws IOException {
        assertStats(ComplexArray.of(new double[]{1, 2, 3, 4}),
                "2,0,\"(1+2j)\",\"(3+4j)\",\"(2+3j)\",1.4142135623730951,\"(4+6j)\"");
    }

    @Test
    void timesHaveNoMean() throws IOException {
        assertStats(TimeArray.of(Dtype.of("M8[D]"), new long[]{0, 31}),
                "2,0,\"1970-01-01\",\"1970-02-01\",null,null,null");
        assertStats(TimeArray.of(Dtype.of("m8[s]"), new long[]{1, 2}), "2,0,1,2,null,null,3");
        assertStats(TimeArray.of(Dtype.of("m8[s]"), new long[]{1, TimeArray.NAT}),
                "2,1,\"NaT\",\"NaT\",null,null,\"NaT\"");
    }

    @Test
    void noElementsHaveNoLeastAndNoMean() throws IOException {
        assertStats(NdArray.zeros(Dtype.FLOAT64, 0), "0,0,null,null,\"NaN\",\"NaN\",0.0");
        assertStats(NdArray.zeros(Dtype.INT32, 0, 3), "0,0,null,null,\"NaN\",\"NaN\",0");
    }

    @Test
    void statsOfTextsEndWithStatus2() throws IOException {
        Run run = stats(TextArray.of(new String[]{"a"}));
        assertEquals(2, run.status());
        assertEquals(1, run.errLines().size());
        assertTrue(run.err().contains("stats need numbers"), run.err());
    }

    @Test
    void namesBeyondAsciiAreEscaped() throws IOException {
        assertFalse(
                Json.line(line -> line.writeStringProperty("file", "\u00e9\n")).chars()
                        .anyMatch(c -> c > 126 || c < 32));
    }

    private void assertStats(NdArray array, String values) throws IOException {
        String[] names = {"count", "nan_count", "min", "max", "mean", "std", "sum"};
        String[] parts = values.split(",");
        StringBuilder expected = new StringBuilder();
        for (int n = 0; n < names.length; n++) {
            expected.append(n == 0 ? "{\"" : ",\"").append(names[n]).append("\":").append(parts[n]);
        }
        Run run = stats(array);
        assertEquals(0, run.status(), run.err());
        assertEquals(expected + "}", run.out().strip());
    }

    private Run stats(NdArray array) throws IOException {
        Path file = dir.resolve("s.npy");
        Npy.write(file, array);
        return Run.of("stats", file, "--json");
    }
}
