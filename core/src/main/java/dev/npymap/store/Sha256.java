package dev.npymap.store;

import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/// The digests of a store.
final class Sha256 {
    /// The elements of a file are digested in chunks, so that several threads can share the work.
    private static final long CHUNK_BYTES = 8 << 20;
    private static final int BLOCK_BYTES = 1 << 18;

    private Sha256() {
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Digests the end of a file: SHA-256 over the 32 bytes of the SHA-256 of each 8 MiB, the last shorter.
    ///
    /// @param offset where the digested bytes begin
    /// @param done   is told how many bytes more were digested, by any thread
    static String ofPayload(Path path, long offset, LongConsumer done) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            long size = file.byteSize() - offset;
            int chunks = Math.toIntExact((size + CHUNK_BYTES - 1) / CHUNK_BYTES);
            byte[][] digests = new byte[chunks][];
            Workers.<IOException>run(Threads.ALL, chunks, () -> new Workers.Worker<>() {
                private final MessageDigest digest = digest();
                private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);

                @Override
                public void run(int chunk) throws IOException {
                    long end = Math.min((chunk + 1) * CHUNK_BYTES, size);
                    for (long at = chunk * CHUNK_BYTES; at < end; at += block.limit()) {
                        block.clear().limit((int) Math.min(BLOCK_BYTES, end - at));
                        if (file.read(block, offset + at) < block.limit()) {
                            throw new ArrayFormatException(file.name(), "cut while it was read", offset + at
                                    + block.position());
                        }
                        digest.update(block.flip());
                        done.accept(block.limit());
                    }
                    digests[chunk] = digest.digest();
                }
            });
            MessageDigest all = digest();
            for (byte[] one : digests) {
                all.update(one);
            }
            return hex(all);
        }
    }
}
