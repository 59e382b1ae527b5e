package dev.npymap.npz;

import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Reads the central directory of an archive. It is found as by Python's `zipfile`, but checked more strictly: every
/// entry lies inside the file, before the directory, and overlaps no other.
final class Directory {
    /// The longest comment in bytes, and so the farthest that the end record lies from the end of the file.
    private static final int MAX_COMMENT = 0xffff;

    private final ArchiveBytes archive;
    /// The position of the end record, or of the zip64 record before it: the directory ends there.
    private long end;
    private boolean large;
    private long count;
    private long size;
    private long offset;

    private Directory(ArchiveBytes archive) {
        this.archive = archive;
    }

    /// Reads all entries, in the order of the directory.
    static List<Entry> read(ArchiveBytes archive) throws IOException {
        Directory directory = new Directory(archive);
        directory.requireMagic();
        directory.findEnd();
        return bounded(directory.entries(), directory.end - directory.size, archive.name());
    }

    private ArrayFormatException wrong(String problem, long at) {
        return new ArrayFormatException(archive.name(), problem, at);
    }

    /// NumPy recognises an archive by a local header at its beginning, or by the end record of an empty archive.
    private void requireMagic() throws IOException {
        ByteBuffer first = Zip.wrap(archive.read(0, (int) Math.min(4, archive.byteSize())));
        int magic = first.remaining() == 4 ? first.getInt() : 0;
        if (magic != Zip.LOCAL && magic != Zip.END) {
            throw wrong("not a .npz archive: the first 4 bytes are neither PK\\x03\\x04 nor PK\\x05\\x06", 0);
        }
    }

    private void findEnd() throws IOException {
        long at = endRecord();
        if (at < 0) {
            throw wrong("truncated, or not a .npz archive: it has no end-of-central-directory record",
                    archive.byteSize());
        }
        ByteBuffer record = Zip.wrap(archive.read(at, Zip.END_SIZE));
        int disk = record.getShort(4) & 0xffff;
        count = record.getShort(10) & 0xffff;
        size = record.getInt(12) & Zip.SATURATED;
        offset = record.getInt(16) & Zip.SATURATED;
        end = at;
        large = readEnd64(at);
        if (!large && disk != 0) {
            throw wrong("unsupported: an archive in several volumes, of which this is number " + disk, at + 4);
        }
        // Bytes in front of the archive move all offsets by their number.
        long moved = end - size - offset;
        if (size < 0 || size > end || offset < 0 || moved < 0) {
            throw wrong("wrong place of the central directory: " + Long.toUnsignedString(size) + " bytes from byte "
                    + Long.toUnsignedString(offset) + ", its end record is at byte " + end, at + 12);
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw wrong("unsupported: a central directory of " + size + " bytes", at + 12);
        }
    }

    private long endRecord() throws IOException {
        long last = archive.byteSize() - Zip.END_SIZE;
        if (last < 0) {
            return -1;
        }
        ByteBuffer record = Zip.wrap(archive.read(last, Zip.END_SIZE));
        if (record.getInt(0) == Zip.END && record.getShort(20) == 0) {
            return last;
        }
        long first = Math.max(0, archive.byteSize() - Zip.END_SIZE - MAX_COMMENT);
        ByteBuffer tail = Zip.wrap(archive.read(first, (int) (archive.byteSize() - first)));
        for (int at = (int) (last - first); at >= 0; at--) {
            if (tail.getInt(at) == Zip.END) {
                return first + at;
            }
        }
        return -1;
    }

    /// Reads the zip64 records in front of the end record, if there are any.
    private boolean readEnd64(long at) throws IOException {
        long locatorAt = at - Zip.LOCATOR_64_SIZE;
        if (locatorAt < 0) {
            return false;
        }
        ByteBuffer locator = Zip.wrap(archive.read(locatorAt, Zip.LOCATOR_64_SIZE));
        if (locator.getInt(0) != Zip.LOCATOR_64) {
            return false;
        }
        if (locator.getInt(16) > 1 || locator.getInt(4) != 0) {
            throw wrong("unsupported: an archive in several volumes", locatorAt);
        }
        long recordAt = locatorAt - Zip.END_64_SIZE;
        if (recordAt < 0 || Zip.wrap(archive.read(recordAt, 4)).getInt() != Zip.END_64) {
            throw wrong("the zip64 end record is not in front of its locator", locatorAt);
        }
        ByteBuffer record = Zip.wrap(archive.read(recordAt, Zip.END_64_SIZE));
        count = record.getLong(32);
        size = record.getLong(40);
        offset = record.getLong(48);
        end = recordAt;
        return true;
    }

    private List<Entry> entries() throws IOException {
        long start = end - size;
        long moved = start - offset;
        ByteBuffer directory = Zip.wrap(archive.read(start, (int) size));
        List<Entry> entries = new ArrayList<>();
        while (directory.hasRemaining()) {
            long at = start + directory.position();
            if (directory.remaining() < Zip.CENTRAL_SIZE || directory.getInt(directory.position()) != Zip.CENTRAL) {
                throw wrong("damaged central directory: no entry where entry " + entries.size() + " should begin", at);
            }
            entries.add(entry(directory, at, moved));
        }
        if ((large ? entries.size() : entries.size() & Zip.SATURATED_COUNT) != count) {
            throw wrong("damaged central directory: " + entries.size() + " entries, the end record says " + count, end);
        }
        return entries;
    }

