package dev.npymap.array;

import java.util.List;

class DoubleArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return DoubleArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<f8", ">f8");
    }

    @Override
    List<?> elements() {
        return List.of(1.0, -2.0, 0.1, Double.MIN_VALUE, Double.NEGATIVE_INFINITY, -0.0, Double.NaN);
    }
}
