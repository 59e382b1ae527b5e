package dev.npymap.cli;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
/// That is a file of one of the [kinds][FileKind], a member of an archive, or something in a pickle:
/// `model.npz/layer1/weights`, `model.pkl/layers/0/weights`.
final class Sources {
    static final String NPY = ".npy";
    static final String NPZ = ".npz";
    private static final int HEAD_BYTES = 6;
    private static final String GZIP_MAGIC = "\u001f\u008b";

    private Sources() {
    }

    /// Finds out where a path leads.
    ///
    /// @return a file, or what an archive or pickle may or may not hold; a file of no known kind is taken for a `.npy`
    /// @throws IOException if the path leads through a file that holds nothing with a name
    static Location locate(Path path) throws IOException {
        Path file = file(path);
        String fileName = String.valueOf(file.getFileName());
        String head = head(file, false);
        boolean gzip = head.startsWith(GZIP_MAGIC);
        FileKind kind = FileKind.of(gzip ? head(file, true) : head, fileName);
        if (file.equals(path)) {
            return new Location(path, file, Optional.empty(), kind, gzip);
        }
        if (kind != FileKind.NPZ && kind != FileKind.PICKLE) {
            throw new FileSystemException(path.toString(), null, file + " is a file, not a directory");
        }
        Path rest = path.subpath(file.getNameCount(), path.getNameCount());
        String member = StreamSupport.stream(rest.spliterator(), false)
                .map(Path::toString).collect(Collectors.joining("/"));
        return new Location(path, file, Optional.of(member), kind, gzip);
    }

    /// The protocol that a pickle names; 0 for the oldest, which name none.
    static int protocol(Location at) {
        return FileKind.protocol(head(at.file(), at.gzip()));
    }

    /// The first bytes of a file, as Latin-1; none where it cannot be read: whoever opens it will say why not.
    private static String head(Path file, boolean gzip) {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (InputStream in = gzip ? GzipFile.open(file) : Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
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
            if (at.pickle()) {
                return 0; // soon done: only the arrays in a pickle are large, and they are not looked for twice
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

    /// Maps the one array that a place holds, for as long as the action takes; one in a compressed file is read.
    ///
    /// @throws IllegalArgumentException if there are several arrays
    static void one(Location at, Part part, Action action) throws IOException {
        one(at, part, Texts.REFUSED, action);
    }

    /// As [#one(Location, Part, Action)], also from text.
    static void one(Location at, Part part, Texts texts, Action action) throws IOException {
        switch (at.kind()) {
            case NPZ -> {
                try (Archive archive = Archive.open(at)) {
                    action.on(archive.array(archive.onlyArray(), part));
                }
            }
            case PICKLE -> {
                try (PickleFile pickle = PickleFile.open(at)) {
                    action.on(part.of(pickle.onlyArray()));
                }
            }
            case TEXT -> action.on(part.of(texts.read(at)));
            case NPY -> {
                try (Arena arena = Arena.ofConfined()) {
                    action.on(part.of(npy(at, arena)));
                }
            }
        }
    }

    static NdArray npy(Location at, Arena arena) throws IOException {
        if (!at.gzip()) {
            try {
                return Npy.map(at.file(), arena);
            } catch (ArrayFormatException refused) {
                throw ObjectArrays.explain(refused, () -> Npy.header(at.file()));
            }
        }
        String name = at.file().getFileName().toString();
        try (InputStream in = GzipFile.open(at.file())) {
            NdArray array = Npy.read(in, name).orElseThrow(() -> new ArrayFormatException(name, "empty", 0));
            // The checksum is at the end.
            in.transferTo(OutputStream.nullOutputStream());
            return array;
        }
    }

    /// Writes an array to a file, in place of the one of that name if there is one.
    ///
    /// @throws FileFailure if it is the written file that is to blame, not the one that the array comes from
    static void write(Path target, NdArray array) throws IOException {
        writing(target, () -> {
            if (FileKind.isGzip(target.toString())) {
                Npy.writeGzip(target, array);
            } else {
                Npy.write(target, array);
            }
        });
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
