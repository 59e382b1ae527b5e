package dev.npymap.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Keeps the README's Java to what the build compiles and runs.
class ReadmeExampleTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path EXAMPLE = Path.of("src/main/java/dev/npymap/examples/ReadmeExample.java");
    private static final Pattern JAVA_BLOCK = Pattern.compile("^```java\\R(.*?)^```",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern TEXT_OR_COMMENT = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\")|//[^\\n]*");

    @Test
    void theReadmesStatementsStandInTheExampleInTheirOrder() throws IOException {
        Matcher block = JAVA_BLOCK.matcher(Files.readString(README));
        String example = normal(Files.readString(EXAMPLE));
        int blocks = 0;
        for (int from = 0; block.find(); blocks++) {
            List<String> statements = statements(normal(block.group(1)));
            assertFalse(statements.isEmpty(), README + " has a block without a statement");
            for (String statement : statements) {
                int at = example.indexOf(statement, from);
                assertTrue(at >= 0, EXAMPLE + " lacks, or has elsewhere, the README's: " + statement);
                from = at + statement.length();
            }
        }
        assertTrue(blocks >= 2, README + " has Java for the store and for a file");
    }

    /// Without comments, and with one space for any white space.
    private static String normal(String source) {
        return TEXT_OR_COMMENT.matcher(source)
                .replaceAll(found -> found.group(1) == null ? "" : Matcher.quoteReplacement(found.group(1)))
                .replaceAll("\\s+", " ").strip();
    }

    /// Splits behind each `;`, `{` and `}` that stands in no text.
    private static List<String> statements(String source) {
        List<String> statements = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int n = 0; n < source.length(); n++) {
            char c = source.charAt(n);
            if (c == '"' && (n == 0 || source.charAt(n - 1) != '\\')) {
                quoted = !quoted;
            }
            if (!quoted && (c == ';' || c == '{' || c == '}')) {
                statements.add(source.substring(start, n + 1).strip());
                start = n + 1;
            }
        }
        String rest = source.substring(start).strip();
        if (!rest.isEmpty()) {
            statements.add(rest);
        }
        return statements;
    }
}
