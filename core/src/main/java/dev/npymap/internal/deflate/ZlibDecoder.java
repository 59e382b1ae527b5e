package dev.npymap.internal.deflate;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates raw deflate streams of any size with the JDK's zlib.
final class ZlibDecoder {
    private static final long CHUNK = 1L << 30;

    private final Inflater inflater = new Inflater(true);
    private final long chunk;

    ZlibDecoder() {
        this(CHUNK);
    }

    /// @param chunk the number of bytes of input or output that zlib is given at once
    ZlibDecoder(long chunk) {
        this.chunk = chunk;
    }

    /// Inflates a stream into all of `out`, see [BlockInflater#inflate].
    void inflate(MemorySegment in, MemorySegment out) throws DataFormatException {
        try {
            inflateChunks(in, out);
        } finally {
            // This releases the input too.
            inflater.reset();
        }
    }

    private void inflateChunks(MemorySegment in, MemorySegment out) throws DataFormatException {
        long given = 0;
        long wanted = 0;
        ByteBuffer target = ByteBuffer.allocate(0);
        ByteBuffer beyond = ByteBuffer.allocate(1);
        while (!inflater.finished()) {
            if (inflater.needsInput() && given < in.byteSize()) {
                MemorySegment part = part(in, given);
                inflater.setInput(part.asByteBuffer());
                given += part.byteSize();
            }
            if (!target.hasRemaining() && wanted < out.byteSize()) {
                MemorySegment part = part(out, wanted);
                target = part.asByteBuffer();
                wanted += part.byteSize();
            }
            // A stream may have produced all of its bytes with its end still to come.
            int written = next(target.hasRemaining() ? target : beyond);
            if (beyond.position() > 0) {
                throw new DataFormatException("the deflated data holds more than the expected " + out.byteSize()
                        + " bytes");
            }
            if (written == 0 && !inflater.finished() && (!inflater.needsInput() || given == in.byteSize())) {
                throw new DataFormatException("the deflated data is truncated: " + in.byteSize() + " bytes hold "
                        + inflater.getBytesWritten() + " of " + out.byteSize() + " and no end");
            }
        }
        if (inflater.getBytesWritten() < out.byteSize()) {
            throw new DataFormatException("the deflated data holds " + inflater.getBytesWritten() + " bytes, expected "
                    + out.byteSize());
        }
    }

    private int next(ByteBuffer target) throws DataFormatException {
        try {
            return inflater.inflate(target);
        } catch (DataFormatException corrupt) {
            DataFormatException named = new DataFormatException("the deflated data is corrupt: " + corrupt.getMessage()
                    + " (after " + inflater.getBytesRead() + " bytes)");
            named.initCause(corrupt);
            throw named;
        }
    }

    private MemorySegment part(MemorySegment segment, long from) {
        return segment.asSlice(from, Math.min(chunk, segment.byteSize() - from));
    }

    void close() {
        inflater.end();
    }
}
