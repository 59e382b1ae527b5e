package dev.npymap.internal.deflate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Writes bytes uncompressed, as deflate's non-final stored blocks, if a codec would make them longer.
///
/// The zlib that some systems substitute for the JDK's own lets random bytes grow by several percent.
final class StoredBlocks {
    private static final ValueLayout.OfShort UNSIGNED = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_LENGTH = 65535;
    private static final int HEADER = 5;

    private StoredBlocks() {
    }

    /// Writes `in` to the beginning of `out`.
    ///
    /// @return the number of bytes written: `in.byteSize()`, and 5 for each block of at most 65535
    static int write(MemorySegment in, MemorySegment out) {
        long to = 0;
        for (long from = 0; from < in.byteSize(); from += MAX_LENGTH) {
            int length = (int) Math.min(MAX_LENGTH, in.byteSize() - from);
            out.set(ValueLayout.JAVA_BYTE, to, (byte) 0);
            out.set(UNSIGNED, to + 1, (short) length);
            out.set(UNSIGNED, to + 3, (short) ~length);
            MemorySegment.copy(in, from, out, to + HEADER, length);
            to += HEADER + length;
        }
        return Math.toIntExact(to);
    }
}
