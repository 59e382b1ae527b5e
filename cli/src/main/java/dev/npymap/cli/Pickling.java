package dev.npymap.cli;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.NdArray;
import dev.npymap.npy.NpyHeader;
import dev.npymap.npz.Npz;
import dev.npymap.npz.NpzMember;
import dev.npymap.pickle.Pickle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes a pickle, in place of the file of that name if there is one.
///
/// @param target   the pickle
/// @param protocol 2 to 5
/// @param aligned  whether the elements of arrays begin on multiples of 64 bytes
record Pickling(Path target, int protocol, boolean aligned) {
    static final int DEFAULT_PROTOCOL = 4;
    static final String SUFFIX = ".pkl";

    /// Writes one value.
    void write(Object value, Progress progress) throws IOException {
        Sources.writing(target, () -> {
            if (FileKind.isGzip(target.toString())) {
                Pickle.writeGzip(target, value, protocol, progress::step);
            } else {
                Pickle.write(target, value, protocol, aligned, progress::step);
            }
        });
    }

    /// Writes what sources hold: one array or value as it is, several, or all of an archive, as a dictionary.
    ///
    /// @param objects   whether arrays of Python objects are taken too
    /// @param checksums whether those of stored members are compared
    /// @param texts     reads text
    /// @param leftOut   told of each member of an archive that is no array
    void write(List<Location> sources, boolean objects, Checksums checksums, Texts texts, Consumer<String> leftOut)
            throws IOException {
        Location first = sources.getFirst();
        boolean alone = sources.size() == 1 && !first.isWholeArchive();
        try (Arena arena = Arena.ofShared()) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Location source : sources) {
                FileFailure.blaming(source.path(), () -> values(source, objects, checksums, texts, leftOut, arena)
                        .forEach((name, value) -> {
                            if (values.put(name, value) != null) {
                                throw new IllegalArgumentException(
                                        source.path() + ": there are two arrays named '" + name + "'");
                            }
                        }));
            }
            try (Progress progress = Progress.of("write", byteSize(sources, values))) {
                FileFailure.blaming(first.path(),
                        () -> write(alone ? values.values().iterator().next() : values, progress));
            }
        }
    }

    /// How large the pickle will be, about: values that are no arrays are parts of pickles, which say it.
    private static long byteSize(List<Location> sources, Map<String, Object> values) {
        return values.values().stream().mapToLong(value -> value instanceof NdArray array ? array.byteSize() : 0).sum()
                + sources.stream().filter(Location::pickle).mapToLong(at -> at.file().toFile().length()).sum();
    }

    private static Map<String, Object> values(Location at, boolean objects, Checksums checksums, Texts texts,
            Consumer<String> leftOut, Arena arena) throws IOException {
        Series.behind(at).requireNothing();
        return switch (at.kind()) {
            case NPY -> Map.of(at.name(), npy(at, objects, arena));
            case NPZ -> members(at, objects, checksums, leftOut, arena);
            case PICKLE -> Map.of(at.name(), PickleFile.value(at, arena));
            case TEXT -> Map.of(at.name(), texts.read(at));
        };
    }

    private static Map<String, Object> members(Location at, boolean objects, Checksums checksums,
            Consumer<String> leftOut, Arena arena) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        Npz npz = Npz.map(at.file(), arena);
        try (Archive archive = Archive.open(at)) {
            for (NpzMember member : archive.members()) {
                archive.behind(member).requireNothing();
            }
            if (at.position() > 0) {
                NpzMember member = archive.onlyArray();
                if (checksums.compared()) {
                    archive.verifyStored(member);
                }
                values.put(at.name(), oneOfSeveral(at, npz, member, objects));
                return values;
            }
        }
        for (NamedArrays.Item item : NamedArrays.of(at, leftOut).items()) {
            String member = item.member().orElseThrow().fileName();
            boolean holdsObjects = objects && npz.header(member).dtype().holdsObjects();
            if (holdsObjects && Archive.isStored(item.member().orElseThrow()) && checksums.compared()) {
                npz.verify(member);
            }
            values.put(item.name(), holdsObjects
                    ? Pickle.wrapObjects(npz.bytes(member), npz.source() + "/" + item.name())
                    : checksums.of(at, array(npz, member)));
        }
        return values;
    }

    /// An array or pickle that lies in a member behind others.
    private static Object oneOfSeveral(Location at, Npz npz, NpzMember member, boolean objects) throws IOException {
        try (Series series = Series.of(at, npz, member)) {
            Optional<NpyHeader> header = series.header();
            if (header.isPresent() && !objects) {
                ObjectArrays.requireElements(header.get());
            }
            return series.next();
        }
    }

    private static NdArray array(Npz npz, String member) throws IOException {
        try {
            return npz.array(member);
        } catch (ArrayFormatException refused) {
            throw ObjectArrays.explain(refused, () -> npz.header(member));
        }
    }

    private static Object npy(Location at, boolean objects, Arena arena) throws IOException {
        return objects && ObjectArrays.isAt(at) ? Series.value(at, arena) : Sources.npy(at, arena);
    }
}
