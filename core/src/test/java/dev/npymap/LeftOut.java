package dev.npymap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What this build does not test because an oracle is too old: the module `consumers` prints it, where the build ends.
public final class LeftOut {
    private LeftOut() {
    }

    /// Adds a line to `target/left-out.txt` of this module, with `CI=true`.
    ///
    /// @param line what is left out, and why
    public static void note(String line) {
        if ("true".equals(System.getenv("CI"))) {
            note(Path.of("target"), line);
        }
    }

    static void note(Path target, String line) {
        try {
            Files.createDirectories(target);
            Files.writeString(target.resolve("left-out.txt"), line + "\n", StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
