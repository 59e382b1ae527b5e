package dev.npymap.cli;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.NdArray;
import dev.npymap.npy.NpyHeader;
import dev.npymap.npz.Npz;
import dev.npymap.npz.NpzMember;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A `.npz` archive that is open, and those of its members that are meant: all, or the one that the path names.
///
/// Inflated members take memory as long as an archive is open. So it is opened anew now and then, and an array is there
/// only until the next one is asked for.
final class Archive implements AutoCloseable {
    /// What inflated members may take together.
    private static final long MAX_INFLATED = 64L << 20;
    private static final Set<String> METHODS = Set.of("stored", "deflated", "zstd");

    private final Path file;
    private final Location at;
    private final List<NpzMember> members;
    private final int hidden;
    private Arena arena;
    private Npz npz;
    private long inflated;

    private Archive(Location at) throws IOException {
        this.file = at.file();
        this.at = at;
        map();
        try {
            List<NpzMember> all = visible(npz.members());
            this.hidden = npz.members().size() - all.size();
            this.members = at.member().isPresent() ? List.of(find(at, all)) : all;
        } catch (IOException | RuntimeException failure) {
            arena.close();
            throw failure;
        }
    }

    /// Opens an archive.
    ///
    /// @throws IOException if the file is no archive, or has no such member
    static Archive open(Location at) throws IOException {
        return new Archive(at);
    }

    private void map() throws IOException {
        arena = Arena.ofShared();
        try {
            npz = Npz.map(file, arena);
        } catch (IOException | RuntimeException failure) {
            arena.close();
            throw failure;
        }
    }

    /// Of members with the same file name the last is the one that can be read.
    private static List<NpzMember> visible(List<NpzMember> all) {
        Map<String, NpzMember> visible = new LinkedHashMap<>();
        for (NpzMember member : all) {
            visible.remove(member.fileName());
            visible.put(member.fileName(), member);
        }
        return List.copyOf(visible.values());
    }

    private NpzMember find(Location at, List<NpzMember> all) throws IOException {
        String wanted = at.member().orElseThrow();
        if (npz.contains(wanted)) {
            return npz.member(wanted);
        }
        // A path has no empty parts: it cannot say whether a name begins with a slash, or has two.
        List<NpzMember> alike = all.stream()
                .filter(member -> withoutEmptyParts(member.name()).equals(wanted)
                        || withoutEmptyParts(member.fileName()).equals(wanted))
                .toList();
        if (alike.size() == 1) {
            return alike.getFirst();
        }
        List<String> names = all.stream().map(NpzMember::name).toList();
        List<String> below = names.stream().filter(name -> name.startsWith(wanted + "/")).toList();
        throw new NoSuchFileException(at.path().toString(), null, "no such member; " + npz.source() + " has "
                + (names.isEmpty() ? "none" : SomeNames.of(below.isEmpty() ? names : below)));
    }

    private static String withoutEmptyParts(String name) {
        return name.replaceAll("/+", "/").replaceFirst("^/", "").replaceFirst("/$", "");
    }

    /// The members that are meant, in the order of the directory.
    List<NpzMember> members() {
        return members;
    }

    /// How many members cannot be read, because others of the same name come behind them.
    int hidden() {
        return hidden;
    }

    /// The path of a member.
    String path(NpzMember member) {
        return file + "/" + member.name();
    }

    /// Whether the library decodes a member at all.
    static boolean isReadable(NpzMember member) {
        return METHODS.contains(member.method());
    }

    static boolean isStored(NpzMember member) {
        return member.method().equals("stored");
    }

    /// Whether a slice can be read without inflating the whole member.
    static boolean isSeekable(NpzMember member) {
        return member.blockSize() > 0 && member.blockSize() < member.size();
    }

    boolean isArray(NpzMember member) throws IOException {
        return npz.isArray(member.fileName());
    }

    /// Whether a member is nothing but the name of a directory, as zip programs add them.
    static boolean isDirectory(NpzMember member) {
        return member.fileName().endsWith("/") && member.size() == 0;
    }

    /// Whether a member is an array, or cannot be read, which is reported when its turn comes.
    boolean isArrayOrDamaged(NpzMember member) {
        try {
            return isArray(member);
        } catch (IOException | RuntimeException _) {
            return true;
        }
    }

    NpyHeader header(NpzMember member) throws IOException {
        if (at.position() > 0) {
            try (Series series = series(member)) {
                return series.header().orElseThrow(() -> new FileSystemException(at.path().toString(), null,
                        "a pickle, not an array"));
            }
        }
        return npz.header(member.fileName());
    }

