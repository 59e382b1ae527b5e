package dev.npymap.text;

import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The conversion of a row's fields to a row of elements.
///
/// @param dtype     the type of the elements
/// @param record    whether a row is one element, a record
/// @param leaves    the dtype of each value that is read, in the order of the fields
/// @param offsets   the offset of each value in the row, in bytes
/// @param rowSize   the size of a row of elements in bytes
/// @param readsAll  whether every field of a row is read, so that all rows have the same number of fields
/// @param selection otherwise the column from which each value is read, as in [TextOptions#columns]
record Table(Dtype dtype, boolean record, List<Dtype> leaves, long[] offsets, int rowSize, boolean readsAll,
        int[] selection) {

    /// Lays out rows.
    ///
    /// @param found the number of fields in the first row
    /// @throws IllegalArgumentException if a record has another number of fields than columns are selected, or a row is
    ///                                  too long
    static Table of(TextOptions options, Dtype dtype, int found) {
        boolean readsAll = options.columns().isEmpty();
        int[] selection = options.columns().orElse(List.of()).stream().mapToInt(Integer::intValue).toArray();
        List<Dtype> leaves = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        boolean record = dtype.kind() == Dtype.Kind.STRUCT;
        if (record) {
            flatten(dtype, 0, leaves, offsets);
            if (!readsAll && selection.length != leaves.size()) {
                throw new IllegalArgumentException("a record of " + leaves.size() + " fields cannot be read from "
                        + selection.length + " columns");
            }
        } else {
            int count = readsAll ? found : selection.length;
            for (int n = 0; n < count; n++) {
                leaves.add(dtype);
                offsets.add(n * dtype.byteSize());
            }
        }
        long rowSize = record ? dtype.byteSize() : leaves.size() * dtype.byteSize();
        if (rowSize > 1 << 30) {
            throw new IllegalArgumentException("a row of " + rowSize + " bytes is too long");
        }
        return new Table(dtype, record, leaves, offsets.stream().mapToLong(Long::longValue).toArray(), (int) rowSize,
                readsAll, selection);
    }

    private static void flatten(Dtype dtype, long offset, List<Dtype> leaves, List<Long> offsets) {
        if (dtype.kind() != Dtype.Kind.STRUCT) {
            leaves.add(dtype);
            offsets.add(offset);
            return;
        }
        for (Field field : dtype.fields()) {
            for (long n = 0; n < field.shape().size(); n++) {
                if (leaves.size() > 1 << 24) {
                    throw new IllegalArgumentException("too many fields in " + dtype);
                }
                flatten(field.dtype(), offset + field.offset() + n * field.dtype().byteSize(), leaves, offsets);
            }
        }
    }

    /// The number of values in a row.
    int count() {
        return leaves.size();
    }

    /// The shape of the result, before it is transposed.
    Shape shape(long rows, int ndmin) {
        long[] dims = record ? new long[]{rows} : new long[]{rows, count()};
        if (dims.length > ndmin) {
            dims = Arrays.stream(dims).filter(d -> d != 1).toArray();
        }
        if (dims.length < ndmin) {
            dims = ndmin == 1 ? new long[]{1} : new long[]{dims.length == 0 ? 1 : dims[0], 1};
        }
        return Shape.of(dims);
    }
}
