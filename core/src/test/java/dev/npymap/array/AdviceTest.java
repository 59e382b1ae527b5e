package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.npymap.internal.work.AccessAdvice;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs twice: on a JVM that allows native access, and on one that does not.
class AdviceTest {
    @TempDir
    private Path directory;

    @Test
    void advisedArraysKeepTheirElements() throws IOException {
        Path path = directory.resolve("a.npy");
        Npy.write(path, LongArray.of(new long[]{1, 2, 3}));
        try (Arena arena = Arena.ofShared()) {
            for (NdArray array : new NdArray[]{Npy.map(path, arena), Npy.map(path, arena).slice("1:"),
                    Npy.map(path, arena).slice(":0"), LongArray.of(new long[]{1, 2, 3}),
                    NdArray.of(arena.allocate(1 << 23), Dtype.INT64, Shape.of(1 << 20), Order.C, Source.MEMORY)}) {
                long sum = array.asLong().sum();
                for (Advice advice : Advice.values()) {
                    array.advise(advice);
                }
                assertEquals(sum, array.asLong().sum());
            }
        }
    }

    @Test
    void linuxHearsTheAdviceWhereNativeAccessIsAllowed() throws IOException {
        boolean allowed = Advice.class.getModule().isNativeAccessEnabled()
                && System.getProperty("os.name").equals("Linux");
        assertEquals(allowed, AccessAdvice.isHeard());
        if (!allowed) {
            return;
        }
        Path path = directory.resolve("b.npy");
        Npy.write(path, NdArray.zeros(Dtype.INT64, 1 << 20));
        try (Arena arena = Arena.ofShared()) {
            NdArray array = Npy.map(path, arena);
            array.advise(Advice.RANDOM);
            // "rr" stands for it among the flags of the mapping, "sr" for sequential reading.
            assertEquals(true, flags(path).contains(" rr"));
            array.advise(Advice.SEQUENTIAL);
            assertEquals(true, flags(path).contains(" sr"));
            array.advise(Advice.NORMAL);
            assertEquals(false, flags(path).contains(" sr"));
        }
    }

    /// The flags of the mapping of a file, in the kernel's words.
    private static String flags(Path path) throws IOException {
        boolean found = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            found |= line.endsWith(path.getFileName().toString());
            if (found && line.startsWith("VmFlags:")) {
                return line;
            }
        }
        throw new AssertionError(path + " is not mapped");
    }

    @Test
    void memoryThatIsGoneCannotBeAdvised() {
        NdArray array;
        try (Arena arena = Arena.ofConfined()) {
            array = NdArray.of(arena.allocate(8), Dtype.INT64, Shape.of(1), Order.C, Source.MEMORY);
        }
        assertThrows(IllegalStateException.class, () -> array.advise(Advice.WILLNEED));
    }
}
