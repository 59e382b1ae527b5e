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

/// The header of a `.npy` file or member.
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
    /// @param descrOffset where the value begins in the source, in bytes
    /// @param shape       the shape as written, without the axes of a sub-array dtype
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

    /// The same header for a source that begins earlier.
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

    /// The size of all elements in bytes; NumPy refuses one beyond 64 bits even if the length of an axis is zero.
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

    /// Returns the name of the source.
    ///
    /// @return the file's name, or `file.npz/member`
    public String source() {
        return source;
    }

    /// {@return the major version of the format: 1, 2 or 3}
    public int majorVersion() {
        return majorVersion;
    }

    /// Returns the value of `descr` in the header.
    ///
    /// @return a string without its quotes, anything else as Python's `repr` prints it
    public String descr() {
        return literal instanceof PythonLiteral.Text(String text) ? text : literal.repr();
    }

    /// {@return where the value of `descr` begins in the source, in bytes}
    public long descrOffset() {
        return descrOffset;
    }

    /// {@return the dtype of the elements; for a sub-array dtype, of the sub-array's elements}
    public Dtype dtype() {
        return type.dtype();
    }

    /// {@return whether the header's dtype, or one nested in it, has metadata: a dictionary, as in `numpy.dtype.descr`,
    /// that NumPy cannot read; [#dtype()] leaves it out}
    public boolean hasMetadata() {
        return type.metadata();
    }

    /// {@return the shape of the array: the axes in the header, then those of a sub-array dtype}
    public Shape shape() {
        return shape;
    }

    /// {@return Fortran order if `fortran_order` is True in the header, even for a shape that makes both orders equal}
    public Order order() {
        return order;
    }

    /// {@return where the elements begin in the source, in bytes; not always aligned}
    public long dataOffset() {
        return dataOffset;
    }

    /// {@return the size of all elements in bytes; meaningless for Python objects, which are pickled}
    public long dataSize() {
        return dataSize;
    }

    /// Refuses Python objects, and records that hold some.
    void requireElements() throws ArrayFormatException {
        ElementChecks.requireNoObjects(source, dtype(), descr(), descrOffset);
    }

    /// Refuses a source of a size in bytes if the payload would end after it.
    void requirePayload(long byteSize) throws ArrayFormatException {
        ElementChecks.requireData(source, shape, descr(), dataOffset, dataSize, byteSize);
    }

    /// {@return a header for another shape that is as long as this one; empty if the new one would be longer}
    Optional<byte[]> grown(Shape newShape) {
        return HeaderWriter.fit(descrLiteral(), newShape, order, majorVersion, Math.toIntExact(dataOffset));
    }

    /// {@return the value of `descr` in a header that is written anew, as Python's `repr` prints it}
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

    /// {@return source, version, dtype, shape, order and data offset, in a readable form}
    @Override
    public String toString() {
        return "%s: .npy %d.0, %s, shape %s, order %s, %d bytes at byte %d".formatted(source, majorVersion,
                Objects.toString(dtype()), shape, order, dataSize, dataOffset);
    }
}
