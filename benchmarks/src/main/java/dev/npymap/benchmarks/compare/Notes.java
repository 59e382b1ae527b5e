package dev.npymap.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is known about figures that do not reach their goal: what was tried, and what the limit is.
///
/// They are in the resource `notes.txt`: paragraphs whose first line is the name of a row, or its beginning and `*`.
final class Notes {
    private final List<Map.Entry<String, String>> notes = new ArrayList<>();

    Notes() throws IOException {
        try (InputStream in = Notes.class.getResourceAsStream("notes.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String paragraph : text.split("\n{2,}")) {
                String[] parts = paragraph.strip().split("\n", 2);
                if (parts.length == 2) {
                    notes.add(Map.entry(parts[0], parts[1].replace('\n', ' ')));
                }
            }
        }
    }

    /// {@return what is said, whatever the row}
    List<String> texts() {
        return notes.stream().map(Map.Entry::getValue).toList();
    }

    /// Adds what is known to a row that does not reach its goal.
    Row annotate(Row row) {
        if (row.isMet() || !row.note().isEmpty()) {
            return row;
        }
        return notes.stream().filter(note -> suits(note.getKey(), row.name())).findFirst()
                .map(note -> row.withNote(note.getValue())).orElse(row);
    }

    private static boolean suits(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
