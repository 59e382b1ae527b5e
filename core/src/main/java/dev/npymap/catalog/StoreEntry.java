package dev.npymap.catalog;

import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.npy.NpyHeader;
import dev.npymap.store.Version;
import java.io.IOException;
import java.util.Optional;

/// An array of a version of a store, whose header is read when its kind is asked for.
final class StoreEntry implements Entry {
    private final StoreContents contents;
    private final String name;
    private Optional<NpyHeader> header = Optional.empty();
    private Optional<Exception> damage = Optional.empty();

    StoreEntry(StoreContents contents, String name) {
        this.contents = contents;
        this.name = name;
    }

    private Optional<NpyHeader> header() {
        if (header.isEmpty() && damage.isEmpty()) {
            try {
                header = Optional.of(contents.version().header(name));
            } catch (IOException | RuntimeException unreadable) {
                damage = Optional.of(unreadable);
            }
        }
        return header;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Kind kind() {
        return header().isPresent() ? Kind.ARRAY : Kind.DAMAGED;
    }

    @Override
    public Optional<Exception> damage() {
        return header().isPresent() ? Optional.empty() : damage;
    }

    @Override
    public Optional<Dtype> dtype() {
        return header().map(NpyHeader::dtype);
    }

    @Override
    public Optional<String> descr() {
        return header().map(NpyHeader::descr);
    }

    @Override
    public Optional<Shape> shape() {
        return header().map(NpyHeader::shape);
    }

    @Override
    public Order order() {
        return header().map(NpyHeader::order).orElse(Order.C);
    }

    @Override
    public long byteSize() {
        return header().map(NpyHeader::dataSize).orElse(0L);
    }

    @Override
    public Optional<Long> dataOffset() {
        return header().map(NpyHeader::dataOffset);
    }

    @Override
    public boolean isZeroCopy() {
        return header().isPresent();
    }

    @Override
    public boolean hasMetadata() {
        return header().filter(NpyHeader::hasMetadata).isPresent();
    }

    @Override
    public <T> Optional<T> detail(Class<T> type) {
        return type == NpyHeader.class
                ? header().map(type::cast)
                : type == Version.class ? Optional.of(type.cast(contents.version())) : Optional.empty();
    }

    @Override
    public NdArray array(Slice... items) throws IOException {
        NdArray array = contents.version().array(name, contents.arena());
        return items.length == 0 ? array : array.slice(items);
    }

    /// Compares the elements with the digest that the version has of them.
    @Override
    public void verify() throws IOException {
        contents.version().verify(name);
    }
}
