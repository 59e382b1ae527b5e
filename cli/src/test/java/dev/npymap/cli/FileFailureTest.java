package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import dev.npymap.cli.terminal.EachFile;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    private static final Path TYPED = Path.of("a", "x.npy");

    @TempDir
    private Path dir;
    private Path good;
    private Path cut;

    @BeforeEach
    void writeTwoFilesOfOneName() throws IOException {
        good = Files.createDirectory(dir.resolve("a")).resolve("x.npy");
        cut = Files.createDirectory(dir.resolve("b")).resolve("x.npy");
        Npy.write(good, DoubleArray.of(new double[]{1, 2, 3}));
        Files.write(cut, CommandTest.npy("'<f8'", "(3,)", new byte[23]));
    }

    @Test
    void beginsWithThePathAsItWasTyped() {
        assertEquals("a/x.npy: bad", message(TYPED, new IOException("x.npy: bad")));
        assertEquals("a/x.npy: bad", message(TYPED, new IllegalArgumentException("a/x.npy: bad")));
        assertEquals("a/x.npy: bad", message(TYPED, new IllegalArgumentException("bad")));
        assertEquals("a/x.npy: no such file", message(TYPED, new NoSuchFileException("x.npy")));
        assertEquals("a/x.npy: gone", message(TYPED, new NoSuchFileException("x.npy", null, "gone")));
        assertEquals("/: bad", message(Path.of("/"), new IOException("/: bad")));
        assertEquals("'': bad", message(Path.of(""), new IOException(": bad")));
    }

    @Test
    void namesTheFileOfAFaultOfTheMachine() {
        assertEquals("a/x.npy: cut while it was mapped, or its disk failed", message(TYPED, new InternalError()));
        assertTrue(message(TYPED, new OutOfMemoryError("heap")).startsWith("a/x.npy: not enough memory"));
        assertTrue(message(TYPED, new StackOverflowError()).startsWith("a/x.npy: nested"));
    }

    @Test
    void blamesTheFileThatIsToBlame() {
        assertError(cut + ": truncated", Run.of("show", cut));
        assertError(cut + ": truncated", Run.of("info", good, cut));
        assertError(good + ": index 3 is out of bounds", Run.of("stats", good, "3"));
        assertError(cut + ": truncated", Run.of("copy", cut, dir));
        Path nowhere = dir.resolve("nodir").resolve("x.npy");
        for (Run run : List.of(Run.of("copy", good, nowhere), Run.of("slice", good, "0", "-o", nowhere))) {
            assertEquals(1, run.status());
            assertError(nowhere + ": ", run);
            assertTrue(run.err().contains("directory does not exist"), run.err());
        }
    }

    @Test
    void verifyGoesOnAfterAFailureOfAnyKind() {
        for (Throwable failure : List.of(new IllegalArgumentException("bad"), new StackOverflowError(),
                new IOException("x.npy: bad"))) {
            StringBuilder report = new StringBuilder();
            int status = new EachFile(bad -> report.append(bad.message()).append('\n'))
                    .all(List.of(TYPED, TYPED), _ -> sneak(failure));
            assertEquals(Failures.BAD_FILE, status);
            assertLinesMatch(List.of("a/x\\.npy: .*", "a/x\\.npy: .*"), report.toString().lines().toList());
        }
        Run run = Run.of("verify", good, cut, good);
        assertEquals(1, run.status());
        assertLinesMatch(List.of(good + ": ok", "\\Q" + cut + ": truncated\\E.*", good + ": ok"), run.outLines());
    }

    @Test
    void noStackTraceForWordsThatOverflowTheStack() {
        Run run = Run.of("show", good, "1" + "_1".repeat(20_000));
        assertFalse(run.status() == 0);
        assertEquals(1, run.errLines().size());
    }

    private static String message(Path path, Throwable cause) {
        return new FileFailure(path, cause).message();
    }

    private static void sneak(Throwable failure) throws IOException {
        switch (failure) {
            case IOException io -> throw io;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            default -> throw new AssertionError(failure);
        }
    }

    private static void assertError(String begin, Run run) {
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().startsWith("npymap: " + begin), run.err());
    }
}