    /// Returns a part of an array, inflating no more than that needs.
    ///
    /// @return an array that is there until the next one is asked for
    NdArray array(NpzMember member, Part part) throws IOException {
        if (at.position() > 0) {
            try (Series series = series(member)) {
                Optional<NpyHeader> header = series.header();
                if (header.isPresent()) {
                    ObjectArrays.requireElements(header.get());
                }
                return part.of(series.next().asArray());
            }
        }
        if (part.items().isPresent() && isSeekable(member)) {
            return part.ofSlice(npz.read(member.fileName(), part.slices()));
        }
        if (!isStored(member)) {
            makeRoom(member.size());
        }
        try {
            return part.of(npz.array(member.fileName()));
        } catch (ArrayFormatException refused) {
            throw ObjectArrays.explain(refused, () -> header(member));
        }
    }

    /// What a member holds, which may be several arrays one behind the other; it stands at the number that is meant.
    Series series(NpzMember member) throws IOException {
        if (!isStored(member)) {
            makeRoom(member.size());
        }
        return Series.of(at, npz, member);
    }

    /// Whether the header alone tells that a member holds one array and nothing behind it.
    private boolean isAlone(NpzMember member) throws IOException {
        NpyHeader header = npz.header(member.fileName());
        return !header.dtype().holdsObjects() && header.dataOffset() + header.dataSize() == member.size();
    }

    /// What lies behind the array of a member, where no number says that it alone is meant. Behind one that cannot be
    /// read nothing is looked for.
    Behind behind(NpzMember member) throws IOException {
        try {
            if (at.number().isPresent() || !isReadable(member) || !isArray(member) || isAlone(member)) {
                return Behind.NOTHING;
            }
            try (Series series = series(member)) {
                series.next();
                return series.behind();
            }
        } catch (ArrayFormatException unread) {
            return Behind.NOTHING;
        }
    }

    /// Writes a member as it is to another archive, after everything that lies in it was found to be whole.
    ///
    /// @param verified whether the checksum of one that is stored is compared
    void carry(NpzMember member, Npz.Writer to, boolean verified) throws IOException {
        try (Series series = series(member)) {
            while (series.hasNext()) {
                series.next();
            }
        }
        to.carry(npz, member.fileName(), verified);
    }

    /// Whether a number leads to a pickle that lies in a member behind an array.
    boolean isPickle(NpzMember member) throws IOException {
        if (at.position() == 0) {
            return false;
        }
        try (Series series = series(member)) {
            return series.header().isEmpty();
        }
    }

    /// Whether the elements of a member are Python objects.
    boolean holdsObjects(NpzMember member) throws IOException {
        return isReadable(member) && isArray(member) && header(member).dtype().holdsObjects();
    }

    /// Whether the elements of a member are Python objects; one that cannot be read has none, and is reported when its
    /// turn comes.
    boolean isOfObjects(NpzMember member) {
        try {
            return holdsObjects(member);
        } catch (IOException | RuntimeException _) {
            return false;
        }
    }

    /// Returns the array or pickle that is meant, Python objects as plain values.
    Value value(NpzMember member) throws IOException {
        try (Series series = series(member)) {
            return series.next();
        }
    }

    private void makeRoom(long byteSize) throws IOException {
        if (inflated > 0 && byteSize > MAX_INFLATED - inflated) {
            arena.close();
            map();
            inflated = 0;
        }
        inflated += Math.min(byteSize, MAX_INFLATED);
    }

    /// Returns the member that is meant; of a whole archive the only array.
    ///
    /// @throws IllegalArgumentException if there are several
    NpzMember onlyArray() throws IOException {
        List<NpzMember> arrays = members.size() == 1 ? members : arrays();
        if (arrays.isEmpty()) {
            throw new FileSystemException(file.toString(), null, "holds no array");
        }
        if (arrays.size() > 1) {
            throw new IllegalArgumentException(file + ": holds " + arrays.size() + " arrays, of which one is needed: "
                    + SomeNames.of(arrays.stream().map(this::path).toList()));
        }
        return arrays.getFirst();
    }

    /// The members that are arrays or cannot be read.
    List<NpzMember> arrays() {
        return members.stream().filter(this::isArrayOrDamaged).toList();
    }

    /// Compares the checksum of a member that is stored; that of a compressed one is compared when it is inflated.
    void verifyStored(NpzMember member) throws IOException {
        if (isStored(member)) {
            npz.verify(member.fileName());
        }
    }

    /// Reads a member whole and checks it.
    void verify(NpzMember member) throws IOException {
        npz.verify(member.fileName());
        if (!isArray(member)) {
            return;
        }
        NpyHeader header = header(member);
        if (header.dtype().holdsObjects() || !isAlone(member)) {
            try (Series series = series(member)) {
                do {
                    TextCheck.ofAll(series.next());
                } while (at.number().isEmpty() && series.hasNext());
            }
        } else if (TextCheck.concerns(header.dtype())) {
            TextCheck.of(array(member, Part.whole()));
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
