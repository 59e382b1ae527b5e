package dev.npymap.catalog;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.npy.MappedSource;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;

/// Numbers without a header, which the address describes.
record RawEntry(RawAddress at, Arena arena, Shape lengths) implements Entry {
    /// Compares the address with the size of the file.
    ///
    /// @throws ArrayFormatException if the file is shorter than the address requires
    static RawEntry of(RawAddress at, Arena arena) throws IOException {
        try (RegularFile file = RegularFile.open(at.path())) {
            return new RawEntry(at, arena, at.shape(file.name(), file.byteSize()));
        }
    }

    @Override
    public String name() {
        return "";
    }

    @Override
    public Kind kind() {
        return Kind.ARRAY;
    }

    @Override
    public Optional<Dtype> dtype() {
        return Optional.of(at.dtype());
    }

    @Override
    public Optional<Shape> shape() {
        return Optional.of(lengths);
    }

    @Override
    public Order order() {
        return at.order();
    }

    @Override
    public long byteSize() {
        return lengths.size() * at.dtype().byteSize();
    }

    @Override
    public boolean isZeroCopy() {
        return true;
    }

    @Override
    public Optional<Long> dataOffset() {
        return Optional.of(at.offset());
    }

    @Override
    public NdArray array(Slice... items) throws IOException {
        NdArray array;
        try (RegularFile file = RegularFile.open(at.path())) {
            at.shape(file.name(), file.byteSize());
            MappedFile mapped = file.map(at.offset(), byteSize(), arena);
            array = NdArray.of(mapped.segment(), at.dtype(), lengths, at.order(),
                    new MappedSource(mapped, mapped.name(), at.offset(), false));
        }
        return items.length == 0 ? array : array.slice(items);
    }
}
