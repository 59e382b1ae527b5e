package dev.npymap.npz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of an archive without a comment, to be changed field by field.
final class ZipSurgery {
    private byte[] bytes;

    ZipSurgery(byte[] archive) {
        this.bytes = archive.clone();
    }

    byte[] bytes() {
        return bytes;
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int end() {
        return bytes.length - Zip.END_SIZE;
    }

    int directory() {
        return buffer().getInt(end() + 16);
    }

    /// Where an entry of the directory begins.
    int central(int entry) {
        int at = directory();
        for (int n = 0; n < entry; n++) {
            at += Zip.CENTRAL_SIZE + u16(at + 28) + u16(at + 30) + u16(at + 32);
        }
        return at;
    }

    int local(int entry) {
        return buffer().getInt(central(entry) + 42);
    }

    /// Where an entry's data begin.
    int data(int entry) {
        return local(entry) + Zip.LOCAL_SIZE + u16(local(entry) + 26) + u16(local(entry) + 28);
    }

    int u16(int at) {
        return buffer().getShort(at) & 0xffff;
    }

    int u32(int at) {
        return buffer().getInt(at);
    }

    ZipSurgery put16(int at, int value) {
        buffer().putShort(at, (short) value);
        return this;
    }

    ZipSurgery put32(int at, long value) {
        buffer().putInt(at, (int) value);
        return this;
    }

    ZipSurgery put64(int at, long value) {
        buffer().putLong(at, value);
        return this;
    }

    ZipSurgery text(int at, String text) {
        byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(raw, 0, bytes, at, raw.length);
        return this;
    }

    ZipSurgery flip(int at, int bit) {
        bytes[at] ^= (byte) (1 << bit);
        return this;
    }

    /// Puts bytes into an entry's extra fields of the directory, behind those that are there.
    ZipSurgery extra(int entry, byte... field) {
        int at = central(entry);
        int behind = at + Zip.CENTRAL_SIZE + u16(at + 28) + u16(at + 30);
        put16(at + 30, u16(at + 30) + field.length);
        put32(end() + 12, u32(end() + 12) + field.length);
        return insert(behind, field);
    }

    ZipSurgery insert(int at, byte... more) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
        System.arraycopy(more, 0, longer, at, more.length);
        bytes = longer;
        return this;
    }

    /// Puts zip64 records in front of the end record, as if there were that many entries in that place.
    ZipSurgery end64(long count, long size, long offset) {
        byte[] records = new byte[Zip.END_64_SIZE + Zip.LOCATOR_64_SIZE];
        ByteBuffer.wrap(records).order(ByteOrder.LITTLE_ENDIAN).putInt(Zip.END_64).putLong(44).putShort((short) 45)
                .putShort((short) 45).putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(offset)
                .putInt(Zip.LOCATOR_64).putInt(0).putLong(end()).putInt(1);
        return insert(end(), records);
    }
}
