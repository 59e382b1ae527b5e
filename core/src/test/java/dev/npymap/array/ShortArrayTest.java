package dev.npymap.array;

import java.util.List;

class ShortArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return ShortArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<i2", ">i2", "<u2", ">u2");
    }

    @Override
    List<?> elements() {
        return List.of(1, 2, 300, 5, 7, 11, 32767);
    }
}
