package dev.npymap.array;

import java.util.List;

class FloatArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return FloatArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<f4", ">f4");
    }

    @Override
    List<?> elements() {
        return List.of(1f, -2f, 0.1f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, -0f, Float.NaN);
    }
}
