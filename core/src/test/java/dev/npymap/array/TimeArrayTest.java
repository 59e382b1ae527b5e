package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.model.Dtype;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimeArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return TimeArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<M8[s]", ">M8[25us]", "<m8[D]", ">m8");
    }

    @Override
    List<?> elements() {
        return List.of(1L, -2L, 1L << 40, 5L, TimeArray.NAT, 11L, 13L);
    }

    @Test
    void onlyTheLeastCountIsNotATime() {
        TimeArray a = TimeArray.of(Dtype.of("<M8[s]"), new long[]{0, TimeArray.NAT, TimeArray.NAT + 1}, 3);
        assertFalse(a.isNaT(0));
        assertTrue(a.isNaT(1));
        assertFalse(a.isNaT(2));
    }

    @Test
    void countsNaTInEveryLayout() {
        long[] counts = new long[50 * 70];
        Arrays.setAll(counts, n -> n % 7 == 0 ? TimeArray.NAT : n);
        for (String dtype : List.of("<M8[s]", ">m8[D]")) {
            TimeArray a = TimeArray.of(Dtype.of(dtype), counts, 50, 70);
            assertEquals(500, a.countNaT());
            assertEquals(500, a.transpose().countNaT());
            assertEquals(50, a.slice("::-1, 0:3:2").countNaT());
            assertEquals(0, a.slice(":, 1:7").countNaT());
            assertEquals(0, a.slice("0:0").countNaT());
            assertEquals(TimeArray.NAT, a.max());
        }
    }

    private static final List<String> UNITS = List.of("Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs",
            "as", "7Y", "5M", "2W", "3D", "1000h", "7m", "60s", "25ns", "1000as");

    private static final long[] COUNTS = counts();

    /// Counts at both ends of 64 bits, and everywhere between.
    private static long[] counts() {
        Random random = Cases.random("TimeArrayTest");
        long[] counts = new long[120];
        for (int n = 0; n < counts.length; n++) {
            counts[n] = switch (n % 4) {
                case 0 -> Long.MIN_VALUE + n;
                case 1 -> Long.MAX_VALUE - n * (n < 60 ? 1 : 20L);
                default -> random.nextLong() >> random.nextInt(64);
            };
        }
        // The year of this one is NumPy's number for "not a time".
        counts[1] = Long.MAX_VALUE - 1969;
        return counts;
    }

    @Test
    void printsTimesAtTheEndsOf64BitsAsNumpyDoes() {
        for (String unit : UNITS) {
            for (String kind : List.of("M8", "m8")) {
                TimeArray a = TimeArray.of(Dtype.of("<" + kind + "[" + unit + "]"), COUNTS);
                String array = "np.frombuffer(x[0], '" + kind + "[" + unit + "]')";
                assertEquals(Oracle.numpy().text("str(" + array + ")",
                        Cases.toBytes(a)), a.toString(), unit);
                assertEquals(Oracle.numpy().text("' '.join(map(str, " + array + "))", Cases.toBytes(a)),
                        LongStream.range(0, a.size()).mapToObj(n -> a.select(0, n).toString())
                                .collect(Collectors.joining(" ")),
                        unit);
            }
        }
    }

    @Test
    void timesBeyondThoseOfJavaAreRefusedByName() {
        assertEquals(Instant.MAX.truncatedTo(ChronoUnit.SECONDS),
                TimeArray.of(Dtype.of("<M8[s]"), new long[]{Instant.MAX.getEpochSecond()}).instant(0));
        assertEquals(Instant.MIN, TimeArray.of(Dtype.of("<M8[Y]"), new long[]{-1_000_001_970}).instant(0));
        assertEquals("+1000000000-12-01T00:00:00Z",
                TimeArray.of(Dtype.of("<M8[M]"), new long[]{12 * (1_000_000_000L - 1970) + 11}).instant(0).toString());
        assertEquals("1969-12-01T00:00:00Z", TimeArray.of(Dtype.of("<M8[M]"), new long[]{-1}).instant(0).toString());
        assertEquals(Duration.ofSeconds(Long.MIN_VALUE + 1),
                TimeArray.of(Dtype.of("<m8[s]"), new long[]{Long.MIN_VALUE + 1}).duration(0));
        for (String unit : UNITS) {
            TimeArray points = TimeArray.of(Dtype.of("<M8[" + unit + "]"), COUNTS);
            TimeArray spans = points.as(Dtype.of("<m8[" + unit + "]")).asTime();
            for (int n = 0; n < points.size(); n++) {
                int place = n;
                refusesByName(points, Instant.class, () -> points.instant(place));
                if (!unit.contains("Y") && !unit.contains("M")) {
                    refusesByName(spans, Duration.class, () -> spans.duration(place));
                }
            }
        }
        assertEquals("array: 1000000000000 of datetime64[Y] is beyond the range of java.time.Instant",
                assertThrows(DateTimeException.class,
                        () -> TimeArray.of(Dtype.of("<M8[Y]"), new long[]{1_000_000_000_000L}).instant(0))
                        .getMessage());
    }

    private static void refusesByName(TimeArray a, Class<?> type, Runnable asked) {
        try {
            asked.run();
        } catch (DateTimeException e) {
            String name = a.dtype().name().replace("[", "\\[").replace("]", "\\]");
            assertTrue(e.getMessage().matches("array: (NaT is not a time|-?\\d+ of " + name
                    + " is beyond the range of java.time." + type.getSimpleName() + ")"), e.getMessage());
        }
    }
}
