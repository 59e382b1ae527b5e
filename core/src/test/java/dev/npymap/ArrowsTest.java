package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The packages know each other in one direction only; `npy` in particular never reaches `pickle`.
class ArrowsTest {
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "array", Set.of(),
            "agrona", Set.of("array"),
            "io", Set.of("array"),
            "npy", Set.of("array", "io"),
            "npz", Set.of("npy", "array", "io"),
            "pickle", Set.of("npy", "array", "io"),
            "text", Set.of("npy", "array", "io"),
            "catalog", Set.of("npy", "npz", "pickle", "text", "array", "io"));
    private static final Pattern PACKAGE = Pattern.compile("dev\\.npymap\\.([a-z0-9]+)\\b");

    @Test
    void packagesDependOnNoOthersThanTheDesignSays() throws IOException {
        Path sources = Path.of("src/main/java/dev/npymap");
        List<String> wrong = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(sources)) {
            files = walk.filter(file -> file.toString().endsWith(".java")).toList();
        }
        assertTrue(files.size() > 10, "sources are read from the module's directory");
        for (Path file : files) {
            Path relative = sources.relativize(file);
            assertEquals(2, relative.getNameCount(), relative + " lies in a package of the library");
            String from = relative.getName(0).toString();
            assertTrue(ALLOWED.containsKey(from), relative + ": the package has its arrows in this test");
            Matcher uses = PACKAGE.matcher(withoutComments(Files.readString(file)));
            while (uses.find()) {
                String to = uses.group(1);
                if (!to.equals(from) && !ALLOWED.get(from).contains(to)) {
                    wrong.add(relative + " uses " + to);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?m)^\\s*//.*$", "").replaceAll("(?s)/\\*.*?\\*/", "");
    }
}
