package dev.npymap.text;

import java.nio.file.Path;
import java.util.List;

/// What the name of a file says about its compression, as to NumPy.
final class Compressed {
    private static final List<String> UNSUPPORTED = List.of(".bz2", ".xz", ".lzma");

    private Compressed() {
    }

    /// @throws IllegalArgumentException if NumPy would compress in a way that is not known here
    static boolean isGzip(Path path) {
        String name = path.toString();
        if (UNSUPPORTED.stream().anyMatch(name::endsWith)) {
            throw new IllegalArgumentException(
                    path.getFileName() + ": unsupported compression: text is compressed with gzip, as .gz");
        }
        return name.endsWith(".gz");
    }
}
