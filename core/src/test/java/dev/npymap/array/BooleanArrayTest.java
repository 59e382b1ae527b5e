package dev.npymap.array;

import java.util.List;

class BooleanArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return BooleanArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("|b1");
    }

    @Override
    List<?> elements() {
        return List.of(true, false);
    }
}
