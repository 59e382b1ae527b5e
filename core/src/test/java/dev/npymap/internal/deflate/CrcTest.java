package dev.npymap.internal.deflate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// Checksums of parts put together, against [CRC32] over the whole.
class CrcTest {
    private static final Random RANDOM = Codecs.random("CrcTest");

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    @Test
    void combinesPartsOfAnyLength() {
        for (int n = 0; n < 20_000; n++) {
            byte[] bytes = new byte[n < 1000 ? n % 40 : RANDOM.nextInt(5000)];
            RANDOM.nextBytes(bytes);
            int split = RANDOM.nextInt(bytes.length + 1);
            assertEquals(crc(bytes, 0, bytes.length), Crc.combine(crc(bytes, 0, split),
                    crc(bytes, split, bytes.length - split), bytes.length - split), bytes.length + " at " + split);
        }
    }

    @Test
    void combinesLargeParts() {
        byte[] bytes = new byte[50_000_000];
        RANDOM.nextBytes(bytes);
        for (int split : new int[]{0, 1, 1 << 20, (1 << 24) - 1, bytes.length - 1, bytes.length}) {
            assertEquals(crc(bytes, 0, bytes.length), Crc.combine(crc(bytes, 0, split),
                    crc(bytes, split, bytes.length - split), bytes.length - split), "at " + split);
        }
    }

    @Test
    void combinesMoreThanFourGigabytes() {
        byte[] zeros = new byte[1 << 20];
        CRC32 whole = new CRC32();
        byte[] first = {1, 2, 3};
        whole.update(first);
        CRC32 second = new CRC32();
        long length = 4097L << 20;
        for (long n = 0; n < length; n += zeros.length) {
            whole.update(zeros);
            second.update(zeros);
        }
        assertEquals((int) whole.getValue(), Crc.combine(crc(first, 0, 3), (int) second.getValue(), length));
    }

    @Test
    void isTheJdksChecksum() {
        byte[] bytes = new byte[100_000];
        RANDOM.nextBytes(bytes);
        try (Arena arena = Arena.ofConfined()) {
            for (int length : new int[]{0, 1, 77, bytes.length}) {
                MemorySegment heap = MemorySegment.ofArray(bytes).asSlice(0, length);
                assertEquals(crc(bytes, 0, length), Crc.of(heap));
                assertEquals(crc(bytes, 0, length), Crc.of(arena.allocate(length).copyFrom(heap)));
            }
        }
    }
}
