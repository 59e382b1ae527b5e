package dev.npymap.array;

import java.util.List;

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
}
