package dev.npymap.npz;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/// Takes the bytes of a member and writes them to the archive, compressed or not.
interface MemberSink extends WritableByteChannel {
    /// Writes the bytes that are still buffered.
    void finish() throws IOException;

    /// {@return the CRC-32 of the bytes taken}
    int crc();

    /// {@return the number of bytes taken}
    long size();

    /// {@return the number of bytes written to the archive}
    long compressedSize() throws IOException;

    /// {@return an extra field for the directory, or an empty array}
    default byte[] extra() {
        return new byte[0];
    }

    @Override
    default boolean isOpen() {
        return true;
    }

    /// Releases memory; the archive stays open.
    @Override
    default void close() {
    }
}
