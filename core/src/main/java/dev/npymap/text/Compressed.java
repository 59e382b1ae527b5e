package dev.npymap.text;

import java.nio.file.Path;
import java.util.List;

/// The compression that a file's name indicates to NumPy.
final class Compressed {
    private static final List<String> UNSUPPORTED = List.of(".bz2", ".xz", ".lzma");

    private Compressed() {
    }

    /// @throws IllegalArgumentException if NumPy would use a compression that is not supported here
    static boolean isGzip(Path path) {
        String name = path.toString();
        if (UNSUPPORTED.stream().anyMatch(name::endsWith)) {
            throw new IllegalArgumentException(
                    path.getFileName() + ": unsupported compression: text is compressed with gzip, as .gz");
        }
        return name.endsWith(".gz");
    }
}
