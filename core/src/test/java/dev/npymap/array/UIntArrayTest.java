package dev.npymap.array;

import java.util.List;

class UIntArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return UIntArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<u4", ">u4");
    }

    @Override
    List<?> elements() {
        return List.of(1L, 2L, 70_000L, 5L, 0xffffffffL, 11L, 13L);
    }
}
