package dev.npymap.array;

import java.util.List;

class IntArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return IntArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<i4", ">i4");
    }

    @Override
    List<?> elements() {
        return List.of(1, -2, 70_000, 5, Integer.MIN_VALUE, 11, 13);
    }
}
