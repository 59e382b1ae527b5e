package dev.npymap.internal.deflate;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;

/// Deflates the blocks of a member of an `.npz` file, each without the others.
///
/// A deflated block is a series of non-final deflate blocks that do not refer to anything before them and end at a byte
/// boundary. Consecutive deflated blocks followed by [#LAST] are one raw deflate stream, and so is a single deflated
/// block followed by [#LAST].
///
/// Threads: one. Blocks of several deflaters may be joined.
/// Lifetime: libdeflate cannot release its memory, some 400 KB, at once; it is freed when this object is garbage
/// collected.
public final class BlockDeflater implements AutoCloseable {
    /// An empty final deflate block with fixed codes, which ends a stream.
    public static final MemorySegment LAST = MemorySegment.ofArray(new byte[]{3, 0}).asReadOnly();

    /// The largest block in bytes.
    public static final long MAX_BLOCK = 1L << 30;

    /// A block that shrinks to less than this fraction is deflated with zlib too, which is fast for such data:
    /// libdeflate needs 50 bytes more for 1 MiB of zeros, where 1,020 are enough.
    private static final int SHRUNK = 128;

    private final BlockEncoder encoder;
    private final Optional<BlockEncoder> second;

    /// A codec and its level.
    ///
    /// @param level 1 (fast) to 9 (small), with libdeflate to 12
    public record Setting(Codec codec, int level) {
        public BlockDeflater deflater() {
            return new BlockDeflater(level, codec);
        }
    }

    /// Creates a deflater with the fastest codec.
    ///
    /// @param level 1 (fast) to 9 (small), with libdeflate to 12
    public BlockDeflater(int level) {
        this(level, Codec.fastest());
    }

    public BlockDeflater(int level, Codec codec) {
        int highest = codec == Codec.LIBDEFLATE ? 12 : 9;
        if (level < 1 || level > highest) {
            throw new IllegalArgumentException("compression level " + level + " is not one of 1 to " + highest);
        }
        this.encoder = switch (codec) {
            case LIBDEFLATE -> new LibdeflateEncoder(level);
            case ZLIB -> new ZlibEncoder(level);
        };
        this.second = codec == Codec.ZLIB ? Optional.empty() : Optional.of(new ZlibEncoder(Math.min(level, 9)));
    }

    /// {@return the largest size of a deflated block in bytes}
    ///
    /// @param byteSize the block's size in bytes
    public static long maxLength(long byteSize) {
        return byteSize + (byteSize >>> 9) + 64;
    }

    /// Deflates a block into the beginning of `out`. An empty block is deflated to no bytes.
    ///
    /// Cost: with libdeflate, no thread of the JVM reaches a safepoint meanwhile, which is about 15 ms per MiB.
    ///
    /// @param in  the block, at most [#MAX_BLOCK] bytes, native or a `byte[]`; not mapped from a file
    /// @param out native or a `byte[]`, at least [#maxLength] bytes; those after the deflated block are undefined
    /// @return the length of the deflated block in bytes
    /// @throws IllegalArgumentException if the block is too large or `out` too small
    public int deflate(MemorySegment in, MemorySegment out) {
        long byteSize = in.byteSize();
        if (byteSize > MAX_BLOCK) {
            throw new IllegalArgumentException("a block of " + byteSize + " bytes is larger than " + MAX_BLOCK);
        }
        long room = maxLength(byteSize);
        if (out.byteSize() < room) {
            throw new IllegalArgumentException("a block of " + byteSize + " bytes needs room for " + room
                    + " bytes, not " + out.byteSize());
        }
        if (byteSize == 0) {
            return 0;
        }
        MemorySegment piece = out.asSlice(0, room);
        int length = encoder.encode(in, piece).orElseGet(() -> StoredBlocks.write(in, piece));
        return second.isPresent() && length < byteSize / SHRUNK ? smaller(in, piece, length) : length;
    }

    private int smaller(MemorySegment in, MemorySegment piece, int length) {
        MemorySegment other = MemorySegment.ofArray(new byte[length]);
        OptionalInt shorter = second.orElseThrow().encode(in, other);
        if (shorter.isEmpty()) {
            return length;
        }
        MemorySegment.copy(other, 0, piece, 0, shorter.getAsInt());
        return shorter.getAsInt();
    }

    @Override
    public void close() {
        encoder.close();
        second.ifPresent(BlockEncoder::close);
    }
}
