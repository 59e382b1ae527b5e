package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the launcher in checkouts that are not built yet, on machines that lack something.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherBuildTest {
    private static final String SYSTEM = "/usr/local/bin:/usr/bin:/bin";

    @TempDir
    private Path dir;
    private Checkout checkout;
    private Path cache;
    private Path wishes;
    private Path java;

    @BeforeEach
    void install() throws IOException {
        checkout = new Checkout(dir);
        cache = dir.toRealPath().resolve("a cache");
        wishes = dir.resolve("wishes");
        java = checkout.jdk("echo wish >>'" + wishes + "'; exit 1");
    }

    @Test
    void tellsWhatItDoesAndHowFarItIs() throws Exception {
        Run run = launch(checkout.watchedMaven("starting Maven"), checkout.npymap(), "--version");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("npymap "), run.out());
        assertEquals(List.of("npymap: building in " + checkout.home() + ", which happens once, in 4 steps",
                "npymap: 1 of 4: starting Maven", "npymap: 2 of 4: compiling core", "npymap: 3 of 4: compiling cli",
                "npymap: 4 of 4: preparing a quick start"), run.errLines().subList(0, 5));
        assertTrue(run.errLines().getLast().matches("npymap: built in \\d+ s"), run.err());
        assertEquals(6, run.errLines().size(), run.err());

        Run again = launch(dir, checkout.npymap(), "--version");
        assertEquals(new Run(0, run.out(), ""), again);
        assertEquals(List.of("wish"), Files.readAllLines(wishes), "a quick start is prepared once");
    }

    @Test
    void keepsALineThatChangesOnATerminal() throws Exception {
        TerminalTest.requireScript();
        Run run = launch(checkout.watchedMaven("1 files fetched"), "script", "-qec",
                "'" + checkout.npymap() + "' --version",
                dir.resolve("typed"));
        assertEquals(0, run.status(), run.out());
        List<String> seen = Stream.of(run.out().split("\r\033\\[K")).map(String::strip).toList();
        assertTrue(seen.stream().anyMatch(
                line -> line.matches("npymap: 1 of 4: starting Maven, 1 files fetched, \\d+ s")), run.out());
        assertTrue(seen.stream().anyMatch(line -> line.matches("npymap: 2 of 4: compiling core, .*\\d+ s")), run.out());
        assertTrue(seen.getLast().matches("(?s)npymap: built in \\d+ s\\s+npymap .*"), run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "[ERROR] Plugin p:1 or one of its dependencies could not be resolved: Could not transfer artifact o:a:pom:1"
                    + " from/to central (https://repo.example/maven2): repo.example: Name or service"
                    + " not known",
            "[ERROR] Non-resolvable import POM: Cannot access central (https://repo.example/maven2) in offline"
                    + " mode and the artifact o:a:pom:1 has not been downloaded from it before. @ line 69",
            "[ERROR] Non-resolvable import POM: The following artifacts could not be resolved: o:a:pom:1 (absent):"
                    + " Could not transfer artifact o:a:pom:1 from/to central: Unknown host repo.example"})
    void namesWhatCouldNotBeFetched(String said) throws Exception {
        Path bin = checkout.fakeMaven("cat <<'END'\n[INFO] Scanning\n" + said + "\nEND\nexit 1\n");
        Run run = launch(bin, checkout.npymap(), "--version");
        assertEquals(1, run.status());
        assertEquals("npymap: the first build needs a network: Maven could not fetch o:a:pom:1; all it said is in "
                + checkout.home().resolve("cli/target/launcher-build.log"), run.errLines().getLast());
        assertTrue(run.err().lines().noneMatch(line -> line.contains("ERROR")), run.err());
    }

    @Test
    void needsANetworkForAnEmptyRepository() throws Exception {
        Checkout.assume(found("mvn"), "Maven is not on the PATH");
        Path user = Files.createDirectories(dir.resolve("user/.m2"));
        Files.writeString(user.resolve("settings.xml"), "<settings><offline>true</offline></settings>");
        Run run = checkout.launch(dir, Map.of("MAVEN_OPTS", "-Duser.home=" + user.getParent()), checkout.npymap(),
                "--version");
        assertEquals(1, run.status(), run.err());
        assertTrue(run.errLines().getLast().startsWith(
                "npymap: the first build needs a network: Maven could not fetch org."), run.err());
        assertEquals(3, run.errLines().size(), run.err());
    }

    @Test
    void showsTheErrorsOfABuildThatFails() throws Exception {
        Path bin = checkout.fakeMaven("echo '[INFO] fine'\necho '[ERROR] A.java:[1,2] wrong'\nexit 1\n");
        Run run = launch(bin, checkout.npymap(), "--version");
        assertEquals(1, run.status());
        assertEquals(List.of("[ERROR] A.java:[1,2] wrong", "npymap: the build failed; all that Maven said is in "
                + checkout.home().resolve("cli/target/launcher-build.log")), run.errLines().subList(2, 4));
    }

    @Test
    void asksForMaven() throws Exception {
        Path bin = checkout.fakeMaven("");
        Files.delete(bin.resolve("mvn"));
        for (String program : List.of("sh", "find", "head", "readlink", "mkdir", "tr", "sed")) {
            Files.writeString(bin.resolve(program), "#!/bin/sh\nexec " + path(program) + " \"$@\"\n").toFile()
                    .setExecutable(true);
        }
        assertEquals(new Run(1, "", "npymap: the program is not built yet, and Maven (mvn) is not on the PATH\n"),
                checkout.launch(dir, Map.of("PATH", bin.toString()), checkout.npymap(), "--version"));
    }

    @Test
    void asksForAJdk25() throws Exception {
        Path jdk = Checkout.JAVA.getParent().getParent().toRealPath();
        Run run = checkout.launch(dir, Map.of("NPYMAP_JAVA", "", "PATH", checkout.fakeMaven("exit 1") + ":" + SYSTEM),
                Namespace.without(jdk, checkout.npymap(), "--version"));
        Checkout.assume(!run.err().contains("building"), "another JDK 25 is there");
        assertEquals(new Run(1, "", "npymap: no JDK 25 found; install one, or let JAVA_HOME or NPYMAP_JAVA name it\n"),
                run);
    }

    private static Optional<Path> olderThan25(Path jdks) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(jdks)) {
            for (Path jdk : found) {
                Path release = jdk.resolve("release");
                if (Files.isReadable(release)
                        && Files.readString(release).matches("(?s).*JAVA_VERSION=\"(17|21)\\b.*")) {
                    return Optional.of(jdk);
                }
            }
        }
        return Optional.empty();
    }

    /// As on a machine whose Maven runs on an older Java.
    @Test
    void mavenAsksForAJdk25() throws Exception {
        Path jdk = Checkout.JAVA.getParent().getParent().toRealPath();
        Optional<Path> old = olderThan25(jdk.getParent());
        Path repository = Path.of(System.getProperty("localRepository",
                System.getProperty("user.home") + "/.m2/repository"));
        Checkout.assume(found("mvn") && old.isPresent() && Files.exists(repository), "Maven and a JDK 17 are needed");
        Path user = Files.createDirectories(dir.resolve("user"));
        Run run = checkout.launch(checkout.home(),
                Map.of("JAVA_HOME", old.orElseThrow().toString(), "MAVEN_OPTS", "-Duser.home=" + user),
                Namespace.without(jdk, "mvn", "-o", "-B", "-Dmaven.repo.local=" + repository, "validate"));
        Checkout.assume(!run.out().contains("BUILD SUCCESS"), "another JDK 25 is there");
        Checkout.assume(!run.out().contains("offline mode"), "the plugins have not been fetched");
        assertEquals(1, run.status(), run.out());
        assertTrue(run.outLines().stream().anyMatch(line -> line.startsWith("[ERROR]")
                && line.contains("install a JDK 25")), run.out());
    }

    @Test
    void buildsElsewhereWhatCannotBeWritten() throws Exception {
        Path maven = checkout.buildingMaven();
        Object[] words = Namespace.readOnly(checkout.home(), checkout.npymap(), "--version");
        Run run = launch(maven, words);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.errLines().getFirst().startsWith("npymap: building in " + cache + "/npymap/the home-"),
                run.err());
        assertFalse(Files.exists(checkout.home().resolve("cli/target")));
        assertEquals(new Run(0, run.out(), ""), launch(dir, words), "built once");

        Path source = checkout.home().resolve("core/src/main/Source.java");
        Files.writeString(source, "// changed");
        Files.setLastModifiedTime(source, FileTime.from(0, TimeUnit.SECONDS));
        Run changed = launch(maven, words);
        assertTrue(changed.errLines().getFirst().startsWith("npymap: building anew in " + cache),
                "a change is built, however old: " + changed.err());
        try (Stream<Path> copies = Files.walk(cache)) {
            Path copy = copies.filter(path -> path.endsWith("core/src/main/Source.java")).findFirst().orElseThrow();
            assertEquals("// changed", Files.readString(copy));
        }
    }

    @Test
    void runsWhatIsBuiltAndCannotBeWritten() throws Exception {
        checkout.build();
        Object[] words = Namespace.readOnly(checkout.home(), checkout.npymap(), "--version");
        Run run = checkout.launch(dir, Map.of("XDG_CACHE_HOME", cache.toString()), words);
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.err());
        assertFalse(Files.exists(cache));

        Run other = launch(dir, words);
        assertEquals(new Run(0, run.out(), "npymap: preparing a quick start, which happens once\n"), other);
        assertEquals(new Run(0, run.out(), ""), launch(dir, words), "another java's is kept elsewhere");
        assertEquals(List.of("wish"), Files.readAllLines(wishes));
    }

    @Test
    void refusesToBuildWhereNothingCanBeWritten() throws Exception {
        Run run = checkout.launch(dir, Map.of("PATH", checkout.buildingMaven() + ":" + SYSTEM, "HOME", ""),
                Namespace.readOnly(checkout.home(), checkout.npymap(), "--version"));
        assertEquals(new Run(1, "", "npymap: " + checkout.home()
                + " is not built and cannot be written, and no HOME is set to build in\n"), run);
    }

    @ParameterizedTest
    @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
    void endsMavenAndItsLockWhenItIsEnded(String signal, int status) throws Exception {
        Path bin = checkout.fakeMaven("echo $$ >'" + dir + "/maven'\nexec sleep 60\n");
        Path lock = checkout.home().resolve("cli/target/launcher.lock");
        // A shell lets what it starts in the background ignore SIGINT, and nohup all that it runs SIGHUP.
        Run run = launch(bin, "sh", "-c", "env --default-signal=HUP,INT '" + checkout.npymap()
                + "' --version & while [ ! -s '" + dir + "/maven' ]; do sleep 0.1; done; kill -" + signal
                + " $! && wait $!");
        assertEquals(status, run.status(), run.err());
        assertFalse(Files.exists(lock));
        long maven = Long.parseLong(Files.readString(dir.resolve("maven")).strip());
        for (int n = 0; n < 100 && ProcessHandle.of(maven).isPresent(); n++) {
            Thread.sleep(50);
        }
        assertTrue(ProcessHandle.of(maven).isEmpty(), "Maven goes on");
    }

    /// A Maven whose launcher was killed goes on, and two at once would spoil each other's work.
    @Test
    void waitsForTheMavenOfALauncherThatWasKilled() throws Exception {
        Path bin = checkout.buildingMaven();
        Path maven = bin.resolve("mvn");
        String script = Files.readString(maven);
        Path lock = checkout.home().resolve("cli/target/launcher.lock");
        Files.writeString(maven, script.replace("cp ", """
                echo $$ >'%1$s/maven'
                until grep -qs " $$" '%2$s'; do sleep 0.05; done
                kill -KILL $PPID
                until grep -qs waiting '%1$s/err'; do sleep 0.05; done
                touch '%1$s/ended'
                cp \
                """.formatted(dir, lock)));
        assertEquals(137, launch(bin, checkout.npymap(), "--version").status());
        assertFalse(Files.exists(dir.resolve("ended")));

        Files.writeString(maven, "[ -e '" + dir + "/ended' ] || exit 1\n" + script.substring(script.indexOf('\n')));
        Run run = launch(bin, checkout.npymap(), "--version");
        assertEquals(0, run.status(), run.err());
        assertEquals("npymap: waiting for the build of process "
                + Files.readString(dir.resolve("maven")).strip(), run.errLines().getFirst());
        assertTrue(run.errLines().getLast().startsWith("npymap: built in "), run.err());
    }

    @Test
    void buildsAgainWhatChangedMeanwhile() throws Exception {
        Path bin = checkout.buildingMaven();
        Path source = checkout.home().resolve("core/src/main/Source.java");
        Files.writeString(bin.resolve("mvn"), "echo '// changed' >'" + source + "'\n", StandardOpenOption.APPEND);
        assertEquals(0, launch(bin, checkout.npymap(), "--version").status());
        assertEquals("npymap: building anew in " + checkout.home()
                + ", because the sources have changed, in 4 steps",
                launch(checkout.buildingMaven(), checkout.npymap(), "--version").errLines().getFirst());
        assertEquals("", launch(bin, checkout.npymap(), "--version").err());
    }

    @Test
    void leavesNoPartOfAStartUpCache() throws Exception {
        checkout.build();
        Path target = checkout.home().resolve("cli/target");
        List<String> left = List.of("npymap.aot.java", "npymap.jar");
        Files.delete(target.resolve("npymap.aot"));
        Run run = checkout.launch(dir,
                Map.of("NPYMAP_JAVA", checkout.jdk("echo cache >\"$made\" && kill -TERM 0").toString()),
                "setsid", "-w", checkout.npymap(), "--version");
        assertEquals(143, run.status(), run.err());
        for (int n = 0; n < 100 && !names(target).equals(left); n++) {
            Thread.sleep(50);
        }
        assertEquals(left, names(target));
    }

    /// Builds this checkout's own sources with the real Maven and what it has fetched.
    @Test
    @Tag("full")
    void buildsARealCheckout() throws Exception {
        Checkout.assume(found("mvn"), "Maven is not on the PATH");
        for (String module : List.of("core", "cli")) {
            Path main = checkout.home().resolve(module).resolve("src/main");
            Files.delete(main.resolve("Source.java"));
            copy(Path.of("..", module, "src/main"), main);
        }
        Run run = checkout.launch(dir, Map.of(), checkout.npymap(), "demo", "--size", "1m", "--dir", dir);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("sum on one thread"), run.out());
        assertTrue(Files.size(checkout.home().resolve("cli/target/npymap.aot")) > 0, "a quick start is prepared");
    }

    /// Runs with a JDK that notes each wish for a start-up cache, and makes none, which takes seconds.
    private Run launch(Path bin, Object... words) throws Exception {
        return checkout.launch(dir, Map.of("PATH", bin + ":" + SYSTEM, "XDG_CACHE_HOME", cache.toString(),
                "NPYMAP_JAVA", java.toString()), words);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(path));
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }

    private static boolean found(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    private static Path path(String program) {
        return Stream.of(SYSTEM.split(":")).map(dir -> Path.of(dir, program)).filter(Files::isExecutable).findFirst()
                .orElseThrow();
    }
}
