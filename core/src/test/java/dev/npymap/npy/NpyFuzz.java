package dev.npymap.npy;

import dev.npymap.Fuzz;
import dev.npymap.FuzzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Fuzzes all doors of `.npy` files, which have to agree.
public final class NpyFuzz {
    private static final Path FILE = FuzzFile.of(".npy");

    private NpyFuzz() {
    }

    /// Opens one file.
    ///
    /// @param bytes its contents
    /// @throws IOException if it cannot be written
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        List<String> problems = HostileRun.problems(FILE, bytes);
        Fuzz.require(problems.isEmpty(), String.join("\n", problems));
    }

    /// {@return the golden files}
    ///
    /// @throws IOException if one cannot be read
    public static List<byte[]> seeds() throws IOException {
        return Fuzz.golden(".npy");
    }
}
