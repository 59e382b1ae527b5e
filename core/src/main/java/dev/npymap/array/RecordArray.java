package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;

/// An array of records with named fields, or of raw bytes (`V`); [#field] sees one field of all records as an array.
public final class RecordArray extends NdArray {

    RecordArray(Layout layout) {
        super(layout);
    }

    /// Returns one field of every record, without copying it.
    ///
    /// @param name the field's name or title
    /// @return a view with this array's axes, followed by those of the field's sub-array
    /// @throws IllegalArgumentException if there is no such field
    public NdArray field(String name) {
        return field(dtype().field(name));
    }

    /// Returns one record.
    ///
    /// @param index its position on each axis, from 0
    /// @return a view without axes, whose fields are those of the record
    public RecordArray get(long... index) {
        return record(at(index));
    }

    /// Returns the bytes of one record.
    ///
    /// @param index its position on each axis, from 0
    /// @return the bytes, padding included, in a new array
    public byte[] bytes(long... index) {
        return load(at(index));
    }

    /// Sets the bytes of one record of an array with one axis.
    ///
    /// @param i     its position, from 0
    /// @param bytes as many as a record has
    public void set(long i, byte[] bytes) {
        store(at(i), bytes);
    }

    /// Sets the bytes of one record of an array with two axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param bytes as many as a record has
    public void set(long i, long j, byte[] bytes) {
        store(at(i, j), bytes);
    }

    /// Sets the bytes of one record of an array with three axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param k     its position on the third
    /// @param bytes as many as a record has
    public void set(long i, long j, long k, byte[] bytes) {
        store(at(i, j, k), bytes);
    }

    /// Sets the bytes of one record.
    ///
    /// @param index its position on each axis, from 0
    /// @param bytes as many as a record has
    public void set(long[] index, byte[] bytes) {
        store(at(index), bytes);
    }

    /// {@return the records in C order, in a new array, each a view without axes}
    public RecordArray[] toArray() {
        arrayLength();
        return stream().toArray(RecordArray[]::new);
    }

    /// {@return the records in C order, each a view without axes}
    public Stream<RecordArray> stream() {
        return Elements.stream(layout()).mapToObj(this::record);
    }

    @Override
    public RecordArray slice(Slice... items) {
        return (RecordArray) super.slice(items);
    }

    @Override
    public RecordArray slice(String items) {
        return (RecordArray) super.slice(items);
    }

    @Override
    public RecordArray select(int axis, long position) {
        return (RecordArray) super.select(axis, position);
    }

    @Override
    public RecordArray transpose(int... axes) {
        return (RecordArray) super.transpose(axes);
    }

    @Override
    public RecordArray reshape(long... dims) {
        return (RecordArray) super.reshape(dims);
    }

    @Override
    public RecordArray copy() {
        return (RecordArray) super.copy();
    }

    @Override
    public RecordArray copy(Threads threads) {
        return (RecordArray) super.copy(threads);
    }

    @Override
    public RecordArray take(int axis, long... indices) {
        return (RecordArray) super.take(axis, indices);
    }

    NdArray field(Field field) {
        return of(layout().field(field));
    }

    private RecordArray record(long at) {
        return new RecordArray(layout().element(at));
    }

    private void store(long at, byte[] bytes) {
        if (bytes.length != dtype().byteSize()) {
            throw new IllegalArgumentException(
                    source() + ": " + bytes.length + " bytes are not a record of " + dtype().byteSize());
        }
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, at, bytes.length);
    }

    private byte[] load(long at) {
        byte[] bytes = new byte[Math.toIntExact(dtype().byteSize())];
        MemorySegment.copy(segment, JAVA_BYTE, at, bytes, 0, bytes.length);
        return bytes;
    }
}
