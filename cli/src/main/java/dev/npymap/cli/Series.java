package dev.npymap.cli;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import dev.npymap.npz.Npz;
import dev.npymap.npz.NpzMember;
import dev.npymap.pickle.Pickle;
import dev.npymap.pickle.PickleReader;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The arrays and pickles in a `.npy` file or pickle, of which it may hold several one behind the other.
///
/// It stands at the one that is meant: `#N`, or the first.
final class Series implements AutoCloseable {
    private final Location at;
    private final Arena arena;
    private final PickleReader reader;
    private final String source;

    private Series(Location at, Arena arena) throws IOException {
        this(at, arena, at.gzip()
                ? Pickle.reader(GzipFile.read(at.file(), arena), at.file().getFileName().toString())
                : Pickle.reader(at.file(), arena), at.file().getFileName().toString());
    }

    /// @param source the name of what is read, for messages
    private Series(Location at, Arena arena, PickleReader reader, String source) throws IOException {
        this.at = at;
        this.arena = arena;
        this.reader = reader;
        this.source = source;
        while (reader.number() < at.position()) {
            requireNext();
            next();
        }
        if (at.position() > 0) {
            requireNext();
        }
    }

    private void requireNext() throws IOException {
        if (!reader.hasNext()) {
            throw new NoSuchFileException(at.path().toString(), null, "no such number; " + source + " holds "
                    + reader.number() + ", counted from 0");
        }
    }

    /// Opens a file.
    ///
    /// @throws NoSuchFileException if it holds fewer
    static Series open(Location at) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new Series(at, arena);
        } catch (IOException | RuntimeException | Error failure) {
            arena.close();
            throw failure;
        }
    }

    /// Opens a member of an archive, which owns what it lies in.
    static Series of(Location at, Npz npz, NpzMember member) throws IOException {
        String source = npz.source() + "/" + member.name();
        Location place = new Location(at.path(), at.file(), Optional.of(member.name()), at.number(), FileKind.NPZ,
                false);
        return new Series(place, Arena.ofConfined(), Pickle.reader(npz.bytes(member.fileName()), source), source);
    }

    /// Returns the array or value that is meant.
    ///
    /// @param arena owns what it lies in
    static Value value(Location at, Arena arena) throws IOException {
        return new Series(at, arena).next();
    }

    /// The kind of what is meant, which is not always that of the first.
    static FileKind kind(Location at) throws IOException {
        try (Series series = open(at)) {
            return series.header().isPresent() ? FileKind.NPY : FileKind.PICKLE;
        }
    }

    PickleReader reader() {
        return reader;
    }

    boolean hasNext() throws IOException {
        return reader.hasNext();
    }

    /// The header of what comes next, if it is an array with one.
    Optional<NpyHeader> header() throws IOException {
        return reader.header();
    }

    /// Takes the next one.
    ///
    /// @throws ArrayFormatException if what follows is damaged, or neither an array nor a pickle
    Value next() throws IOException {
        long number = reader.number();
        try {
            return reader.next();
        } catch (ArrayFormatException wrong) {
            if (reader.header().isPresent() || reader.protocol() > 0) {
                throw wrong;
            }
            if (number == 0) {
                if (at.kind() == FileKind.NPY) {
                    Sources.firstHeader(at); // throws what is said of bytes that begin no such file
                }
                throw wrong;
            }
            ArrayFormatException other = new ArrayFormatException(source,
                    reader.byteSize() - reader.position() + " bytes behind number " + (number - 1)
                            + " are neither an array nor a pickle",
                    reader.position());
            other.initCause(wrong);
            throw other;
        }
    }

    /// Writes the whole file as it is; compressed by gzip if the target's name says so.
    void copyTo(Path target) throws IOException {
        if (FileKind.isGzip(target.toString()) == at.gzip()) {
            try (Arena raw = Arena.ofShared()) {
                Pickle.reader(at.file(), raw).copyTo(target);
            }
        } else if (at.gzip()) {
            reader.copyTo(target);
        } else {
            reader.copyGzipTo(target);
        }
    }

    /// What lies behind the one that was taken last.
    Behind behind() {
        return Behind.of(at.address(at.archive() ? at.member().orElse("") : ""), this);
    }

    /// What lies behind the first, for whoever was given a file and no number; nothing behind one that is not there.
    static Behind behind(Location at) throws IOException {
        if (at.archive() && at.member().isPresent()) {
            try (Archive archive = Archive.open(at)) {
                return archive.behind(archive.onlyArray());
            }
        }
        if (at.number().isPresent() || at.kind() == FileKind.TEXT || at.archive() || !Files.isRegularFile(at.file())
                || isAlone(at)) {
            return Behind.NOTHING;
        }
        try (Series series = open(at)) {
            series.next();
            return series.behind();
        }
    }

    /// Whether the header alone tells that a file has one array and no more.
    private static boolean isAlone(Location at) throws IOException {
        if (at.kind() != FileKind.NPY || at.gzip()) {
            return false;
        }
        NpyHeader header = Npy.header(at.file());
        return !header.dtype().holdsObjects() && header.dataOffset() + header.dataSize() == at.file().toFile().length();
    }

    @Override
    public void close() {
        arena.close();
    }
}
