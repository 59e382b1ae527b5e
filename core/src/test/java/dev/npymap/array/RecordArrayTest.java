package dev.npymap.array;

import java.util.List;

class RecordArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return RecordArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("|V4", "<i2,>U0,(2,)u1", ">i4,");
    }

    @Override
    Object comparable(NdArray array, Object element) {
        return Cases.hex(element instanceof RecordArray one ? one.bytes() : (byte[]) element);
    }

    @Override
    List<?> elements() {
        return List.of(new byte[]{1, 2, 3, 4}, new byte[]{5, 6, 7, 8}, new byte[]{-1, 0, 1, 0});
    }
}
