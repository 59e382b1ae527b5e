package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/// A scratch copy of the launcher and its build files, beside sources that say nothing.
///
/// Its program leads to this test's own classes, so that nothing needs to be compiled.
final class Checkout {
    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("bom", "core", "connect/agrona", "cli", "examples",
            "benchmarks", "consumers");

    private final Path dir;
    private final Path home;

    Checkout(Path dir) throws IOException {
        this.dir = dir.toRealPath();
        this.home = Files.createDirectory(this.dir.resolve("the home"));
        Files.copy(TOP.resolve("npymap"), home.resolve("npymap")).toFile().setExecutable(true);
        Files.createDirectory(home.resolve(".mvn"));
        try (var scripts = Files.newDirectoryStream(TOP.resolve(".mvn"))) {
            for (Path script : scripts) {
                Files.copy(script, home.resolve(".mvn").resolve(script.getFileName()));
            }
        }
        Files.copy(TOP.resolve("pom.xml"), home.resolve("pom.xml"));
        for (String module : MODULES) {
            Files.createDirectories(home.resolve(module));
            Files.copy(TOP.resolve(module).resolve("pom.xml"), home.resolve(module).resolve("pom.xml"));
        }
        for (String module : List.of("core", "cli")) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            Files.writeString(home.resolve(module).resolve("src/main/Source.java"), "");
        }
    }

    Path home() {
        return home;
    }

    Path npymap() {
        return home.resolve("npymap");
    }

    /// Puts the program where a build puts it, and the sign that this java can make no start-up cache.
    void build() throws IOException {
        Path target = Files.createDirectories(home.resolve("cli/target"));
        Files.createDirectories(home.resolve("core/target"));
        jar(target.resolve("npymap.jar"), classPath(), "");
        Path cache = Files.createFile(target.resolve("npymap.aot"));
        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().plusSeconds(60)));
        Files.writeString(target.resolve("npymap.aot.java"), JAVA + "\n");
    }

    /// Makes an `mvn` that does what a script says in the directory to be built.
    ///
    /// @return the directory to put on the `PATH`
    Path fakeMaven(String script) throws IOException {
        Path bin = Files.createDirectories(dir.resolve("bin"));
        Path maven = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\n" + script);
        maven.toFile().setExecutable(true);
        return bin;
    }

    /// Skips the calling test, with a line, where something is not given.
    static void assume(boolean given, String needed) {
        if (!given) {
            System.out.println("left out: " + needed);
        }
        Assumptions.assumeTrue(given, needed);
    }

    /// An `mvn` that tells of its progress as the real one does, and leaves the program.
    Path buildingMaven() throws IOException {
        return buildingMaven("", ":");
    }

    /// An `mvn` that goes on from each step once the launcher has told of it.
    ///
    /// @param first a part of what the launcher tells of the first step
    Path watchedMaven(String first) throws IOException {
        return buildingMaven(first, """
                for n in $(seq 200); do
                    grep -qs "$1" '%1$s/out' '%1$s/err' && return
                    sleep 0.05
                done""".formatted(dir));
    }

    private Path buildingMaven(String first, String await) throws IOException {
        Path repository = Files.createDirectories(dir.resolve("a repository/lib/1"));
        jar(repository.resolve("lib-1.jar"), classPath(), "");
        jar(dir.resolve("built.jar"), "lib/lib/1/lib-1.jar", repository.getParent().getParent().toString());
        return fakeMaven("""
                await() {
                    %s
                }
                echo '[INFO] Downloaded from central: https://repo.example/maven2/a.pom (1 kB at 1 kB/s)'
                await '%s'
                echo '[INFO] Building npymap core 0.1.0-SNAPSHOT                          [1/2]'
                echo '[INFO] --- maven-compiler-plugin:3.14.1:compile (default-compile) @ npymap-core ---'
                await 'compiling core'
                echo '[INFO] Building npymap cli 0.1.0-SNAPSHOT                           [2/2]'
                await 'compiling cli'
                mkdir -p core/target cli/target
                profile=$(sed -n '/<id>launcher/,$s/ *<finalName>//p' cli/pom.xml)
                cp '%s' "cli/target/${profile%%%%<*}.jar"
                """.formatted(await, first, dir.resolve("built.jar")));
    }

    /// A JDK 25 whose java runs a script when it is asked for a start-up cache, named `$made`, and is the real one else.
    ///
    /// @return its java
    Path jdk(String script) throws IOException {
        Path bin = Files.createDirectories(dir.resolve("jdk/bin"));
        Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"25.0.3\"\n");
        if (!Files.exists(bin.resolve("jar"))) {
            Files.createSymbolicLink(bin.resolve("jar"), JAVA.resolveSibling("jar"));
        }
        Path java = Files.writeString(bin.resolve("java"), """
                #!/bin/sh
                for word; do
                    case $word in
                        -XX:AOTCacheOutput=*)
                            made=${word#*=}
                            %s
                            exit
                            ;;
                    esac
                done
                exec '%s' "$@"
                """.formatted(script, JAVA));
        java.toFile().setExecutable(true);
        return java;
    }

    Run launch(Path from, Map<String, String> environment, Object... words) throws Exception {
        Path out = dir.resolve("out");
        Path err = dir.resolve("err");
        List<String> command = new ArrayList<>();
        for (Object word : words) {
            command.add(word.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(from.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("NPYMAP_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
                "MAVEN_OPTS", "MAVEN_ARGS", "XDG_CACHE_HOME", "JAVA_HOME"));
        builder.environment().put("NPYMAP_JAVA", JAVA.toString());
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        Process process = builder.start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("the launcher hangs: " + command);
        }
        return new Run(process.exitValue(), new String(Files.readAllBytes(out), StandardCharsets.UTF_8),
                new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
    }

    private static void jar(Path jar, String classPath, String repository) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.CLASS_PATH, classPath);
        main.putValue("Repository", repository);
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" "));
    }
}
