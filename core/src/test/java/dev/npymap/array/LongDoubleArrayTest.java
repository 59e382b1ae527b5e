package dev.npymap.array;

import java.util.List;

class LongDoubleArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return LongDoubleArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<f16", ">f16");
    }

    @Override
    List<?> elements() {
        return List.of(1.0, -2.0, 0.1, Double.MIN_VALUE, Double.NEGATIVE_INFINITY, -0.0, Double.NaN);
    }
}
