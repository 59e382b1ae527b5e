package dev.npymap.internal.deflate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/// Pieces, each alone and in a row, as the JDK's zlib reads them.
class BlockDeflaterTest {
    private static final int BLOCK = 1 << 16;
    private static final Random RANDOM = Codecs.random("BlockDeflaterTest");
    private static final List<Codec> CODECS = Codecs.present("BlockDeflaterTest");

    /// Deflates in blocks; each piece is read alone, and the stream of all.
    private static void roundTrip(BlockDeflater deflater, byte[] bytes, int block, String of)
            throws DataFormatException {
        List<byte[]> blocks = Codecs.blocks(bytes, block);
        byte[][] pieces = new byte[blocks.size()][];
        for (int n = 0; n < pieces.length; n++) {
            pieces[n] = Codecs.piece(deflater, blocks.get(n), RANDOM.nextBoolean());
            assertArrayEquals(blocks.get(n), Codecs.inflated(Codecs.stream(pieces[n])), of + ", piece " + n);
        }
        assertArrayEquals(bytes, Codecs.inflated(Codecs.stream(pieces)), of);
    }

    @Test
    void piecesOfAnySizeAreAStream() throws DataFormatException {
        for (Codec codec : CODECS) {
            try (BlockDeflater deflater = new BlockDeflater(6, codec)) {
                for (int size : new int[]{0, 1, 2, 7, 100, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5}) {
                    for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, size).entrySet()) {
                        roundTrip(deflater, kind.getValue(), BLOCK, codec + " " + kind.getKey() + " " + size);
                    }
                }
            }
        }
    }

    @Test
    void smallBlocksOfEverySizeAreStreams() throws DataFormatException {
        for (Codec codec : CODECS) {
            try (BlockDeflater deflater = new BlockDeflater(1 + RANDOM.nextInt(9), codec)) {
                for (int size = 0; size < 300; size++) {
                    for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, size).entrySet()) {
                        roundTrip(deflater, kind.getValue(), BLOCK, codec + " " + kind.getKey() + " " + size);
                    }
                }
            }
        }
    }

    @Test
    void everyLevelMakesAStream() throws DataFormatException {
        for (Codec codec : CODECS) {
            for (int level = 1; level <= 9; level++) {
                try (BlockDeflater deflater = new BlockDeflater(level, codec)) {
                    for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, 700_001).entrySet()) {
                        roundTrip(deflater, kind.getValue(), 1 << 18, codec + " " + kind.getKey() + " at " + level);
                    }
                }
            }
        }
    }

    @Test
    void blocksOfManyMegabytesAreStreams() throws DataFormatException {
        for (Codec codec : CODECS) {
            try (BlockDeflater deflater = new BlockDeflater(1, codec)) {
                for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, 12_345_678).entrySet()) {
                    roundTrip(deflater, kind.getValue(), 9 << 20, codec + " " + kind.getKey());
                }
            }
        }
    }

    @Test
    void piecesOfBothCodecsMakeOneStream() throws DataFormatException {
        byte[] bytes = Codecs.kinds(RANDOM, 10 * BLOCK + 11).get("mixed");
        List<byte[]> blocks = Codecs.blocks(bytes, BLOCK);
        byte[][] pieces = new byte[blocks.size()][];
        for (int n = 0; n < pieces.length; n++) {
            try (BlockDeflater deflater = new BlockDeflater(1 + n % 9, CODECS.get(n % CODECS.size()))) {
                pieces[n] = Codecs.piece(deflater, blocks.get(n), n % 3 == 0);
            }
        }
        assertArrayEquals(bytes, Codecs.inflated(Codecs.stream(pieces)));
    }

    @Test
    void pieceOfAnEmptyBlockIsEmpty() {
        for (Codec codec : CODECS) {
            try (BlockDeflater deflater = new BlockDeflater(6, codec)) {
                assertEquals(0, Codecs.piece(deflater, new byte[0], true).length);
            }
        }
    }

    @Test
    void noiseGrowsByLessThanTheBound() {
        for (Codec codec : CODECS) {
            for (int level = 1; level <= 9; level++) {
                try (BlockDeflater deflater = new BlockDeflater(level, codec)) {
                    for (int size : new int[]{1, 2, 1000, 65535, 65536, 1 << 20}) {
                        byte[] noise = Codecs.kinds(RANDOM, size).get("noise");
                        int length = Codecs.piece(deflater, noise, true).length;
                        assertTrue(length <= size + 5 * (size / 16383 + 1) + 5, codec + " at " + level + ": " + size
                                + " bytes became " + length);
                    }
                }
            }
        }
    }

    @Test
    void readOnlyBlocksAndSlicesAreDeflated() throws DataFormatException {
        byte[] bytes = Codecs.kinds(RANDOM, 1000).get("text");
        for (Codec codec : CODECS) {
            try (BlockDeflater deflater = new BlockDeflater(6, codec)) {
                byte[] out = new byte[2000];
                MemorySegment in = MemorySegment.ofArray(bytes).asReadOnly().asSlice(13, 900);
                int length = deflater.deflate(in, MemorySegment.ofArray(out).asSlice(7));
                byte[] piece = Arrays.copyOfRange(out, 7, 7 + length);
                assertArrayEquals(Arrays.copyOfRange(bytes, 13, 913), Codecs.inflated(Codecs.stream(piece)),
                        codec.name());
                assertArrayEquals(new byte[7], Arrays.copyOf(out, 7));
            }
        }
    }

    @Test
    void storedBlocksAreAPiece() throws DataFormatException {
        for (int size : new int[]{1, 65534, 65535, 65536, 200_000}) {
            byte[] noise = Codecs.kinds(RANDOM, size).get("noise");
            byte[] out = new byte[Math.toIntExact(BlockDeflater.maxLength(size))];
            int length = StoredBlocks.write(MemorySegment.ofArray(noise), MemorySegment.ofArray(out));
            assertArrayEquals(noise, Codecs.inflated(Codecs.stream(Arrays.copyOf(out, length))), "of " + size);
        }
    }

    /// The block is stored where the encoder's output has no room.
    @Test
    void encoderSaysThatAPieceDoesNotFit() {
        byte[] noise = Codecs.kinds(RANDOM, 100_000).get("noise");
        for (int room : new int[]{0, 1, 5, 99_999, 100_000}) {
            for (Codec codec : CODECS) {
                BlockEncoder encoder = switch (codec) {
                    case LIBDEFLATE -> new LibdeflateEncoder(6);
                    case ZLIB -> new ZlibEncoder(6);
                };
                MemorySegment out = MemorySegment.ofArray(new byte[room]);
                assertTrue(encoder.encode(MemorySegment.ofArray(noise), out).isEmpty(), codec + " into " + room);
                encoder.close();
            }
        }
    }

    /// Rooms around the true length: a flush that fills its buffer must not pass for a whole one.
    @Test
    void flushThatFillsItsBufferIsNotAPiece() throws DataFormatException {
        for (Map.Entry<String, byte[]> kind : Codecs.kinds(RANDOM, 5000).entrySet()) {
            ZlibEncoder encoder = new ZlibEncoder(6);
            MemorySegment in = MemorySegment.ofArray(kind.getValue());
            int length = encoder.encode(in, MemorySegment.ofArray(new byte[6000])).getAsInt();
            for (int room = length - 12; room <= length + 12; room++) {
                byte[] out = new byte[Math.max(0, room)];
                var result = encoder.encode(in, MemorySegment.ofArray(out));
                if (result.isPresent()) {
                    assertArrayEquals(kind.getValue(),
                            Codecs.inflated(Codecs.stream(Arrays.copyOf(out, result.getAsInt()))), kind.getKey());
                } else {
                    assertTrue(room <= length, kind.getKey() + " of " + length + " does not fit into " + room);
                }
            }
            encoder.close();
        }
    }

    @Test
    void rejectsLevelsAndRoomsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new BlockDeflater(0));
        assertThrows(IllegalArgumentException.class, () -> new BlockDeflater(13));
        try (BlockDeflater deflater = new BlockDeflater(6)) {
            MemorySegment block = MemorySegment.ofArray(new byte[1000]);
            IllegalArgumentException small = assertThrows(IllegalArgumentException.class,
                    () -> deflater.deflate(block, MemorySegment.ofArray(new byte[1000])));
            assertEquals("a block of 1000 bytes needs room for 1065 bytes, not 1000", small.getMessage());
        }
    }
}
