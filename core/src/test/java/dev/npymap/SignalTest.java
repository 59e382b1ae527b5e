package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.UnfinishedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signals that end a program while it writes.
class SignalTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"INT,130,NPY", "TERM,143,NPZ_DEFLATED", "HUP,129,PICKLE_GZIP"})
    void leavesNothingButAWholeFile(String signal, int status, WritingDoor door) throws Exception {
        end(signal, status, door, new Random());
    }

    @ParameterizedTest
    @Tag("full")
    @CsvSource({"INT,130", "TERM,143"})
    void leavesNothingButAWholeFileHoweverItIsWritten(String signal, int status) throws Exception {
        Random random = new Random();
        for (WritingDoor door : WritingDoor.values()) {
            if (door != WritingDoor.CREATE && door != WritingDoor.APPEND && door != WritingDoor.APPEND_ANEW) {
                end(signal, status, door, random);
                end(signal, status, door, random);
            }
        }
    }

    private void end(String signal, int status, WritingDoor door, Random random) throws Exception {
        // A shell that runs the tests in the background lets them ignore SIGINT.
        Path env = Path.of("/usr/bin/env");
        assumeTrue(Files.isExecutable(env), "no env here");
        Path file = directory.resolve(door.fileName());
        door.seed(file);
        try (ChildJvm child = ChildJvm.start(List.of(env.toString(), "--default-signal=" + signal),
                List.of("-XX:TieredStopAtLevel=1", "--sun-misc-unsafe-memory-access=allow",
                        "-Dnpymap.rows=" + WritingDoor.rows()),
                Writer.class, file, door)) {
            assertEquals("ready", child.line());
            Thread.sleep(random.nextInt(100));
            new ProcessBuilder("kill", "-" + signal, "" + child.process().pid()).start().waitFor();
            assertEquals("exit " + status, child.finish(60), door::name);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(), files.map(found -> found.getFileName().toString())
                    .filter(name -> name.endsWith("npymap-tmp")).toList(), door::name);
        }
        assertTrue(door.isWritten(file, Writer.ARRAY), door::name);
    }

    /// Writes a file over and over again.
    static final class Writer {
        private static final NdArray ARRAY = WritingDoor.numbers(200_000);

        private Writer() {
        }

        public static void main(String[] arguments) throws IOException {
            UnfinishedFiles.removeAtExit();
            Path file = Path.of(arguments[0]);
            WritingDoor door = WritingDoor.valueOf(arguments[1]);
            door.write(file, ARRAY);
            System.out.println("ready");
            while (true) {
                door.write(file, ARRAY);
            }
        }
    }
}