    private Entry entry(ByteBuffer directory, long at, long moved) throws ArrayFormatException {
        int position = directory.position();
        int nameLength = directory.getShort(position + 28) & 0xffff;
        int extraLength = directory.getShort(position + 30) & 0xffff;
        int commentLength = directory.getShort(position + 32) & 0xffff;
        if (directory.remaining() - Zip.CENTRAL_SIZE < nameLength + extraLength + commentLength) {
            throw wrong("damaged central directory: an entry reaches beyond its end", at);
        }
        byte[] rawName = new byte[nameLength];
        directory.get(position + Zip.CENTRAL_SIZE, rawName);
        byte[] extra = new byte[extraLength];
        directory.get(position + Zip.CENTRAL_SIZE + nameLength, extra);
        directory.position(position + Zip.CENTRAL_SIZE + nameLength + extraLength + commentLength);
        requireWhole(extra, at + Zip.CENTRAL_SIZE + nameLength);
        int flags = directory.getShort(position + 8) & 0xffff;
        int needed = directory.getShort(position + 6) & 0xff;
        long compressedSize = directory.getInt(position + 20) & Zip.SATURATED;
        long byteSize = directory.getInt(position + 24) & Zip.SATURATED;
        long local = directory.getInt(position + 42) & Zip.SATURATED;
        if (byteSize == Zip.SATURATED || compressedSize == Zip.SATURATED || local == Zip.SATURATED) {
            ByteBuffer large = Zip.field(extra, Zip.EXTRA_64).orElse(Zip.allocate(0));
            byteSize = large(byteSize, large, at);
            compressedSize = large(compressedSize, large, at);
            local = large(local, large, at);
        }
        return new Entry(name(rawName, flags, extra, at), rawName, directory.getShort(position + 4) & 0xffff, needed,
                flags,
                directory.getShort(position + 10) & 0xffff, directory.getInt(position + 12),
                directory.getInt(position + 16), compressedSize, byteSize, directory.getInt(position + 38),
                Zip.without(extra, Zip.EXTRA_64), local + moved, 0);
    }

    private long large(long value, ByteBuffer field, long at) throws ArrayFormatException {
        if (value != Zip.SATURATED) {
            return value;
        }
        if (field.remaining() < Long.BYTES) {
            throw wrong("damaged central directory: a zip64 extra field is missing or too short", at);
        }
        return field.getLong();
    }

    private void requireWhole(byte[] extra, long at) throws ArrayFormatException {
        ByteBuffer fields = Zip.wrap(extra);
        while (fields.remaining() >= 4) {
            int position = fields.position();
            int length = fields.getShort(position + 2) & 0xffff;
            if (length > fields.remaining() - 4) {
                throw wrong("damaged central directory: an extra field of " + length + " bytes in " + extra.length
                        + " bytes of them", at + position);
            }
            fields.position(position + 4 + length);
        }
    }

    private String name(byte[] rawName, int flags, byte[] extra, long at) throws ArrayFormatException {
        try {
            return Names.decode(rawName, flags, extra);
        } catch (CharacterCodingException malformed) {
            throw wrong(
                    "damaged central directory: a name that is not UTF-8, though its flag or an extra field says so",
                    at);
        } catch (UnsupportedCharsetException missing) {
            throw wrong("unsupported: a name in code page 437, which this JVM does not have", at);
        }
    }

    /// Tells every entry where the next one begins, and refuses entries that overlap.
    private static List<Entry> bounded(List<Entry> entries, long directoryAt, String name)
            throws ArrayFormatException {
        Integer[] sorted = new Integer[entries.size()];
        Arrays.setAll(sorted, n -> n);
        Arrays.sort(sorted, Comparator.comparingLong(n -> entries.get(n).offset()));
        List<Entry> bounded = new ArrayList<>(entries);
        long limit = directoryAt;
        for (int n = sorted.length - 1; n >= 0; n--) {
            Entry entry = entries.get(sorted[n]);
            long least = Zip.LOCAL_SIZE + entry.rawName().length;
            if (entry.offset() < 0 || entry.offset() > limit - least || entry.compressedSize() < 0
                    || entry.size() < 0 || entry.compressedSize() > limit - least - entry.offset()) {
                throw new ArrayFormatException(name, "damaged central directory: '" + entry.fileName() + "' of "
                        + Long.toUnsignedString(entry.compressedSize()) + " bytes from byte "
                        + Long.toUnsignedString(entry.offset()) + " on reaches into what begins at byte " + limit,
                        entry.offset());
            }
            bounded.set(sorted[n], entry.endingBefore(limit));
            limit = entry.offset();
        }
        return bounded;
    }
}
