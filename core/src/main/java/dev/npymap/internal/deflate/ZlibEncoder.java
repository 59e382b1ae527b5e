package dev.npymap.internal.deflate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.zip.Deflater;

/// Deflates blocks with the JDK's zlib.
final class ZlibEncoder implements BlockEncoder {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /// The lengths of the empty stored block with which a flush ends.
    private static final int MARKER = 0xFFFF_0000;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Deflater deflater;

    ZlibEncoder(int level) {
        this.deflater = new Deflater(level, true);
    }

    @Override
    public OptionalInt encode(MemorySegment in, MemorySegment out) {
        deflater.reset();
        deflater.setInput(in.asByteBuffer());
        ByteBuffer piece = out.asByteBuffer();
        // A flush that has filled the buffer completely may be incomplete; it is not continued: see below.
        while (piece.hasRemaining() && deflater.deflate(piece, Deflater.FULL_FLUSH) > 0) {
            continue;
        }
        int length = piece.position();
        long taken = deflater.getBytesRead();
        deflater.setInput(NOTHING);
        if (!piece.hasRemaining()) {
            return OptionalInt.empty();
        }
        if (taken != in.byteSize() || length < Integer.BYTES || out.get(INT, length - Integer.BYTES) != MARKER) {
            throw new IllegalStateException("zlib has not flushed a block of " + in.byteSize() + " bytes: it took "
                    + taken + " and gave " + length);
        }
        return OptionalInt.of(length);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
