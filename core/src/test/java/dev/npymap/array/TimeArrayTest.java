package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
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
}
