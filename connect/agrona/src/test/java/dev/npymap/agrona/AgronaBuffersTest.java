package dev.npymap.agrona;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.array.IntArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs twice: on a JVM with the flag that Agrona's buffers need, and on one without.
class AgronaBuffersTest {
    private static final boolean FLAG = Object.class.getModule().isOpen("jdk.internal.misc",
            AgronaBuffersTest.class.getModule());

    @TempDir
    private Path directory;

    @Test
    void withoutTheFlagTheErrorNamesIt() {
        assumeTrue(!FLAG);
        IllegalStateException refused = assertThrows(IllegalStateException.class,
                () -> AgronaBuffers.reading(IntArray.of(new int[]{1})));
        assertTrue(refused.getMessage().contains("--add-opens java.base/jdk.internal.misc=ALL-UNNAMED"),
                refused.getMessage());
    }

    @Test
    void whatIsWrittenToABufferIsInTheArray() {
        assumeTrue(FLAG);
        try (Arena arena = Arena.ofConfined()) {
            for (NdArray array : new NdArray[]{NdArray.zeros(Dtype.INT32, 3, 4), NdArray.of(arena.allocate(48),
                    Dtype.INT32, Shape.of(3, 4), Order.C, Source.MEMORY)}) {
                MutableDirectBuffer row = AgronaBuffers.writing(array, 16, 16);
                assertEquals(16, row.capacity());
                row.putInt(4, 42);
                assertEquals(42, array.asInt().get(1, 1));
                array.asInt().set(1, 3, 7);
                assertEquals(7, row.getInt(12));
                assertThrows(IndexOutOfBoundsException.class, () -> row.putInt(13, 1));
                assertEquals(7, AgronaBuffers.reading(array.slice("1:")).getInt(12));
            }
        }
    }

    @Test
    void aMappedFileIsLentForReadingOnly() throws IOException {
        assumeTrue(FLAG);
        Path path = directory.resolve("ints.npy");
        Npy.write(path, IntArray.of(new int[]{1, 2, 3, 4}));
        DirectBuffer buffer = AgronaBuffers.reading(Npy.map(path, Arena.ofAuto()));
        System.gc();
        assertEquals(4, buffer.getInt(12));
        NdArray mapped = Npy.map(path, Arena.ofAuto());
        assertEquals("ints.npy: is mapped or wrapped read-only",
                assertThrows(IllegalArgumentException.class, () -> AgronaBuffers.writing(mapped)).getMessage());
        Files.delete(path);
    }

    @Test
    void whatABufferCannotSeeIsRefused() {
        assumeTrue(FLAG);
        NdArray array = NdArray.zeros(Dtype.INT32, 3, 4);
        assertThrows(IllegalArgumentException.class, () -> AgronaBuffers.reading(array.slice(":, ::2")));
        assertThrows(IndexOutOfBoundsException.class, () -> AgronaBuffers.reading(array, 40, 9));
        assertThrows(IndexOutOfBoundsException.class, () -> AgronaBuffers.reading(array, -1, 2));
        NdArray longs = NdArray.of(MemorySegment.ofArray(new long[2]), Dtype.INT64, Shape.of(2), Order.C,
                Source.MEMORY);
        assertThrows(IllegalArgumentException.class, () -> AgronaBuffers.reading(longs));
        assertEquals(0, AgronaBuffers.reading(array.slice(":0")).capacity());
        NdArray gone;
        try (Arena arena = Arena.ofConfined()) {
            gone = NdArray.of(arena.allocate(4), Dtype.INT32, Shape.of(1), Order.C, Source.MEMORY);
        }
        assertThrows(IllegalStateException.class, () -> AgronaBuffers.reading(gone));
    }
}
