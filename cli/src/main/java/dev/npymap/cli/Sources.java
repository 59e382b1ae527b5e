package dev.npymap.cli;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Where arrays come from: the one place that knows what a path on the command line can mean.
///
/// That is a `.npy` file, a `.npz` archive, or a member of one: `model.npz/layer1/weights`.
final class Sources {
    static final String NPY = ".npy";
    static final String NPZ = ".npz";

    private Sources() {
    }

    /// Finds out where a path leads.
    ///
    /// @return an archive, a member that an archive may or may not have, or else what is to be taken for a `.npy` file
    /// @throws IOException if the path leads through a file that is no archive
    static Location locate(Path path) throws IOException {
        Path file = file(path);
        boolean archive = isArchive(file);
        if (file.equals(path)) {
            return new Location(path, file, Optional.empty(), archive);
        }
        if (!archive) {
            throw new FileSystemException(path.toString(), null, file + " is a file, not a directory");
        }
        Path rest = path.subpath(file.getNameCount(), path.getNameCount());
        String member = StreamSupport.stream(rest.spliterator(), false)
                .map(Path::toString).collect(Collectors.joining("/"));
        return new Location(path, file, Optional.of(member), true);
    }

    /// The file that a path leads to or through; the path itself if there is none.
    static Path file(Path path) {
        for (Path at = path; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at)) {
                return at;
            }
        }
        return path;
    }

    /// The first bytes tell, as they do for NumPy; the suffix only what a damaged file should have been.
    private static boolean isArchive(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String magic = new String(in.readNBytes(6), StandardCharsets.ISO_8859_1);
            return magic.startsWith("PK\3\4") || magic.startsWith("PK\5\6")
                    || hasSuffix(file, NPZ) && !magic.equals("\u0093NUMPY");
        } catch (IOException _) {
            return false; // whoever opens it will say why not
        }
    }

    static boolean hasSuffix(Path path, String suffix) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(suffix);
    }

    /// How large what a path leads to is, in bytes: a guess for a progress bar, 0 for what is not there.
    static long byteSize(Path path) {
        long size = path.toFile().length();
        if (size > 0 || Files.exists(path)) {
            return size;
        }
        try {
            Location at = locate(path);
            if (!at.archive()) {
                return 0;
            }
            try (Archive archive = Archive.open(at)) {
                return archive.members().getFirst().compressedSize();
            }
        } catch (IOException | RuntimeException _) {
            return 0; // reported when its turn comes
        }
    }

    /// What is done with an array.
    interface Action {
        void on(NdArray array) throws IOException;
    }

    /// Maps the one array that a place holds, for as long as the action takes.
    ///
    /// @throws IllegalArgumentException if it is an archive with several arrays
    static void one(Location at, Part part, Action action) throws IOException {
        if (at.archive()) {
            try (Archive archive = Archive.open(at)) {
                action.on(archive.array(archive.onlyArray(), part));
            }
        } else {
            try (Arena arena = Arena.ofConfined()) {
                action.on(part.of(Npy.map(at.file(), arena)));
            }
        }
    }

    /// Writes an array to a file, in place of the one of that name if there is one.
    ///
    /// @throws FileFailure if it is the written file that is to blame, not the one that the array comes from
    static void write(Path target, NdArray array) throws IOException {
        writing(target, () -> Npy.write(target, array));
    }

    /// Does something that reads arrays and writes a file.
    ///
    /// @throws FileFailure if it is the written file that is to blame, not the one that the arrays come from
    static void writing(Path target, FileFailure.Action action) throws IOException {
        if (!file(target).equals(target)) {
            throw new FileFailure(target, new FileSystemException(target.toString(), null,
                    file(target) + " is a file, not a directory"));
        }
        try {
            action.run();
        } catch (ArrayFormatException ofArray) {
            throw ofArray;
        } catch (IOException ofTarget) {
            throw new FileFailure(target, ofTarget);
        }
    }
}
