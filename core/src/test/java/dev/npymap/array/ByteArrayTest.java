package dev.npymap.array;

import java.util.List;

class ByteArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return ByteArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("|i1", "|u1");
    }

    @Override
    List<?> elements() {
        return List.of(1, 2, 3, 5, 7, 11, 127);
    }
}
