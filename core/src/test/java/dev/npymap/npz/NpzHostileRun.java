package dev.npymap.npz;

import static dev.npymap.npz.Archives.doubles;
import static dev.npymap.npz.Archives.map;

import com.sun.management.OperatingSystemMXBean;
import dev.npymap.array.NdArray;
import dev.npymap.internal.deflate.BlockDeflater;
import dev.npymap.internal.deflate.Crc;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Damages archives and reads them in every way; a program, so that it can run with little memory.
///
/// Prints what should not have happened; nothing else.
final class NpzHostileRun {
    private static final OperatingSystemMXBean SYSTEM = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);
    private static final long SECOND = 1_000_000_000;
    private static final int MAX_PROBLEMS = 5;
    /// Archives with members that nothing finds before the archive is damaged.
    private static final List<String> HIDING = List.of("concatenated.npz", "saved_twice.npz", "duplicates.npz");
    private static final long[] EXTREMES = {0, 1, -1, 0xffffffffL, 0xfffffffeL, 0x7fffffff, 0x80000000L, 0xffff, 22,
            1 << 20, 1 << 30, Long.MAX_VALUE, Long.MIN_VALUE};

    private final Path file;
    private final Set<String> right = new HashSet<>();
    private int problems;

    private NpzHostileRun(Path file) {
        this.file = file;
    }

    /// @param arguments what, the seed, how many mutations of each archive or how many bytes are between two cuts of it,
    ///                  a directory to work in, one of goldens
    public static void main(String[] arguments) throws IOException {
        NpzHostileRun run = new NpzHostileRun(Path.of(arguments[3], "hostile.npz"));
        if (arguments[0].equals("bombs")) {
            run.bombs();
        } else {
            List<byte[]> samples = samples(run.file, Path.of(arguments[4]));
            for (int n = 0; n < samples.size() && run.problems < MAX_PROBLEMS; n++) {
                run.learn(samples.get(n));
                if (arguments[0].equals("truncate")) {
                    run.truncate(samples.get(n), n, Integer.parseInt(arguments[2]));
                } else {
                    run.mutate(samples.get(n), n, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
                }
            }
        }
        System.exit(run.problems == 0 ? 0 : 1);
    }

    private static List<byte[]> samples(Path file, Path golden) throws IOException {
        List<byte[]> samples = new ArrayList<>();
        for (Compression compression : List.of(Compression.STORED, Compression.DEFLATED, Archives.SMALL_BLOCKS,
                Compression.zstd(3))) {
            Npz.write(file, map("x", doubles(0, 3000), "f", doubles(0, 600).reshape(20, 30).transpose(), "e",
                    NdArray.zeros(Dtype.INT16, 0, 2), "é", Archives.bytes(Archives.random(new Random(1), 9000))),
                    compression);
            samples.add(Files.readAllBytes(file));
        }
        try (Stream<Path> files = Files.list(golden)) {
            for (Path path : files.filter(f -> f.toString().endsWith(".npz")).sorted().toList()) {
                if (!HIDING.contains(path.getFileName().toString())) {
                    samples.add(Files.readAllBytes(path));
                }
            }
        }
        return samples;
    }

    /// Remembers what is right.
    private void learn(byte[] sample) throws IOException {
        right.clear();
        Files.write(file, sample);
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(file, arena);
            for (NpzMember member : npz.members()) {
                try {
                    if (npz.isArray(member.fileName())) {
                        right.add(describe(npz.array(member.fileName())));
                        right.add(describe(npz.read(member.fileName(), "..., ::-1")));
                    }
                } catch (ArrayFormatException | IndexOutOfBoundsException refused) {
                    continue;
                }
            }
            for (NpzMember member : npz.members()) {
                try {
                    right.add(Arrays.hashCode(Archives.toBytes(npz.bytes(member.fileName()))) + " bytes");
                } catch (ArrayFormatException refused) {
                    continue;
                }
            }
        } catch (ArrayFormatException refused) {
            return;
        }
    }

    private static String describe(NdArray array) {
        return array.dtype() + " " + array.shape() + " " + Arrays.hashCode(Archives.elements(array));
    }

    private void truncate(byte[] sample, int number, int step) throws IOException {
        for (int length = 0; length <= sample.length && problems < MAX_PROBLEMS; length++) {
            if (length < 64 || length > sample.length - 80 || length % step == 0) {
                open(Arrays.copyOf(sample, length), "sample " + number + " cut to " + length);
            }
        }
    }

    private void mutate(byte[] sample, int number, long seed, int count) throws IOException {
        Random random = new Random(seed * 1000 + number);
        for (int n = 0; n < count && problems < MAX_PROBLEMS; n++) {
            byte[] bytes = sample.clone();
            // One field that is wrong, now and then two. More could make a right CRC of a wrong value by chance alone.
            for (int times = random.nextInt(4) == 0 ? 2 : 1; times > 0; times--) {
                bytes = random.nextInt(2) == 0 ? flip(bytes, random) : overwrite(bytes, random);
            }
            open(bytes, "sample " + number + ", mutation " + n);
        }
    }

    /// A place in the headers and the directory as often as anywhere.
    private static int place(byte[] bytes, Random random) {
        int signature = random.nextInt(2) == 0 ? bytes.length : random.nextInt(bytes.length);
        for (int at = Math.min(signature, bytes.length - 4); at >= 0 && signature < bytes.length; at--) {
            if (bytes[at] == 'P' && bytes[at + 1] == 'K') {
                return Math.min(bytes.length - 1, at + random.nextInt(60));
            }
        }
        return random.nextInt(bytes.length);
    }

    private static byte[] flip(byte[] bytes, Random random) {
        bytes[place(bytes, random)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private static byte[] overwrite(byte[] bytes, Random random) {
        int at = place(bytes, random);
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        int width = 1 << random.nextInt(4);
        for (int n = 0; n < width && at + n < bytes.length; n++) {
            bytes[at + n] = (byte) (value >>> 8 * n);
        }
        return bytes;
    }

    /// Reads an archive in every way; each gives what is right, or says which archive is wrong.
    private void open(byte[] bytes, String what) throws IOException {
        Files.write(file, bytes);
        long start = SYSTEM.getProcessCpuTime();
        try (Arena arena = bytes.length % 4 == 0 ? Arena.ofShared() : Arena.ofConfined()) {
            Npz npz = Npz.map(file, arena);
            for (NpzMember member : npz.members()) {
                String name = member.fileName();
                boolean[] verified = {false};
                attempt(what, name + " verify", () -> {
                    npz.verify(name);
                    verified[0] = true;
                });
                attempt(what, name + " isArray", () -> npz.isArray(name));
                attempt(what, name + " header", () -> npz.header(name));
                boolean checked = verified[0] || !member.method().equals("stored");
                attempt(what, name + " read", () -> compare(describe(npz.read(name)), checked));
                attempt(what, name + " slice", () -> {
                    if (npz.header(name).shape().rank() > 0) {
                        compare(describe(npz.read(name, "..., ::-1")), checked);
                    }
                });
                attempt(what, name + " array", () -> compare(describe(npz.array(name)), checked));
                attempt(what, name + " bytes",
                        () -> compare(Arrays.hashCode(Archives.toBytes(npz.bytes(name))) + " bytes", checked));
            }
            attempt(what, "arrays", npz::arrays);
        } catch (Throwable thrown) {
            judge(what, "map", thrown);
        }
        long nanos = SYSTEM.getProcessCpuTime() - start;
        if (nanos > 5 * SECOND) {
            problem(what + ": takes " + nanos / SECOND + " seconds");
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(String what, String way, Attempt attempt) {
        try {
            attempt.run();
        } catch (Throwable thrown) {
            judge(what, way, thrown);
        }
    }

    private void judge(String what, String way, Throwable thrown) {
        if (!(thrown instanceof ArrayFormatException)
                || !thrown.getMessage().startsWith(file.getFileName().toString())) {
            problem(what + ", " + way + ": " + thrown + " " + Arrays.stream(thrown.getStackTrace()).limit(8).toList());
        }
    }

    private void compare(String found, boolean checked) {
        if (checked && !right.contains(found)) {
            throw new IllegalStateException("wrong value: " + found);
        }
    }

    private void problem(String text) {
        System.out.println(text);
        problems++;
    }

    /// Members that inflate to a thousand times of what they take, or say so.
    private void bombs() throws IOException {
        byte[] small = npy(1000);
        // An array of 1000 bytes, and zeros behind it: the array is all that memory is needed for.
        long size = 256L << 20;
        byte[] deflated = deflate(small, size);
        int crc = crc(small, size);
        for (byte[] extra : List.of(new byte[0], index(size, deflated.length - 2, crc))) {
            write(deflated, size, crc, extra);
            try (Arena arena = Arena.ofConfined()) {
                Npz npz = Npz.map(file, arena);
                attempt("bomb", "isArray", () -> require(npz.isArray("x")));
                attempt("bomb", "header", () -> require(npz.header("x").dataSize() == 1000));
                attempt("bomb", "read", () -> require(npz.read("x", "5").asByte().get() == 0));
                attempt("bomb", "array", () -> require(npz.array("x").asByte().sum() == 0));
            }
        }
        // An array of 10 GB, of which nothing is asked but the header.
        byte[] large = npy((10L << 30) - 128);
        write(deflate(large, 10L << 30), 10L << 30, crc(large, 10L << 30), new byte[0]);
        try (Arena arena = Arena.ofConfined()) {
            attempt("bomb", "header", () -> Npz.map(file, arena).header("x"));
        }
        // Sizes that no data of that length can have.
        for (long lie : new long[]{2_000_000_000, 10_000_000_000L, 1L << 50, Long.MAX_VALUE}) {
            byte[] header = npy(lie - 128);
            byte[] data = deflate(header, 1 << 20);
            write(data, lie, crcOfIndex(lie, 1), new byte[0]);
            attemptRefused(lie);
            write(data, lie, crcOfIndex(lie, 1), index(lie, data.length - 2, 1));
            attemptRefused(lie);
        }
    }

    private void attemptRefused(long size) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(file, arena);
            for (Attempt attempt : List.<Attempt>of(() -> npz.array("x"), () -> npz.read("x", "0"),
                    () -> npz.read("x", "..., 5:6"), () -> npz.bytes("x"), () -> npz.verify("x"), npz::arrays)) {
                try {
                    attempt.run();
                    problem("a size of " + size + " is believed");
                } catch (Throwable thrown) {
                    judge("bomb", "size " + size, thrown);
                }
            }
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("wrong value");
        }
    }

    private static byte[] npy(long size) {
        String text = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + size + ",), }";
        ByteBuffer file = ByteBuffer.allocate(128 + (int) Math.min(size, 1000)).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118)
                .put((text + " ".repeat(117 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        return file.array();
    }

    /// Some bytes and then zeros, deflated: 1 MiB of zeros again and again.
    private static byte[] deflate(byte[] first, long size) throws IOException {
        try (Deflater deflater = new Deflater(9, true); ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            byte[] zeros = new byte[1 << 20];
            out.writeBytes(flushed(deflater, first, first.length));
            out.writeBytes(flushed(deflater, zeros, (int) ((size - first.length) % zeros.length)));
            byte[] piece = flushed(deflater, zeros, zeros.length);
            for (long left = (size - first.length) / zeros.length; left > 0; left--) {
                out.writeBytes(piece);
            }
            out.write(3);
            out.write(0);
            return out.toByteArray();
        }
    }

    private static byte[] flushed(Deflater deflater, byte[] bytes, int count) {
        byte[] piece = new byte[count / 100 + 2000];
        deflater.setInput(bytes, 0, count);
        return Arrays.copyOf(piece, deflater.deflate(piece, 0, piece.length, Deflater.FULL_FLUSH));
    }

    private static int crc(byte[] first, long size) {
        CRC32 crc = new CRC32();
        crc.update(first);
        int sum = (int) crc.getValue();
        crc.reset();
        crc.update(new byte[1 << 20]);
        long left = size - first.length;
        for (; left >= 1 << 20; left -= 1 << 20) {
            sum = Crc.combine(sum, (int) crc.getValue(), 1 << 20);
        }
        crc.reset();
        crc.update(new byte[(int) left]);
        return Crc.combine(sum, (int) crc.getValue(), left);
    }

    /// An index of the largest blocks, all in the first one's data.
    private static byte[] index(long size, int compressedSize, int crc) {
        int blocks = (int) Math.min(7000, blocks(size));
        ByteBuffer field = Zip.allocate(12 + 8 * blocks);
        field.putShort((short) Zip.EXTRA_INDEX).putShort((short) (8 + 8 * blocks)).putInt(1)
                .putInt((int) BlockDeflater.MAX_BLOCK).putInt(compressedSize).putInt(crc);
        return field.array();
    }

    private static long blocks(long size) {
        return Math.ceilDiv(size, BlockDeflater.MAX_BLOCK);
    }

    /// The CRC-32 of a member whose index has 0 for the blocks behind the first one.
    private static int crcOfIndex(long size, int crc) {
        int all = crc;
        for (long n = 1; n < Math.min(7000, blocks(size)); n++) {
            all = Crc.combine(all, 0, Math.min(BlockDeflater.MAX_BLOCK, size - n * BlockDeflater.MAX_BLOCK));
        }
        return all;
    }

    /// An archive of one deflated member.
    private void write(byte[] deflated, long size, int crc, byte[] extra) throws IOException {
        ByteBuffer archive = Zip.allocate(deflated.length + extra.length + 300);
        archive.putInt(Zip.LOCAL).putShort((short) 45).putShort((short) 0).putShort((short) 8).putInt(0x210000)
                .putInt(crc).putInt(-1).putInt(-1).putShort((short) 5).putShort((short) 20)
                .put("x.npy".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 1).putShort((short) 16).putLong(size).putLong(deflated.length).put(deflated);
        int directory = archive.position();
        archive.putInt(Zip.CENTRAL).putShort((short) 45).putShort((short) 45).putShort((short) 0).putShort((short) 8)
                .putInt(0x210000).putInt(crc).putInt(-1).putInt(-1).putShort((short) 5)
                .putShort((short) (20 + extra.length)).putShort((short) 0).putShort((short) 0).putShort((short) 0)
                .putInt(0).putInt(0).put("x.npy".getBytes(StandardCharsets.US_ASCII)).putShort((short) 1)
                .putShort((short) 16).putLong(size)
                .putLong(deflated.length).put(extra);
        int end = archive.position();
        archive.putInt(Zip.END).putInt(0).putShort((short) 1).putShort((short) 1).putInt(end - directory)
                .putInt(directory).putShort((short) 0);
        Files.write(file, Arrays.copyOf(archive.array(), archive.position()));
    }
}
