package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a command leaves that is interrupted while it writes.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such signals")
class InterruptTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final int COUNT = 4_000_000;

    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({"INT,130,b.npy.gz", "TERM,143,b.npz"})
    void leavesTheOldFileAndNothingElse(String signal, int status, String name) throws Exception {
        Path source = dir.resolve("a.npy");
        Npy.write(source, DoubleArray.of(new Random(1).doubles(COUNT).toArray()));
        Path target = Files.writeString(dir.resolve(name), "old");
        Path printed = dir.resolve("printed");
        List<String> compress = name.endsWith(".npz") ? List.of("--compress=9") : List.of();
        Process process = new ProcessBuilder(Stream.of(
                // A shell that runs the tests in the background lets them ignore SIGINT.
                List.of("env", "--default-signal=" + signal, JAVA.toString(), "-XX:-UsePerfData", "-XX:+UseSerialGC",
                        "-cp", System.getProperty("java.class.path"), Main.class.getName(), "convert",
                        source.toString(), target.toString()),
                compress).flatMap(List::stream).toList())
                .redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        try {
            while (hidden().isEmpty()) {
                assertTrue(process.isAlive(), () -> read(printed));
                Thread.sleep(1);
            }
            new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(status, process.exitValue());
        assertEquals("", read(printed));
        assertEquals("old", Files.readString(target));
        assertEquals(List.of(), hidden());
    }

    private List<Path> hidden() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            return missing.toString();
        }
    }
}
