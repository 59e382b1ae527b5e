package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.npymap.FaultyDiskRun.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever fails on the disk, the old file is untouched, the exception names the file, and nothing is left.
///
/// Faults of single system calls are injected by `strace`; full and read-only file systems are mounted in a namespace of
/// their own. Where the system allows neither, the tests are left out with a line that says so.
class FaultyDiskTest {
    private static final long MAX_SECONDS = 300;

    @TempDir
    private Path directory;
    private Path files;
    private Path seeds;
    private Path report;

    @BeforeEach
    void seed() throws IOException {
        files = Files.createDirectory(directory.resolve("files"));
        seeds = Files.createDirectory(directory.resolve("seeds"));
        report = Files.write(directory.resolve("report"), new byte[FaultyDiskRun.REPORT_BYTES]);
        for (WritingDoor door : WritingDoor.values()) {
            door.seed(files.resolve(door.fileName()));
            door.seed(seeds.resolve(door.fileName()));
        }
    }

    @Test
    void aWriteThatFailsLeavesTheOldFile() throws Exception {
        requireFailures(inject("write", "ENOSPC", 1), EnumSet.allOf(WritingDoor.class));
    }

    @Test
    void aForceThatFailsLeavesTheOldFile() throws Exception {
        requireFailures(inject("fsync", "EIO", 1), EnumSet.allOf(WritingDoor.class));
    }

    @Test
    void aRenameThatFailsLeavesTheOldFile() throws Exception {
        Set<WritingDoor> renamed = EnumSet.allOf(WritingDoor.class);
        // One makes a second link, the other writes in place.
        renamed.removeAll(Set.of(WritingDoor.CREATE, WritingDoor.APPEND));
        requireFailures(inject("rename", "EIO", 1), renamed);
    }

    @Test
    void aForceOfTheDirectoryThatFailsIsToldThoughTheFileIsThere() throws Exception {
        for (Outcome outcome : inject("fsync", "EIO", 2)) {
            boolean anew = outcome.door() != WritingDoor.APPEND;
            assertEquals(anew, !outcome.failure().isEmpty(), outcome.toString());
            assertTrue(outcome.written(), outcome.toString());
            requireNamedAndTidy(outcome);
        }
    }

    @ParameterizedTest
    @Tag("full")
    @CsvSource({"write,EIO,1", "write,ENOSPC,2", "write,EIO,3", "write,EDQUOT,4", "write,EIO,5", "write,ENOSPC,6",
            "write,EIO,8", "pwrite64,EIO,1", "fsync,ENOSPC,1", "rename,EACCES,1"})
    void aCallThatFailsLeavesTheOldFile(String call, String error, int which) throws Exception {
        List<Outcome> outcomes = inject(call, error, which);
        assertTrue(outcomes.stream().anyMatch(outcome -> !outcome.failure().isEmpty()), "none failed: " + outcomes);
        for (Outcome outcome : outcomes) {
            requireNamedAndTidy(outcome);
            assertTrue(outcome.failure().isEmpty() ? outcome.written() : outcome.untouched(), outcome.toString());
        }
    }

