package dev.npymap.catalog;

import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.Value;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.util.Optional;

/// One of the arrays of a `.npy` file.
///
/// @param number the number in the address; if there is none, the entry is the first array
record NpyEntry(CatalogFile file, Arena arena, NpyHeader header, Optional<Long> number) implements Entry {
    private static final int BLOCK_BYTES = 1 << 16;

    @Override
    public String name() {
        return "";
    }

    @Override
    public Kind kind() {
        return header.dtype().holdsObjects() ? Kind.OBJECTS : Kind.ARRAY;
    }

    @Override
    public Optional<Dtype> dtype() {
        return Optional.of(header.dtype());
    }

    @Override
    public Optional<String> descr() {
        return Optional.of(header.descr());
    }

    @Override
    public Optional<Shape> shape() {
        return Optional.of(header.shape());
    }

    @Override
    public Order order() {
        return header.order();
    }

    @Override
    public long byteSize() {
        return isArray() ? header.dataSize() : file.byteSize();
    }

    @Override
    public boolean isZeroCopy() {
        return isArray() && file.isMappable();
    }

    @Override
    public Optional<Long> dataOffset() {
        return isZeroCopy() ? Optional.of(header.dataOffset()) : Optional.empty();
    }

    @Override
    public boolean hasMetadata() {
        return header.hasMetadata();
    }

    @Override
    public <T> Optional<T> detail(Class<T> type) {
        return type == NpyHeader.class ? Optional.of(type.cast(header)) : Optional.empty();
    }

    @Override
    public NdArray array(Slice... items) throws IOException {
        NdArray array = array();
        return items.length == 0 ? array : array.slice(items);
    }

    private NdArray array() throws IOException {
        if (number.orElse(0L) > 0) {
            return file.series().array(number.get(), arena);
        }
        if (file.isMappable()) {
            return Npy.map(file.path().orElseThrow(), arena);
        }
        if (!file.isCompressed()) {
            return Npy.wrap(file.bytes(arena), file.name());
        }
        try (InputStream in = file.open()) {
            NdArray array = Npy.readInflated(in, file.name(), file.byteSize())
                    .orElseThrow(() -> new ArrayFormatException(file.name(), "empty", 0));
            // The checksum is at the end.
            in.transferTo(OutputStream.nullOutputStream());
            return array;
        }
    }

    @Override
    public Value value() throws IOException {
        return isArray() ? ArrayValue.of(array()) : file.series().value(number.orElse(0L), arena);
    }

    /// A part of an array of Python objects.
    @Override
    public Optional<Entry> part(String part) throws IOException {
        return isArray()
                ? Optional.empty()
                : new ValueEntry(new Origin(file.byteSize(), Optional.of(header), 0), value()).part(part);
    }

    @Override
    public Following following() throws IOException {
        return number.isPresent() || isAlone() ? Following.NOTHING : file.series().following();
    }

    @Override
    public void series(Visitor visitor) throws IOException {
        if (number.isEmpty() && file.isCompressed() && isAlone()) {
            visitor.visit(0, 0, this);
        } else {
            file.series().visit(number, visitor);
        }
    }

    /// Whether nothing follows the array, or nothing but zeros, which a compressed file may have in any number.
    private boolean isAlone() throws IOException {
        long end = header.dataOffset() + header.dataSize();
        if (!isArray() || !file.isCompressed()) {
            return isArray() && end == file.byteSize();
        }
        try (InputStream in = file.open()) {
            in.skipNBytes(end);
            byte[] block = new byte[BLOCK_BYTES];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                for (int n = 0; n < count; n++) {
                    if (block[n] != 0) {
                        return false;
                    }
                }
            }
            return true;
        } catch (EOFException _) {
            return false;
        }
    }
}
