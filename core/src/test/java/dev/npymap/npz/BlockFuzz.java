package dev.npymap.npz;

import dev.npymap.Fuzz;
import dev.npymap.FuzzFile;
import dev.npymap.internal.deflate.BlockDeflater;
import dev.npymap.internal.deflate.Crc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Fuzzes a seekable member: its blocks are the input's, its index fits them, and the JDK's inflater knows the answer.
///
/// An input is the binary logarithm of the block size, the size of the last block, and for each block its compressed
/// length in two bytes and its data.
public final class BlockFuzz {
    private static final Path FILE = FuzzFile.of(".npz");
    private static final String SOURCE = FILE.getFileName().toString();
    private static final byte[] NAME = "x".getBytes(StandardCharsets.US_ASCII);

    private BlockFuzz() {
    }

    /// Reads the member of blocks.
    ///
    /// @param bytes the blocks
    /// @throws IOException if the archive cannot be written
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        if (input.remaining() < 5) {
            return;
        }
        int blockSize = 1 << (input.get() & 15);
        int lastSize = 1 + (input.getShort() & 0xffff) % blockSize;
        List<byte[]> blocks = new ArrayList<>();
        while (input.remaining() >= 2 && blocks.size() < 16) {
            byte[] block = new byte[Math.min(input.getShort() & 0xffff, input.remaining())];
            input.get(block);
            blocks.add(block);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteBuffer index = Zip.allocate(12 + 8 * blocks.size());
        index.putShort((short) Zip.EXTRA_INDEX).putShort((short) (8 + 8 * blocks.size())).putInt(1).putInt(blockSize);
        boolean good = true;
        int crc = 0;
        for (int n = 0; n < blocks.size(); n++) {
            int size = n < blocks.size() - 1 ? blockSize : lastSize;
            Optional<byte[]> inflated = inflate(blocks.get(n), size);
            good &= inflated.isPresent();
            whole.writeBytes(inflated.orElse(new byte[0]));
            index.putInt(blocks.get(n).length).putInt(crc(inflated.orElse(new byte[0])));
            crc = Crc.combine(crc, crc(inflated.orElse(new byte[0])), size);
        }
        write(blocks, (blocks.size() - 1L) * blockSize + lastSize, crc, index.array());
        read(whole.toByteArray(), good);
    }

    private static void read(byte[] expected, boolean good) {
        boolean[] known = {false};
        Fuzz.reading(SOURCE, () -> {
            try (Arena arena = Arena.ofConfined()) {
                byte[] found = Npz.map(FILE, arena).bytes("x").toArray(ValueLayout.JAVA_BYTE);
                Fuzz.require(Arrays.equals(found, expected), "other bytes than the JDK's");
                known[0] = true;
            }
        });
        Fuzz.require(known[0] || !good, "good blocks are refused");
    }

    private static Optional<byte[]> inflate(byte[] block, int size) {
        try (Inflater inflater = new Inflater(true)) {
            byte[] out = new byte[size + 1];
            byte[] last = BlockDeflater.LAST.toArray(ValueLayout.JAVA_BYTE);
            byte[] stream = Arrays.copyOf(block, block.length + last.length);
            System.arraycopy(last, 0, stream, block.length, last.length);
            inflater.setInput(stream);
            int count = inflater.inflate(out);
            return count == size && inflater.finished() ? Optional.of(Arrays.copyOf(out, size)) : Optional.empty();
        } catch (DataFormatException damaged) {
            return Optional.empty();
        }
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static void write(List<byte[]> blocks, long size, int crc, byte[] index) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        blocks.forEach(data::writeBytes);
        data.writeBytes(BlockDeflater.LAST.toArray(ValueLayout.JAVA_BYTE));
        ByteBuffer archive = Zip.allocate(data.size() + index.length + 200);
        archive.putInt(Zip.LOCAL).putShort((short) 20).putShort((short) 0).putShort((short) 8).putInt(0x210000)
                .putInt(crc).putInt(data.size()).putInt((int) size).putShort((short) NAME.length).putShort((short) 0)
                .put(NAME).put(data.toByteArray());
        int directory = archive.position();
        archive.putInt(Zip.CENTRAL).putShort((short) 20).putShort((short) 20).putShort((short) 0).putShort((short) 8)
                .putInt(0x210000).putInt(crc).putInt(data.size()).putInt((int) size).putShort((short) NAME.length)
                .putShort((short) index.length).putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0)
                .putInt(0).put(NAME).put(index);
        int end = archive.position();
        archive.putInt(Zip.END).putInt(0).putShort((short) 1).putShort((short) 1).putInt(end - directory)
                .putInt(directory).putShort((short) 0);
        Files.write(FILE, Arrays.copyOf(archive.array(), archive.position()));
    }

    /// {@return blocks of text, zeros and noise}
    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        Random random = new Random(1);
        for (int log = 4; log < 16; log++) {
            ByteBuffer seed = ByteBuffer.allocate(1 << 19).put((byte) log).putShort((short) 4);
            for (int n = 0; n < 3; n++) {
                byte[] bytes = new byte[n < 2 ? 1 << log : 5];
                if (n > 0) {
                    random.nextBytes(bytes);
                    Arrays.fill(bytes, 0, bytes.length / 2, (byte) 'a');
                }
                byte[] block = deflate(bytes, 3 * (log % 4));
                seed.putShort((short) block.length).put(block);
            }
            seeds.add(Arrays.copyOf(seed.array(), seed.position()));
        }
        return seeds;
    }

    private static byte[] deflate(byte[] bytes, int level) {
        try (Deflater deflater = new Deflater(level, true)) {
            byte[] block = new byte[bytes.length + 100];
            deflater.setInput(bytes);
            return Arrays.copyOf(block, deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH));
        }
    }
}
