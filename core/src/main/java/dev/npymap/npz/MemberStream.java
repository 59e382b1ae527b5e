package dev.npymap.npz;

import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/// The bytes of a member, inflated as they are read; their length and CRC-32 are checked at the end.
///
/// Every exception of a decoder about damaged data becomes an [ArrayFormatException].
final class MemberStream extends InputStream {
    private final InputStream inflated;
    private final Entry entry;
    private final String source;
    private final Runnable requireOpen;
    private final CRC32 crc = new CRC32();
    private long read;

    /// @param inflated    the decoded bytes, closed with this stream
    /// @param source      the name that messages begin with
    /// @param requireOpen throws if the archive's arena is closed, which does not mean that the member is damaged
    MemberStream(InputStream inflated, Entry entry, String source, Runnable requireOpen) {
        this.inflated = inflated;
        this.entry = entry;
        this.source = source;
        this.requireOpen = requireOpen;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        int got;
        try {
            got = inflated.read(bytes, from, count);
        } catch (ArrayFormatException | WrongThreadException known) {
            throw known;
        } catch (IOException | RuntimeException damaged) {
            requireOpen.run();
            ArrayFormatException wrong = wrong(entry.methodName() + " data is damaged: " + damaged.getMessage());
            wrong.initCause(damaged);
            throw wrong;
        }
        if (got < 0) {
            requireEnd();
            return -1;
        }
        crc.update(bytes, from, got);
        read += got;
        if (read > entry.size()) {
            throw wrong("more data than the " + entry.size() + " bytes that the directory says");
        }
        return got;
    }

    private void requireEnd() throws ArrayFormatException {
        if (read < entry.size()) {
            throw wrong("the data ends after " + read + " bytes, the directory says " + entry.size());
        }
        requireCrc(entry, source, (int) crc.getValue());
    }

    /// Refuses a member whose bytes are not those that were written.
    static void requireCrc(Entry entry, String source, int found) throws ArrayFormatException {
        if (found != entry.crc()) {
            throw new ArrayFormatException(source, "damaged: its CRC-32 is %08x, the directory says %08x"
                    .formatted(found, entry.crc()), 0);
        }
    }

    private ArrayFormatException wrong(String problem) {
        return new ArrayFormatException(source, problem, read);
    }

    @Override
    public void close() throws IOException {
        inflated.close();
    }
}
