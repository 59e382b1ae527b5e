package dev.npymap.array;

import java.util.List;

class LongArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return LongArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<i8", ">i8", "<u8", ">u8");
    }

    @Override
    List<?> elements() {
        return List.of(1L, -2L, 1L << 40, 5L, Long.MIN_VALUE, 11L, 13L);
    }
}
