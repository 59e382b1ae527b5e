package dev.npymap.internal.deflate;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// What the tests of this package share: seeds, the codecs there are, kinds of bytes, streams.
final class Codecs {
    private Codecs() {
    }

    /// A generator whose seed is printed; `-Dnpymap.seed=N` repeats a run.
    static Random random(String test) {
        long seed = Long.getLong("npymap.seed", test.hashCode());
        System.out.println(test + ": seed " + seed);
        return new Random(seed);
    }

    /// Those that run here.
    static List<Codec> present(String test) {
        if (Codec.fastest() == Codec.LIBDEFLATE) {
            return List.of(Codec.values());
        }
        System.out.println(test + ": libdeflate is skipped, native access is not allowed");
        return List.of(Codec.ZLIB);
    }

    /// Bytes that deflate treats differently, by name.
    static Map<String, byte[]> kinds(Random random, int size) {
        Map<String, byte[]> kinds = new LinkedHashMap<>();
        kinds.put("zeros", new byte[size]);
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        kinds.put("noise", noise);
        kinds.put("text", text(random, size));
        kinds.put("int64 1..99", longs(random, size));
        kinds.put("float64 walk", doubles(random, size));
        kinds.put("skewed", skewed(random, size));
        kinds.put("mixed", mixed(random, size));
        return kinds;
    }

    private static byte[] text(Random random, int size) {
        String[] words = "the array of shape and dtype is mapped, read or written; its order is kept\n".split(" ");
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append(words[random.nextInt(words.length)]).append(' ').append(random.nextInt(1000));
        }
        return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] longs(Random random, int size) {
        byte[] bytes = new byte[size];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        for (int at = 0; at + 8 <= size; at += 8) {
            segment.set(ValueLayout.JAVA_LONG_UNALIGNED, at, 1 + random.nextInt(99));
        }
        return bytes;
    }

    private static byte[] doubles(Random random, int size) {
        byte[] bytes = new byte[size];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        double value = 100;
        for (int at = 0; at + 8 <= size; at += 8) {
            value += random.nextGaussian();
            segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, value);
        }
        return bytes;
    }

    /// Bytes of very different frequencies, for codes of all lengths up to 15 bits.
    private static byte[] skewed(Random random, int size) {
        byte[] bytes = new byte[size];
        for (int n = 0; n < size; n++) {
            bytes[n] = (byte) Math.min(255, -Math.log(random.nextDouble()) * 8);
        }
        return bytes;
    }

    /// Short runs of everything, so that blocks of all types follow each other.
    private static byte[] mixed(Random random, int size) {
        byte[] bytes = new byte[size];
        for (int at = 0; at < size;) {
            int end = (int) Math.min(size, at + 1L + random.nextInt(60_000));
            int symbols = 1 + random.nextInt(256);
            for (; at < end; at++) {
                bytes[at] = (byte) random.nextInt(symbols);
            }
        }
        return bytes;
    }

    /// The piece that a deflater makes of a block, from native memory or a `byte[]`.
    static byte[] piece(BlockDeflater deflater, byte[] block, boolean isNative) {
        long room = BlockDeflater.maxLength(block.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = MemorySegment.ofArray(block);
            MemorySegment out = MemorySegment.ofArray(new byte[Math.toIntExact(room)]);
            if (isNative) {
                in = arena.allocate(block.length).copyFrom(in);
                out = arena.allocate(room);
            }
            int length = deflater.deflate(in, out);
            return out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    static byte[] stream(byte[]... pieces) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            stream.writeBytes(piece);
        }
        stream.writeBytes(BlockDeflater.LAST.toArray(ValueLayout.JAVA_BYTE));
        return stream.toByteArray();
    }

    static List<byte[]> blocks(byte[] bytes, int size) {
        List<byte[]> blocks = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            byte[] block = new byte[Math.min(size, bytes.length - from)];
            System.arraycopy(bytes, from, block, 0, block.length);
            blocks.add(block);
        }
        return blocks;
    }

    /// Inflates with the JDK alone; the stream must end with its last byte.
    static byte[] inflated(byte[] stream) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            inflater.setInput(stream);
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished()) {
                    throw new DataFormatException("no end");
                }
                bytes.write(buffer, 0, count);
            }
            if (inflater.getRemaining() != 0) {
                throw new DataFormatException(inflater.getRemaining() + " bytes behind the end");
            }
            return bytes.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
