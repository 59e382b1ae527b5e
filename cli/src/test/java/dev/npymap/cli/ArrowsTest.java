package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/// The packages of the command line know each other in one direction only.
class ArrowsTest {
    private static final Map<String, Set<String>> ALLOWED = Map.of("terminal", Set.of(), "source", Set.of("terminal"),
            "report", Set.of("source", "terminal"), "convert", Set.of("report", "source", "terminal"),
            "store", Set.of("convert", "report", "source", "terminal"), "demo", Set.of("terminal"));
    private static final Pattern IMPORT = Pattern.compile("(?m)^import dev\\.npymap\\.cli\\.([a-z]+)?");

    @Test
    void packagesDependOnNoOthersThanTheDesignSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Set<String>> arrows : ALLOWED.entrySet()) {
            try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/npymap/cli", arrows.getKey()))) {
                for (Path file : files.toList()) {
                    Matcher uses = IMPORT.matcher(Files.readString(file));
                    while (uses.find()) {
                        if (uses.group(1) == null || !arrows.getValue().contains(uses.group(1))) {
                            wrong.add(file + " uses " + uses.group());
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }
}
