package dev.npymap.array;

import java.util.List;

class Float8ArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return Float8Array.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("|V1");
    }

    @Override
    Dtype dtype(String text) {
        return Dtype.float8(Float8.E4M3FN);
    }

    @Override
    List<?> elements() {
        return List.of(1f, -2f, 0.5f, 448f, -0f, Float.NaN);
    }
}
