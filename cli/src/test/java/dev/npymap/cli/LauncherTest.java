package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Runs a copy of the launcher beside a program that leads to this test's own classes, so that nothing is built.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    private Path dir;
    private Path home;

    @BeforeEach
    void install() throws IOException {
        home = dir.toRealPath().resolve("the home");
        Path target = Files.createDirectories(home.resolve("cli/target"));
        Files.copy(Path.of("../npymap"), home.resolve("npymap")).toFile().setExecutable(true);
        Files.copy(Path.of("../.mvn/jdk.sh"), Files.createDirectory(home.resolve(".mvn")).resolve("jdk.sh"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" ")));
        try (OutputStream jar = Files.newOutputStream(target.resolve("npymap.jar"))) {
            new JarOutputStream(jar, manifest).close();
        }
        // The launcher's sign that this java can make no start-up cache.
        Files.createFile(target.resolve("npymap.aot"));
        Files.writeString(target.resolve("npymap.aot.java"), JAVA + "\n");
    }

    @Test
    void runsThroughRelativeLinksFromAnyDirectory() throws Exception {
        Path bin = Files.createDirectory(home.resolveSibling("bin"));
        Files.createSymbolicLink(bin.resolve("direct"), Path.of("../the home/npymap"));
        Files.createSymbolicLink(bin.resolve("npymap"), Path.of("direct"));
        Run run = launch(bin, Map.of(), "./npymap", "--version");
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.err());
        assertTrue(run.out().startsWith("npymap "), run.out());
    }

    @Test
    void passesWordsAndTheExitStatusOn() throws Exception {
        Npy.write(dir.resolve("a b.npy"), DoubleArray.of(new double[]{1, 2, 3}));
        String npymap = home.resolve("npymap").toString();
        assertEquals(new Run(0, "a b.npy: ok\n", ""), launch(dir, Map.of(), npymap, "verify", "a b.npy"));
        assertEquals(new Run(1, "", "npymap: * .npy: no such file\n"),
                launch(dir, Map.of(), npymap, "show", "* .npy", "-1, ..."));
    }

    @Test
    void refusesAnotherJava() throws Exception {
        Run run = launch(dir, Map.of("NPYMAP_JAVA", "/bin/sh"), home.resolve("npymap").toString(), "--version");
        assertEquals(new Run(1, "", "npymap: NPYMAP_JAVA: /bin/sh is not the java of a JDK 25\n"), run);
    }

    private Run launch(Path from, Map<String, String> environment, String... words) throws Exception {
        Path out = dir.resolve("out");
        Path err = dir.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(words))).directory(from.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("NPYMAP_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().put("NPYMAP_JAVA", JAVA.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("the launcher hangs: " + List.of(words));
        }
        return new Run(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
