package dev.npymap.cli;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Where arrays come from: the one place that knows what a path on the command line can mean.
final class Sources {
    private Sources() {
    }

    /// Reads the header that describes an array, and checks that the file is long enough for it.
    static NpyHeader header(Path path) throws IOException {
        requireNpy(path);
        return Npy.header(path);
    }

    /// Maps an array read-only, for as long as the arena is open.
    static NdArray map(Path path, Arena arena) throws IOException {
        requireNpy(path);
        return Npy.map(path, arena);
    }

    /// Writes an array to a file, in place of the one of that name if there is one.
    ///
    /// @throws FileFailure if it is the written file that is to blame, not the one that the array comes from
    static void write(Path target, NdArray array) throws IOException {
        try {
            Npy.write(target, array);
        } catch (ArrayFormatException ofArray) {
            throw ofArray;
        } catch (IOException ofTarget) {
            throw new FileFailure(target, ofTarget);
        }
    }

    private static void requireNpy(Path path) throws IOException {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.isRegularFile(parent)) {
                throw new FileSystemException(path.toString(), null, parent + " is a file, not a directory");
            }
        }
        if (path.toString().toLowerCase(Locale.ROOT).endsWith(".npz") && Files.isRegularFile(path)) {
            throw new ArrayFormatException(path.toString(), "unsupported: a .npz archive, where a .npy file is wanted",
                    0);
        }
    }
}