    @Test
    @Tag("full")
    void theLastForceOfAnAppendIsToldThoughTheElementsMayBeThere() throws Exception {
        for (Outcome outcome : inject("fdatasync", "EIO", 1)) {
            assertEquals(outcome.door() == WritingDoor.APPEND, !outcome.failure().isEmpty(), outcome.toString());
            assertTrue(outcome.written(), outcome.toString());
            requireNamedAndTidy(outcome);
        }
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(strings = {"write EINTR", "symlink EPERM", "link EPERM", "fchown EPERM"})
    void whatCanBeDoneOtherwiseIsWritten(String fault) throws Exception {
        String[] parts = fault.split(" ");
        for (Outcome outcome : inject(parts[0], parts[1], 1)) {
            assertEquals("", outcome.failure(), outcome.toString());
            assertTrue(outcome.written(), outcome.toString());
            requireNamedAndTidy(outcome);
        }
    }

    @Test
    void aFullFileSystemLeavesTheOldFile() throws Exception {
        requireFailures(mounted("size=256k", ""), EnumSet.allOf(WritingDoor.class));
    }

    @Test
    void aReadOnlyFileSystemIsNamed() throws Exception {
        List<Outcome> outcomes = mounted("size=1m", "mount -o remount,ro \"$1\";");
        requireFailures(outcomes, EnumSet.allOf(WritingDoor.class));
        for (Outcome outcome : outcomes) {
            assertTrue(outcome.failure().endsWith("Read-only file system"), outcome.toString());
        }
    }

    private static void requireFailures(List<Outcome> outcomes, Set<WritingDoor> failing) {
        assertEquals(failing, outcomes.stream().filter(outcome -> !outcome.failure().isEmpty()).map(Outcome::door)
                .collect(Collectors.toSet()), outcomes.toString());
        for (Outcome outcome : outcomes) {
            requireNamedAndTidy(outcome);
            assertEquals(failing.contains(outcome.door()), outcome.untouched(), outcome.toString());
        }
    }

    private static void requireNamedAndTidy(Outcome outcome) {
        if (!outcome.failure().isEmpty()) {
            String message = outcome.failure().substring(outcome.failure().indexOf(' ') + 1);
            assertTrue(outcome.failure().matches("(IO|FileSystem|AccessDenied)Exception .*"), outcome.toString());
            assertTrue(message.startsWith(outcome.door().fileName() + ": "), outcome.toString());
        }
        assertEquals("", outcome.hidden(), outcome.toString());
    }

    /// Lets the n-th call of a kind on each door's thread fail.
    private List<Outcome> inject(String call, String error, int which) throws Exception {
        List<String> strace = List.of("strace", "-f", "-qq", "-o", "/dev/null", "--seccomp-bpf");
        requireWorks(strace, "faults of the disk are left out: strace is missing, or ptrace forbidden", "true");
        List<String> wrapper = new ArrayList<>(strace);
        wrapper.addAll(List.of("-e", "trace=" + call, "-e", "inject=" + call + ":error=" + error + ":when=" + which));
        return run(wrapper);
    }

    /// Runs on a small file system of its own, which ends with the process.
    private List<Outcome> mounted(String size, String then) throws Exception {
        List<String> unshare = List.of("unshare", "root".equals(System.getProperty("user.name")) ? "-m" : "-rm");
        String mount = "set -e; mount -t tmpfs -o " + size + " none \"$1\"; cp \"$2\"/* \"$1\"; " + then
                + " shift 2; exec \"$@\"";
        requireWorks(unshare, "full and read-only file systems are left out: none can be mounted", "sh", "-c", mount,
                "sh", files.toString(), seeds.toString(), "true");
        List<String> wrapper = new ArrayList<>(unshare);
        wrapper.addAll(List.of("sh", "-c", mount, "sh", files.toString(), seeds.toString()));
        return run(wrapper);
    }

    private static void requireWorks(List<String> wrapper, String otherwise, String... command) throws Exception {
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(Arrays.asList(command));
        boolean works;
        try {
            works = new ProcessBuilder(words).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException missing) {
            works = false;
        }
        if (!works) {
            System.out.println(otherwise);
            abort(otherwise);
        }
    }

    private List<Outcome> run(List<String> wrapper) throws Exception {
        try (ChildJvm child = ChildJvm.start(wrapper,
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow",
                        "-Dnpymap.rows=" + WritingDoor.rows()),
                FaultyDiskRun.class, files, seeds, report)) {
            assertEquals("exit 0", child.finish(MAX_SECONDS));
        }
        String lines = new String(Files.readAllBytes(report), StandardCharsets.UTF_8);
        List<Outcome> outcomes = lines.substring(0, lines.indexOf(0)).lines().map(Outcome::parse).toList();
        assertEquals(WritingDoor.values().length, outcomes.size());
        return outcomes;
    }
}
