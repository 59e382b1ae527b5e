package dev.npymap.npy;

import dev.npymap.internal.npy.ElementChecks;
import dev.npymap.internal.npy.HeaderWriter;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// What the header of a `.npy` file or member says.
///
/// Immutable.
public final class NpyHeader {
    private final String source;
    private final int majorVersion;
    private final PythonLiteral literal;
    private final long descrOffset;
    private final Descr type;
    private final Shape shape;
    private final Order order;
    private final long dataOffset;
    private final long dataSize;

    /// @param literal     the value of `descr`
    /// @param descrOffset where it stands in the source, in bytes
    /// @param shape       the shape as written; that of a sub-array dtype is appended to it
    NpyHeader(String source, int majorVersion, PythonLiteral literal, long descrOffset, Descr type, Shape shape,
            Order order, long dataOffset) throws ArrayFormatException {
        this.source = source;
        this.majorVersion = majorVersion;
        this.literal = literal;
        this.descrOffset = descrOffset;
        this.type = type;
        this.shape = appended(source, shape, type.sub().shape(), descrOffset);
        this.order = order;
        this.dataOffset = dataOffset;
        this.dataSize = byteSize(source, this.shape, type.dtype(), dataOffset);
    }

    private NpyHeader(NpyHeader header, long bytes) {
        this.source = header.source;
        this.majorVersion = header.majorVersion;
        this.literal = header.literal;
        this.descrOffset = header.descrOffset + bytes;
        this.type = header.type;
        this.shape = header.shape;
        this.order = header.order;
        this.dataOffset = header.dataOffset + bytes;
        this.dataSize = header.dataSize;
    }

    /// The same header in a source that begins so many bytes earlier.
    NpyHeader behind(long bytes) {
        return bytes == 0 ? this : new NpyHeader(this, bytes);
    }

    private static Shape appended(String source, Shape shape, Shape sub, long descrOffset)
            throws ArrayFormatException {
        try {
            return shape.append(sub);
        } catch (IllegalArgumentException e) {
            throw new ArrayFormatException(source, "shape " + shape + " cannot have " + sub + " appended: "
                    + e.getMessage(), descrOffset);
        }
    }

    /// The product of the element's size and the axes; NumPy refuses one beyond 64 bits even if an axis is zero.
    private static long byteSize(String source, Shape shape, Dtype dtype, long dataOffset)
            throws ArrayFormatException {
        Shape counted = Shape.of(LongStream.of(shape.toArray()).map(dim -> Math.max(dim, 1)).toArray());
        OptionalLong size = counted.byteSize(dtype.byteSize());
        if (size.isEmpty() || size.getAsLong() > Long.MAX_VALUE - dataOffset) {
            throw new ArrayFormatException(source, "shape " + shape + " of " + dtype.byteSize()
                    + " bytes per element needs more bytes than 64 bits can count", dataOffset);
        }
        return shape.size() == 0 ? 0 : size.getAsLong();
    }

    /// Returns where the header comes from.
    ///
    /// @return the file's name, or `file.npz/member`
    public String source() {
        return source;
    }

    /// {@return the major version of the format: 1, 2 or 3}
    public int majorVersion() {
        return majorVersion;
    }

    /// Returns the header's own text for the dtype.
    ///
    /// @return the value of `descr`: a text without its quotes, anything else as Python's `repr` prints it
    public String descr() {
        return literal instanceof PythonLiteral.Text(String text) ? text : literal.repr();
    }

    /// {@return where the header's own text for the dtype stands in the source, in bytes}
    public long descrOffset() {
        return descrOffset;
    }

    /// {@return the dtype of the elements; for a sub-array that of its elements}
    public Dtype dtype() {
        return type.dtype();
    }

    /// {@return whether the header's dtype, or one inside of it, has metadata: a dictionary behind it, as
    /// `numpy.dtype.descr` has it and NumPy cannot read; it is left out of [#dtype()]}
    public boolean hasMetadata() {
        return type.metadata();
    }

    /// {@return the shape of the array, with the axes of a sub-array dtype behind those in the header}
    public Shape shape() {
        return shape;
    }

    /// {@return Fortran's order if `fortran_order` is True in the header, even where both orders are the same}
    public Order order() {
        return order;
    }

    /// {@return where the elements begin, in bytes from the beginning of the source; any number, not always aligned}
    public long dataOffset() {
        return dataOffset;
    }

    /// {@return the bytes of all elements; of no meaning for Python objects, which are pickled}
    public long dataSize() {
        return dataSize;
    }

    /// Refuses Python objects, and records that hold some.
    void requireElements() throws ArrayFormatException {
        ElementChecks.requireNoObjects(source, dtype(), descr(), descrOffset);
    }

    /// Refuses a source of so many bytes if the elements end behind it.
    void requirePayload(long byteSize) throws ArrayFormatException {
        ElementChecks.requireData(source, shape, descr(), dataOffset, dataSize, byteSize);
    }

    /// {@return a header with another shape and as many bytes, or nothing if they are too few}
    Optional<byte[]> grown(Shape newShape) {
        return HeaderWriter.fit(descrLiteral(), newShape, order, majorVersion, Math.toIntExact(dataOffset));
    }

    /// {@return the value of `descr` for a header that is written anew, as Python's `repr` prints it}
    private String descrLiteral() {
        return type.sub().rank() == 0 && !type.metadata() ? literal.repr() : HeaderWriter.descrLiteral(dtype());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NpyHeader header && state().equals(header.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    private List<Object> state() {
        return List.of(source, majorVersion, descr(), dtype(), shape, order, dataOffset);
    }

    /// {@return source, version, dtype, shape, order and the place of the data, for people to read}
    @Override
    public String toString() {
        return "%s: .npy %d.0, %s, shape %s, order %s, %d bytes at byte %d".formatted(source, majorVersion,
                Objects.toString(dtype()), shape, order, dataSize, dataOffset);
    }
}
