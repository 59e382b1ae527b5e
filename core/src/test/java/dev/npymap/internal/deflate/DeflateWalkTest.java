package dev.npymap.internal.deflate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/// Walks over zlib's streams, which have blocks of all types at every level.
class DeflateWalkTest {
    private static final Random RANDOM = Codecs.random("DeflateWalkTest");
    private static final int[] STRATEGIES = {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY};

    /// A whole stream with room behind it; its length is in `length[0]`.
    private static byte[] deflated(byte[] bytes, int level, int strategy, int[] length) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setStrategy(strategy);
            deflater.setInput(bytes);
            deflater.finish();
            byte[] stream = new byte[bytes.length + bytes.length / 8 + 100 + OpenedStream.ROOM];
            length[0] = 0;
            while (!deflater.finished()) {
                length[0] += deflater.deflate(stream, length[0], stream.length - length[0]);
            }
            // What is behind a stream is arbitrary.
            for (int n = length[0]; n < stream.length; n++) {
                stream[n] = (byte) RANDOM.nextInt();
            }
            return stream;
        } finally {
            deflater.end();
        }
    }

    @Test
    void opensStreamsOfEveryLevelAndStrategy() throws DataFormatException {
        OpenedStream opened = new OpenedStream();
        int[] length = new int[1];
        for (int size : new int[]{0, 1, 3, 50, 5000, 300_000}) {
            for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, size).entrySet()) {
                for (int level = 0; level <= 9; level++) {
                    for (int strategy : STRATEGIES) {
                        byte[] stream = deflated(kind.getValue(), level, strategy, length);
                        int open = opened.open(stream, length[0], size);
                        assertArrayEquals(kind.getValue(), Codecs.inflated(Codecs.stream(Arrays.copyOf(stream, open))),
                                kind.getKey() + " " + size + " at " + level + ", strategy " + strategy);
                    }
                }
            }
        }
    }

    @Test
    void refusesStreamsOfAnotherSize() {
        int[] length = new int[1];
        byte[] stream = deflated(new byte[1000], 6, Deflater.DEFAULT_STRATEGY, length);
        OpenedStream opened = new OpenedStream();
        assertThrows(IllegalStateException.class, () -> opened.open(stream.clone(), length[0], 999));
        assertThrows(IllegalStateException.class, () -> opened.open(stream.clone(), length[0] + 1, 1000));
        assertThrows(IllegalStateException.class, () -> opened.open(stream.clone(), length[0] - 1, 1000));
    }

    @Test
    void neverLeavesTheArray() {
        DeflateWalk walk = new DeflateWalk();
        int[] length = new int[1];
        int refused = 0;
        for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, 20_000).entrySet()) {
            byte[] whole = deflated(kind.getValue(), 6, Deflater.DEFAULT_STRATEGY, length);
            for (int n = 0; n < 2000; n++) {
                byte[] stream = Arrays.copyOf(whole, length[0] + DeflateWalk.LOOK_AHEAD);
                int cut = n % 2 == 0 ? length[0] : RANDOM.nextInt(length[0]);
                for (int flips = n % 4; flips > 0; flips--) {
                    int within = RANDOM.nextBoolean() ? Math.min(100, length[0]) : length[0];
                    stream[RANDOM.nextInt(within)] ^= (byte) (1 << RANDOM.nextInt(8));
                }
                stream = Arrays.copyOf(stream, cut + DeflateWalk.LOOK_AHEAD);
                try {
                    walk.over(stream, cut);
                } catch (IllegalStateException malformed) {
                    refused++;
                }
            }
        }
        System.out.println("DeflateWalkTest: " + refused + " of 14000 damaged streams refused");
        for (int n = 0; n < 20_000; n++) {
            byte[] noise = new byte[RANDOM.nextInt(400) + DeflateWalk.LOOK_AHEAD];
            RANDOM.nextBytes(noise);
            try {
                walk.over(noise, noise.length - DeflateWalk.LOOK_AHEAD);
            } catch (IllegalStateException malformed) {
                refused++;
            }
        }
    }

    @Test
    void findsTheLastBlock() {
        DeflateWalk walk = new DeflateWalk();
        byte[] stream = new byte[100];
        // A stored block of one byte, then an empty final one with fixed codes.
        System.arraycopy(new byte[]{0, 1, 0, (byte) 0xFE, (byte) 0xFF, 42, 3, 0}, 0, stream, 0, 8);
        walk.over(stream, 8);
        assertEquals(48, walk.lastBlock());
        assertEquals(58, walk.end());
        assertEquals(1, walk.byteSize());
    }
}
