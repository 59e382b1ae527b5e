package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Npz;
import dev.npymap.pickle.Pickle;
import dev.npymap.text.Text;
import dev.npymap.text.TextFormat;
import dev.npymap.text.TextOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class InterruptedReadTest {
    @TempDir
    private Path directory;

    @Test
    void isNamed() throws IOException {
        DoubleArray small = WritingDoor.numbers(10);
        DoubleArray large = WritingDoor.numbers(200_000);
        Npy.write(directory.resolve("small.npy"), small);
        Npy.write(directory.resolve("large.npy"), large);
        Npz.write(directory.resolve("a.npz"), small);
        Pickle.write(directory.resolve("small.pkl"), small);
        Pickle.write(directory.resolve("large.pkl"), large);
        Text.write(directory.resolve("a.txt"), small, TextFormat.DEFAULT);
        Text.write(directory.resolve("a.txt.gz"), small, TextFormat.DEFAULT);
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("small.npy", (file, _) -> Npy.read(file));
        readers.put("./small.npy", (file, _) -> Npy.header(file));
        readers.put("large.npy", (file, _) -> Npy.read(file));
        readers.put("./large.npy", Npy::map);
        readers.put("a.npz", Npz::map);
        readers.put("small.pkl", Pickle::map);
        readers.put("large.pkl", (file, _) -> Pickle.read(file));
        readers.put("a.txt", (file, _) -> Text.read(file, TextOptions.DEFAULT));
        readers.put("a.txt.gz", (file, _) -> Text.read(file, TextOptions.DEFAULT));
        try (Arena arena = Arena.ofShared()) {
            readers.forEach((name, reader) -> requireNamed(directory.resolve(name), reader, arena));
        }
    }

    @Test
    void isNamedWhereverItCatchesTheThread() throws Exception {
        Path file = directory.resolve("a.npy");
        Npy.write(file, WritingDoor.numbers(1_000_000));
        Thread reader = Thread.currentThread();
        for (int n = 0; n < 100; n++) {
            int microseconds = 50 * n;
            Thread other = Thread.ofPlatform().start(() -> {
                long end = System.nanoTime() + 1000L * microseconds;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                reader.interrupt();
            });
            try {
                Npy.read(file);
            } catch (InterruptedIOException named) {
                requireName("a.npy", named);
            } finally {
                while (other.isAlive()) {
                    Thread.onSpinWait();
                }
                assertTrue(Thread.interrupted());
            }
        }
    }

    private interface Reader {
        Object read(Path file, Arena arena) throws IOException;
    }

    private static void requireNamed(Path file, Reader reader, Arena arena) {
        Executable read = () -> reader.read(file, arena);
        Thread.currentThread().interrupt();
        try {
            requireName(file.getFileName().toString(), assertThrows(InterruptedIOException.class, read));
        } finally {
            assertTrue(Thread.interrupted(), file + ": the thread stays interrupted");
        }
    }

    private static void requireName(String name, InterruptedIOException failure) {
        assertEquals(name, failure.getMessage().replaceFirst(": .*", ""));
        assertTrue(failure.getMessage().endsWith(": the thread was interrupted"), failure.getMessage());
    }
}
