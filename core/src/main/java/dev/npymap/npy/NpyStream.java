package dev.npymap.npy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.array.NdArray;
import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.model.Dtype;
import dev.npymap.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Reads consecutive arrays from a stream.
final class NpyStream {
    /// The first memory for a payload, in bytes; it grows with what has been read, since a header may claim any length.
    private static final int FIRST_BYTES = 1 << 20;

    private static final int LEAST_LIMIT = 1 << 18;
    private static final int INFLATION = 64;

    private NpyStream() {
    }

    /// @param limit the largest number of bytes of text in a header
    static Optional<NdArray> next(InputStream in, String source, int limit) throws IOException {
        byte[] first = in.readNBytes(HeaderFormat.PREFIX_LENGTH);
        if (first.length == 0) {
            return Optional.empty();
        }
        NpyHeader header = header(in, first, source, limit);
        header.requireElements();
        return Optional.of(NdArray.of(payload(in, header), header.dtype(), header.shape(), header.order(),
                Source.of(source, header.dataOffset())));
    }

    /// Reads a header of which the first [HeaderFormat#PREFIX_LENGTH] bytes have been read.
    static NpyHeader header(InputStream in, byte[] first, String source, int limit) throws IOException {
        return HeaderReader.parse(HeaderReader.whole(first, source, limit, in::readNBytes), source);
    }

    /// The largest number of bytes of text in the header of a stream that is inflated. Compression makes texts of many
    /// fields ten times shorter, far from the limit; texts that become a thousand times shorter are refused before they
    /// take much memory.
    static int inflatedLimit(long compressedSize) {
        return Math.clamp(compressedSize, LEAST_LIMIT / INFLATION, HeaderFormat.MAX_TEXT_LENGTH / INFLATION)
                * INFLATION;
    }

    private static MemorySegment payload(InputStream in, NpyHeader header) throws IOException {
        long size = header.dataSize();
        NdArray memory = bytes(Math.min(size, FIRST_BYTES));
        byte[] block = new byte[(int) Math.min(size, FIRST_BYTES)];
        for (long at = 0; at < size;) {
            int wanted = (int) Math.min(block.length, size - at);
            int read = in.readNBytes(block, 0, wanted);
            if (read < wanted) {
                header.requirePayload(header.dataOffset() + at + read);
            }
            if (at + read > memory.byteSize()) {
                NdArray larger = bytes(Math.min(size, Math.max(2 * memory.byteSize(), at + read)));
                MemorySegment.copy(memory.segment(), 0, larger.segment(), 0, at);
                memory = larger;
            }
            MemorySegment.copy(block, 0, memory.segment(), JAVA_BYTE, at, read);
            at += read;
        }
        return memory.segment();
    }

    private static NdArray bytes(long count) {
        return NdArray.zeros(Dtype.UINT8, count);
    }
}
