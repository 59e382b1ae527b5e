package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The packages know each other in one direction only; `npy` in particular never reaches `pickle`.
class ArrowsTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/npymap");
    private static final Path TEMPLATES = Path.of("src/main/templates");
    private static final Path CLI = Path.of("../cli/src/main/java");
    /// From the lowest package to the highest: each may use only such as stand above it.
    private static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();
    private static final Pattern PACKAGE = Pattern.compile("dev\\.npymap\\.((?:internal\\.)?[a-z0-9]+)\\b");
    private static final Pattern DECLARED = Pattern.compile("(?m)^package dev\\.npymap\\.([a-z0-9.]+);");
    private static final Pattern PUBLIC = Pattern
            .compile("(?m)^public (?:abstract |final |sealed )*(?:class|interface|record|enum) (\\w+)");

    static {
        allow("internal.decimal");
        allow("internal.python");
        allow("internal.calendar");
        allow("model", "internal.python");
        allow("internal.work", "model");
        allow("internal.io", "internal.work");
        allow("internal.memory", "model", "internal.work", "internal.decimal", "internal.python",
                "internal.calendar");
        allow("internal.reduce", "internal.memory", "model", "internal.work");
        allow("internal.display", "internal.reduce", "internal.memory", "model", "internal.decimal", "internal.python");
        allow("array", "internal.display", "internal.reduce", "internal.memory", "model", "internal.work",
                "internal.decimal");
        allow("internal.npy", "array", "model", "internal.io", "internal.memory", "internal.python");
        allow("npy", "internal.npy", "array", "model", "internal.io", "internal.decimal", "internal.python");
        allow("internal.deflate", "model", "internal.work");
        allow("npz", "npy", "internal.npy", "internal.deflate", "array", "model", "internal.io", "internal.work",
                "internal.memory");
        allow("internal.pickle", "array", "model", "internal.npy", "internal.io");
        allow("pickle", "npy", "internal.npy", "internal.pickle", "array", "model", "internal.io", "internal.decimal",
                "internal.python", "internal.display");
        allow("text", "internal.npy", "array", "model", "internal.io", "internal.work", "internal.decimal",
                "internal.python", "internal.calendar");
        allow("store", "npy", "internal.npy", "array", "model", "internal.io", "internal.work");
        allow("catalog", "store", "npy", "npz", "pickle", "text", "internal.npy", "array", "model", "internal.io");
    }

    private static void allow(String from, String... to) {
        ALLOWED.put(from, Set.of(to));
    }

    @Test
    void packagesDependOnNoOthersThanTheDesignSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<Path, String> file : sources().entrySet()) {
            String from = declared(file.getValue());
            assertTrue(ALLOWED.containsKey(from), file.getKey() + ": the package has its arrows in this test");
            Matcher uses = PACKAGE.matcher(withoutComments(file.getValue()));
            while (uses.find()) {
                String to = uses.group(1);
                if (!to.equals(from) && !ALLOWED.get(from).contains(to)) {
                    wrong.add(file.getKey() + " uses " + to);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void arrowsPointDownOnly() {
        Set<String> below = new TreeSet<>();
        ALLOWED.forEach((from, to) -> {
            assertTrue(below.containsAll(to), from + " uses what does not stand below it");
            assertTrue(below.add(from));
        });
    }

    @Test
    void noPackageIsAWarehouse() throws IOException {
        Map<String, Long> sizes = sources().values().stream()
                .collect(Collectors.groupingBy(ArrowsTest::declared, Collectors.counting()));
        sizes.forEach((name, size) -> assertTrue(size <= 40, name + " has " + size + " files"));
    }

    @Test
    void whatIsPublicInsideIsUsedByAnotherPackage() throws IOException {
        Map<Path, String> sources = sources();
        Map<Path, String> users = new LinkedHashMap<>(sources);
        users.putAll(javaFiles(CLI));
        Map<String, Set<String>> words = new LinkedHashMap<>();
        users.forEach((file, text) -> words.computeIfAbsent(declared(text), _ -> new TreeSet<>())
                .addAll(Pattern.compile("\\b[A-Z]\\w*").matcher(withoutComments(text)).results()
                        .map(word -> word.group()).toList()));
        words.put("views", new TreeSet<>(List.of(Files.readString(TEMPLATES.resolve("Expand.java")).split("\\W+"))));
        for (Map.Entry<Path, String> file : sources.entrySet()) {
            String in = declared(file.getValue());
            Matcher type = PUBLIC.matcher(file.getValue());
            if (in.startsWith("internal.") && type.find()) {
                assertFalse(words.entrySet().stream().noneMatch(
                        other -> !other.getKey().equals(in) && other.getValue().contains(type.group(1))),
                        file.getKey() + " is public for nobody");
            }
        }
    }

    private static Map<Path, String> sources() throws IOException {
        Map<Path, String> sources = javaFiles(SOURCES);
        assertTrue(sources.size() > 10, "sources are read from the module's directory");
        try (Stream<Path> walk = Files.walk(TEMPLATES)) {
            for (Path file : walk.filter(path -> path.toString().endsWith(".java.template")).toList()) {
                sources.put(file, Files.readString(file));
            }
        }
        return sources;
    }

    private static Map<Path, String> javaFiles(Path root) throws IOException {
        Map<Path, String> files = new LinkedHashMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                files.put(file, Files.readString(file));
            }
        }
        return files;
    }

    private static String declared(String source) {
        Matcher declared = DECLARED.matcher(source);
        assertTrue(declared.find(), source);
        return declared.group(1);
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?m)^\\s*//.*$", "").replaceAll("(?s)/\\*.*?\\*/", "");
    }
}
