package dev.npymap.array;

import java.util.List;

class TextArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return TextArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<U3", ">U3", "|S3");
    }

    @Override
    List<?> elements() {
        return List.of("a", "bc", "", "x z", "\u00e9");
    }
}
