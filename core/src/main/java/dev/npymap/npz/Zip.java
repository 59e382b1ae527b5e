package dev.npymap.npz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Numbers and sizes of the zip format.
///
/// @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">the format</a>
final class Zip {
    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int END_64 = 0x06064b50;
    static final int LOCATOR_64 = 0x07064b50;

    static final int LOCAL_SIZE = 30;
    static final int CENTRAL_SIZE = 46;
    static final int END_SIZE = 22;
    static final int END_64_SIZE = 56;
    static final int LOCATOR_64_SIZE = 20;

    /// The value of a 32-bit field whose number is in the zip64 field.
    static final long SATURATED = 0xffffffffL;
    static final int SATURATED_COUNT = 0xffff;

    static final int EXTRA_64 = 0x0001;
    /// The field with a version, the CRC-32 of the raw name, and the name in UTF-8.
    static final int EXTRA_UNICODE_PATH = 0x7075;
    /// The padding field, as Android's zipalign writes it: the alignment in two bytes, then zeros.
    static final int EXTRA_ALIGNMENT = 0xd935;
    /// The field with the block index of a seekable member: "NP".
    static final int EXTRA_INDEX = 0x504e;

    private Zip() {
    }

    static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ByteBuffer allocate(int byteSize) {
        return ByteBuffer.allocate(byteSize).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The contents of the extra field of one kind.
    ///
    /// @param extra fields, each with its length; a rest of fewer than 4 bytes is ignored
    static Optional<ByteBuffer> field(byte[] extra, int id) {
        ByteBuffer fields = wrap(extra);
        while (fields.remaining() >= 4) {
            int found = fields.getShort() & 0xffff;
            int length = fields.getShort() & 0xffff;
            if (length > fields.remaining()) {
                return Optional.empty();
            }
            if (found == id) {
                return Optional.of(fields.slice(fields.position(), length).order(ByteOrder.LITTLE_ENDIAN));
            }
            fields.position(fields.position() + length);
        }
        return Optional.empty();
    }

    /// Returns extra fields without those of one kind.
    ///
    /// @param extra complete fields; a rest of fewer than 4 bytes is left out too
    static byte[] without(byte[] extra, int id) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        ByteBuffer fields = wrap(extra);
        while (fields.remaining() >= 4) {
            int first = fields.position();
            int found = fields.getShort() & 0xffff;
            int length = 4 + (fields.getShort() & 0xffff);
            if (found != id) {
                kept.write(extra, first, length);
            }
            fields.position(first + length);
        }
        return kept.toByteArray();
    }
}
