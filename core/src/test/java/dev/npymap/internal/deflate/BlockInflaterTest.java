package dev.npymap.internal.deflate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/// Streams, whole and damaged: the only outcomes are all the bytes or a [DataFormatException] that says what is wrong.
class BlockInflaterTest {
    private static final Random RANDOM = Codecs.random("BlockInflaterTest");
    private static final List<Codec> CODECS = Codecs.present("BlockInflaterTest");

    private static byte[] stream(byte[] bytes, Codec codec, int level) {
        try (BlockDeflater deflater = new BlockDeflater(level, codec)) {
            return Codecs.stream(Codecs.piece(deflater, bytes, true));
        }
    }

    private static byte[] inflate(BlockInflater inflater, byte[] stream, int size, boolean isNative)
            throws DataFormatException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = MemorySegment.ofArray(stream);
            MemorySegment out = MemorySegment.ofArray(new byte[size]);
            if (isNative) {
                in = arena.allocate(stream.length).copyFrom(in);
                out = arena.allocate(size);
            }
            inflater.inflate(in, out);
            return out.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static String refusal(BlockInflater inflater, byte[] stream, int size) {
        return assertThrows(DataFormatException.class, () -> inflate(inflater, stream, size, true)).getMessage();
    }

    @Test
    void eachCodecReadsWhatEachWrites() throws DataFormatException {
        for (Codec reader : CODECS) {
            try (BlockInflater inflater = new BlockInflater(reader)) {
                for (int size : new int[]{0, 1, 100, 65536, 1_000_003}) {
                    for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, size).entrySet()) {
                        for (Codec writer : CODECS) {
                            byte[] stream = stream(kind.getValue(), writer, 1 + RANDOM.nextInt(9));
                            assertArrayEquals(kind.getValue(), inflate(inflater, stream, size, RANDOM.nextBoolean()),
                                    reader + " of " + writer + " " + kind.getKey() + " " + size);
                        }
                    }
                }
            }
        }
    }

    @Test
    void inflatesInChunksOfAnySize() throws DataFormatException {
        for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, 10_000).entrySet()) {
            byte[] stream = stream(kind.getValue(), Codec.ZLIB, 6);
            for (int chunk : new int[]{1, 2, 7, 1000, 10_000, 10_001}) {
                ZlibDecoder decoder = new ZlibDecoder(chunk);
                byte[] out = new byte[10_000];
                decoder.inflate(MemorySegment.ofArray(stream), MemorySegment.ofArray(out));
                assertArrayEquals(kind.getValue(), out, kind.getKey() + " by " + chunk);
                assertThrows(DataFormatException.class, () -> decoder.inflate(MemorySegment.ofArray(stream),
                        MemorySegment.ofArray(new byte[9999])));
                assertThrows(DataFormatException.class, () -> decoder.inflate(MemorySegment.ofArray(stream),
                        MemorySegment.ofArray(new byte[10_001])));
                assertThrows(DataFormatException.class, () -> decoder.inflate(MemorySegment.ofArray(stream)
                        .asSlice(0, stream.length - 3), MemorySegment.ofArray(out)));
                decoder.close();
            }
        }
    }

    @Test
    void rejectsStreamsOfAnotherSize() {
        byte[] stream = stream(new byte[1000], CODECS.getFirst(), 6);
        for (Codec codec : CODECS) {
            try (BlockInflater inflater = new BlockInflater(codec)) {
                assertEquals("the deflated data holds 1000 bytes, expected 1001", refusal(inflater, stream, 1001));
                assertEquals("the deflated data holds more than the expected 999 bytes",
                        refusal(inflater, stream, 999));
                assertEquals("the deflated data holds more than the expected 0 bytes", refusal(inflater, stream, 0));
            }
        }
    }

    @Test
    void rejectsTruncatedStreams() throws DataFormatException {
        for (Codec codec : CODECS) {
            try (BlockInflater inflater = new BlockInflater(codec)) {
                assertEquals("the deflated data is truncated: 0 bytes hold 0 of 0 and no end",
                        refusal(inflater, new byte[0], 0));
                for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, 3000).entrySet()) {
                    byte[] stream = stream(kind.getValue(), codec, 6);
                    for (int length = 0; length < stream.length; length++) {
                        String message = refusal(inflater, Arrays.copyOf(stream, length), 3000);
                        assertTrue(message.startsWith("the deflated data is truncated: " + length + " bytes"),
                                kind.getKey() + " cut to " + length + ": " + message);
                    }
                    assertArrayEquals(kind.getValue(), inflate(inflater, stream, 3000, true));
                }
            }
        }
    }

    @Test
    void ignoresBytesBehindTheEnd() throws DataFormatException {
        byte[] bytes = Codecs.kinds(RANDOM, 5000).get("text");
        byte[] stream = stream(bytes, CODECS.getFirst(), 6);
        byte[] longer = Arrays.copyOf(stream, stream.length + 100);
        Arrays.fill(longer, stream.length, longer.length, (byte) 0x5A);
        for (Codec codec : CODECS) {
            try (BlockInflater inflater = new BlockInflater(codec)) {
                assertArrayEquals(bytes, inflate(inflater, longer, 5000, false), codec.name());
            }
        }
    }

    @Test
    void damagedStreamsGiveBytesOrSayWhatIsWrong() {
        for (Codec codec : CODECS) {
            int read = 0;
            int refused = 0;
            try (BlockInflater inflater = new BlockInflater(codec)) {
                for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, 5000).entrySet()) {
                    byte[] whole = stream(kind.getValue(), codec, 6);
                    for (int n = 0; n < 3000; n++) {
                        byte[] stream = whole.clone();
                        for (int flips = 1 + n % 3; flips > 0; flips--) {
                            int within = RANDOM.nextBoolean() ? Math.min(60, stream.length) : stream.length;
                            stream[RANDOM.nextInt(within)] ^= (byte) (1 << RANDOM.nextInt(8));
                        }
                        try {
                            inflate(inflater, stream, 5000, n % 2 == 0);
                            read++;
                        } catch (DataFormatException damaged) {
                            assertTrue(damaged.getMessage().startsWith("the deflated data "), damaged.getMessage());
                            assertTrue(!damaged.getMessage().contains("null"), damaged.getMessage());
                            refused++;
                        }
                    }
                }
                for (int n = 0; n < 20_000; n++) {
                    byte[] noise = new byte[RANDOM.nextInt(200)];
                    RANDOM.nextBytes(noise);
                    try {
                        inflate(inflater, noise, RANDOM.nextInt(300), n % 2 == 0);
                        read++;
                    } catch (DataFormatException damaged) {
                        refused++;
                    }
                }
            }
            System.out.println("BlockInflaterTest: " + codec + " read " + read + " damaged streams, refused "
                    + refused);
        }
    }

    @Test
    void damagedStreamsThatBothCodecsTakeHaveTheSameBytes() {
        if (CODECS.size() < 2) {
            return;
        }
        try (BlockInflater one = new BlockInflater(Codec.LIBDEFLATE);
                BlockInflater other = new BlockInflater(Codec.ZLIB)) {
            for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, 2000).entrySet()) {
                byte[] whole = stream(kind.getValue(), Codec.LIBDEFLATE, 6);
                for (int n = 0; n < 3000; n++) {
                    byte[] stream = whole.clone();
                    stream[RANDOM.nextInt(stream.length)] ^= (byte) (1 << RANDOM.nextInt(8));
                    Optional<String> found = inflated(one, stream, 2000);
                    Optional<String> expected = inflated(other, stream, 2000);
                    if (found.isPresent() && expected.isPresent()) {
                        assertEquals(expected, found, kind.getKey());
                    }
                }
            }
        }
    }

    private static Optional<String> inflated(BlockInflater inflater, byte[] stream, int size) {
        try {
            return Optional.of(Arrays.toString(inflate(inflater, stream, size, true)));
        } catch (DataFormatException damaged) {
            return Optional.empty();
        }
    }
}
