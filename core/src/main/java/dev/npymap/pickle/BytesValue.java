package dev.npymap.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.internal.pickle.PickleInput;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;

/// Python's `bytes` or `bytearray`: a view of the pickle where the bytes are contiguous in it.
public final class BytesValue implements Value {
    private final MemorySegment segment;
    private final boolean mutable;
    private final Source source;

    BytesValue(MemorySegment segment, boolean mutable, Source source) {
        this.segment = segment;
        this.mutable = mutable;
        this.source = source;
    }

    /// Returns the value of `bytes`.
    ///
    /// @param bytes the bytes, copied
    /// @return the value
    public static BytesValue of(byte... bytes) {
        return new BytesValue(MemorySegment.ofArray(bytes.clone()).asReadOnly(), false, Source.MEMORY);
    }

    /// Returns the value of a `bytearray`.
    ///
    /// @param bytes the bytes, copied
    /// @return the value
    public static BytesValue ofMutable(byte... bytes) {
        return new BytesValue(MemorySegment.ofArray(bytes.clone()).asReadOnly(), true, Source.MEMORY);
    }

    /// {@return the bytes, as a read-only segment of the pickle's memory}
    public MemorySegment segment() {
        return segment;
    }

    /// {@return the number of bytes}
    public long byteSize() {
        return segment.byteSize();
    }

    /// {@return whether this is a `bytearray`}
    public boolean isMutable() {
        return mutable;
    }

    /// {@return a copy of the bytes}
    /// @throws IllegalArgumentException if there are too many for a Java array
    public byte[] toArray() {
        if (byteSize() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    source.name() + ": " + byteSize() + " bytes do not fit into a Java array; take the segment");
        }
        byte[] copy = new byte[(int) byteSize()];
        try {
            PickleInput.copy(segment, source, MemorySegment.ofArray(copy));
        } catch (ArrayFormatException cut) {
            throw new UncheckedIOException(cut);
        }
        return copy;
    }

    Source source() {
        return source;
    }

    BytesValue as(boolean nowMutable) {
        return nowMutable == mutable ? this : new BytesValue(segment, nowMutable, source);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytesValue bytes && mutable == bytes.mutable && segment.mismatch(bytes.segment) < 0;
    }

    @Override
    public int hashCode() {
        int hash = Boolean.hashCode(mutable);
        for (long at = 0; at < Math.min(64, segment.byteSize()); at++) {
            hash = 31 * hash + segment.get(JAVA_BYTE, at);
        }
        return 31 * hash + Long.hashCode(segment.byteSize());
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
