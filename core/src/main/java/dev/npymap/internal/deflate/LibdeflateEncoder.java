package dev.npymap.internal.deflate;

import io.airlift.compress.v3.deflate.DeflateNativeCompressor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.OptionalInt;

/// Deflates blocks with libdeflate, whose streams are final and have to be reopened.
final class LibdeflateEncoder implements BlockEncoder {
    private final DeflateNativeCompressor compressor;
    private final OpenedStream opened = new OpenedStream();
    private byte[] stream = new byte[0];

    LibdeflateEncoder(int level) {
        this.compressor = new DeflateNativeCompressor(level);
    }

    @Override
    public OptionalInt encode(MemorySegment in, MemorySegment out) {
        int byteSize = Math.toIntExact(in.byteSize());
        try {
            int room = Math.addExact(compressor.maxCompressedLength(byteSize), OpenedStream.ROOM);
            if (stream.length < room) {
                stream = new byte[room];
            }
            int length = opened.open(stream, compressor.compress(in, MemorySegment.ofArray(stream)
                    .asSlice(0, room - OpenedStream.ROOM)), byteSize);
            if (length > out.byteSize()) {
                return OptionalInt.empty();
            }
            MemorySegment.copy(MemorySegment.ofArray(stream), 0, out, 0, length);
            return OptionalInt.of(length);
        } finally {
            // If the compressor were collected, the memory that the native code works in would be freed.
            Reference.reachabilityFence(compressor);
        }
    }

    /// Does nothing: the compressor's memory is freed when it is collected.
    @Override
    public void close() {
        stream = new byte[0];
    }
}
