package dev.npymap.npz;

import java.nio.ByteBuffer;

/// The headers and end records of an archive that is written.
final class Headers {
    static final int UNIX = 3 << 8;
    static final int VERSION_64 = 45;

    /// The alignment of the payloads of stored arrays, in bytes.
    private static final int ALIGNMENT = 64;
    /// The smallest size of an alignment field, in bytes.
    private static final int MIN_PADDING = 6;
    private static final int LOCAL_64_SIZE = 20;

    private Headers() {
    }

    /// The size of a local header without padding, in bytes.
    ///
    /// @param large whether it has room for 64-bit sizes
    static int localSize(byte[] rawName, boolean large) {
        return Zip.LOCAL_SIZE + rawName.length + (large ? LOCAL_64_SIZE : 0);
    }

    /// The size of an alignment field that moves an offset to a multiple of the alignment, in bytes.
    static int padding(long place) {
        int missing = (int) Math.floorMod(-place, (long) ALIGNMENT);
        return missing == 0 || missing >= MIN_PADDING ? missing : missing + ALIGNMENT;
    }

    /// The header in front of a member's data.
    ///
    /// @param padding the size of the alignment field in bytes, or 0
    static ByteBuffer local(Entry entry, boolean large, int padding) {
        ByteBuffer header = Zip.allocate(localSize(entry.rawName(), large) + padding);
        header.putInt(Zip.LOCAL).putShort((short) entry.needed()).putShort((short) entry.flags())
                .putShort((short) entry.method()).putInt(entry.moment()).putInt(entry.crc())
                .putInt((int) (large ? Zip.SATURATED : entry.compressedSize()))
                .putInt((int) (large ? Zip.SATURATED : entry.size()))
                .putShort((short) entry.rawName().length)
                .putShort((short) ((large ? LOCAL_64_SIZE : 0) + padding)).put(entry.rawName());
        if (large) {
            header.putShort((short) Zip.EXTRA_64).putShort((short) (LOCAL_64_SIZE - 4)).putLong(entry.size())
                    .putLong(entry.compressedSize());
        }
        if (padding > 0) {
            header.putShort((short) Zip.EXTRA_ALIGNMENT).putShort((short) (padding - 4)).putShort((short) ALIGNMENT);
        }
        return header.rewind();
    }

    /// An entry of the directory.
    static byte[] central(Entry entry) {
        boolean largeSize = Math.max(entry.size(), entry.compressedSize()) >= Zip.SATURATED;
        boolean largeOffset = entry.offset() >= Zip.SATURATED;
        int length64 = (largeSize ? 16 : 0) + (largeOffset ? 8 : 0);
        int extraLength = (length64 > 0 ? 4 + length64 : 0) + entry.extra().length;
        int needed = Math.max(entry.needed(), length64 > 0 ? VERSION_64 : 0);
        ByteBuffer header = Zip.allocate(Zip.CENTRAL_SIZE + entry.rawName().length + extraLength);
        header.putInt(Zip.CENTRAL).putShort((short) entry.made()).putShort((short) needed)
                .putShort((short) entry.flags()).putShort((short) entry.method()).putInt(entry.moment())
                .putInt(entry.crc()).putInt((int) (largeSize ? Zip.SATURATED : entry.compressedSize()))
                .putInt((int) (largeSize ? Zip.SATURATED : entry.size())).putShort((short) entry.rawName().length)
                .putShort((short) extraLength).putShort((short) 0).putShort((short) 0).putShort((short) 0)
                .putInt(entry.attributes()).putInt((int) (largeOffset ? Zip.SATURATED : entry.offset()))
                .put(entry.rawName());
        if (length64 > 0) {
            header.putShort((short) Zip.EXTRA_64).putShort((short) length64);
            if (largeSize) {
                header.putLong(entry.size()).putLong(entry.compressedSize());
            }
            if (largeOffset) {
                header.putLong(entry.offset());
            }
        }
        return header.put(entry.extra()).array();
    }

    /// The records after the directory: zip64's if they are needed, then the end record.
    ///
    /// @param count the number of entries
    /// @param at    where the directory begins in the archive, in bytes
    /// @param end   where it ends, in bytes
    static ByteBuffer end(long count, long at, long end) {
        boolean large = count >= Zip.SATURATED_COUNT || end >= Zip.SATURATED;
        long size = end - at;
        ByteBuffer records = Zip.allocate((large ? Zip.END_64_SIZE + Zip.LOCATOR_64_SIZE : 0) + Zip.END_SIZE);
        if (large) {
            records.putInt(Zip.END_64).putLong(Zip.END_64_SIZE - 12).putShort((short) (UNIX | VERSION_64))
                    .putShort((short) VERSION_64).putInt(0).putInt(0).putLong(count).putLong(count).putLong(size)
                    .putLong(at);
            records.putInt(Zip.LOCATOR_64).putInt(0).putLong(end).putInt(1);
        }
        short some = (short) Math.min(count, Zip.SATURATED_COUNT);
        return records.putInt(Zip.END).putShort((short) 0).putShort((short) 0).putShort(some).putShort(some)
                .putInt((int) Math.min(size, Zip.SATURATED)).putInt((int) Math.min(at, Zip.SATURATED))
                .putShort((short) 0).flip();
    }
}
