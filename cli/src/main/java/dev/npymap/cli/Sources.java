package dev.npymap.cli;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Where arrays come from: the one place that knows what a path on the command line can mean.
///
/// That is a file of one of the [kinds][FileKind], a member of an archive, or something in a pickle:
/// `model.npz/layer1/weights`, `model.pkl/layers/0/weights`. Of arrays and pickles one behind the other a number at the
/// end tells one, counted from 0: `many.npy#1`, `many.pkl/layers/0#1`. A file or a name that exists as a whole is meant
/// first.
final class Sources {
    static final String NPY = ".npy";
    static final String NPZ = ".npz";
    private static final int HEAD_BYTES = 6;
    /// So many bytes tell whether something without a mark is a pickle.
    private static final int PROBE_BYTES = 1 << 16;
    /// Names with a number behind them, of as many digits as a `long` is sure to hold.
    private static final Pattern NUMBERED = Pattern.compile("(?s)(.*)#([0-9]{1,18})");
    private static final String GZIP_MAGIC = "\u001f\u008b";

    private Sources() {
    }

    /// Finds out where a path leads.
    ///
    /// @return a file, or what an archive or pickle may or may not hold; a file of no known kind is taken for a `.npy`
    /// @throws IOException if the path leads through a file that holds nothing with a name
    static Location locate(Path path) throws IOException {
        Path file = file(path);
        if (file.equals(path) && !Files.exists(path)) {
            requireNumberAtEnd(path);
        }
        String fileName = String.valueOf(file.getFileName());
        boolean gzip = latin1(head(file, false, HEAD_BYTES)).startsWith(GZIP_MAGIC);
        FileKind kind = kind(file, gzip, fileName);
        if (file.equals(path)) {
            return new Location(path, file, Optional.empty(), Optional.empty(), kind, gzip);
        }
        if (!path.startsWith(file)) {
            return numbered(new Location(path, file, Optional.empty(), Optional.of(number(path)), kind, gzip));
        }
        Path rest = path.subpath(file.getNameCount(), path.getNameCount());
        String member = StreamSupport.stream(rest.spliterator(), false)
                .map(Path::toString).collect(Collectors.joining("/"));
        Location named = new Location(path, file, Optional.of(member), Optional.empty(), kind, gzip);
        return NUMBERED.matcher(member).matches() && !exists(named)
                ? numbered(new Location(path, file, Optional.of(unnumbered(member)), Optional.of(number(path)), kind,
                        gzip))
                : holding(named);
    }

    /// The same place, with the kind of the one that the number tells.
    private static Location numbered(Location at) throws IOException {
        if (at.archive() && at.member().isPresent()) {
            return at;
        }
        if (at.archive() || at.kind() == FileKind.TEXT) {
            throw new FileSystemException(at.path().toString(), null, at.file() + " is "
                    + (at.archive() ? "an archive, whose members have names" : "text") + ": there is no number "
                    + at.position());
        }
        return holding(new Location(at.path(), at.file(), at.member(), at.number(), Series.kind(at), at.gzip()));
    }

    private static Location holding(Location at) throws IOException {
        if (at.member().isPresent() && !at.archive() && !at.pickle()) {
            throw new FileSystemException(at.path().toString(), null, at.file() + " is a file, not a directory");
        }
        return at;
    }

    /// Whether an archive or a pickle holds something of that whole name.
    private static boolean exists(Location at) throws IOException {
        try {
            if (at.archive()) {
                Archive.open(at).close();
            } else if (at.pickle()) {
                PickleFile.open(at).close();
            }
            return at.archive() || at.pickle();
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static long number(Path path) {
        Matcher number = NUMBERED.matcher(path.toString());
        return number.matches() ? Long.parseLong(number.group(2)) : 0;
    }

    private static String unnumbered(String text) {
        return NUMBERED.matcher(text).replaceFirst("$1");
    }

    /// Says where a number belongs, if it follows a file and other names follow it.
    private static void requireNumberAtEnd(Path path) throws NoSuchFileException {
        for (Path at = path.getParent(); at != null; at = at.getParent()) {
            Path file = Path.of(unnumbered(at.toString()));
            if (!file.equals(at) && Files.isRegularFile(file)) {
                throw new NoSuchFileException(path.toString(), null, "no such file; a number stands at the end: "
                        + file.resolve(at.relativize(path)) + "#" + number(at));
            }
        }
    }

    /// Reads the header of the array that is meant.
    static NpyHeader header(Location at) throws IOException {
        if (at.position() > 0) {
            try (Series series = Series.open(at)) {
                return series.header().orElseThrow();
            }
        }
        return firstHeader(at);
    }

    /// Reads the header that the file begins with.
    static NpyHeader firstHeader(Location at) throws IOException {
        if (!at.gzip()) {
            return Npy.header(at.file());
        }
        try (InputStream in = GzipFile.open(at.file())) {
            return Npy.inflatedHeader(in, at.file().getFileName().toString(), Files.size(at.file()));
        }
    }

    private static FileKind kind(Path file, boolean gzip, String fileName) {
        return FileKind.marked(latin1(head(file, gzip, HEAD_BYTES))).orElseGet(() -> {
            byte[] first = head(file, gzip, PROBE_BYTES);
            // How long something is that was compressed shows only at its end.
            long more = gzip ? Long.MAX_VALUE : file.toFile().length();
            return FileKind.unmarked(first, first.length < PROBE_BYTES ? first.length : more, fileName);
        });
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// The first bytes of a file; none where it cannot be read: whoever opens it will say why not.
    private static byte[] head(Path file, boolean gzip, int count) {
        if (!Files.isRegularFile(file)) {
            return new byte[0];
        }
        try (InputStream in = gzip ? GzipFile.open(file) : Files.newInputStream(file)) {
            return in.readNBytes(count);
        } catch (IOException _) {
            return new byte[0];
        }
    }

    /// The file that a path leads to or through; the path itself if there is none.
    static Path file(Path path) {
        for (Path at = path; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at)) {
                return at;
            }
        }
        Path unnumbered = Path.of(unnumbered(path.toString()));
        return Files.isRegularFile(unnumbered) ? unnumbered : path;
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
                    archive.behind(archive.onlyArray()).requireNothing();
                    action.on(archive.array(archive.onlyArray(), part));
                }
            }
            case PICKLE -> {
                try (PickleFile pickle = PickleFile.open(at)) {
                    pickle.behind().requireNothing();
                    action.on(part.of(pickle.onlyArray()));
                }
            }
            case TEXT -> action.on(part.of(texts.read(at)));
            case NPY -> {
                Series.behind(at).requireNothing();
                try (Arena arena = Arena.ofShared()) {
                    action.on(part.of(npy(at, arena)));
                }
            }
        }
    }

    static NdArray npy(Location at, Arena arena) throws IOException {
        if (at.position() > 0) {
            ObjectArrays.requireElements(header(at));
            return Series.value(at, arena).asArray();
        }
        if (!at.gzip()) {
            try {
                return Npy.map(at.file(), arena);
            } catch (ArrayFormatException refused) {
                throw ObjectArrays.explain(refused, () -> Npy.header(at.file()));
            }
        }
        String name = at.file().getFileName().toString();
        try (InputStream in = GzipFile.open(at.file())) {
            NdArray array = Npy.readInflated(in, name, Files.size(at.file()))
                    .orElseThrow(() -> new ArrayFormatException(name, "empty", 0));
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
