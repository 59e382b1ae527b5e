package dev.npymap.array;

import java.util.List;

class HalfArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return HalfArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<f2", ">f2");
    }

    @Override
    List<?> elements() {
        return List.of(1f, -2f, 0.5f, 65504f, Float.NEGATIVE_INFINITY, -0f, Float.NaN);
    }
}
