package dev.npymap.cli.convert;

import dev.npymap.array.NdArray;
import dev.npymap.catalog.Catalog;
import dev.npymap.catalog.Entry;
import dev.npymap.catalog.OpenOptions;
import dev.npymap.catalog.Pickled;
import dev.npymap.cli.source.Sources;
import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.cli.terminal.Progress;
import dev.npymap.pickle.Pickle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Writes a pickle, replacing a file that has the name already.
///
/// @param target   the pickle
/// @param protocol 2 to 5
/// @param aligned  whether to align the elements of arrays to 64 bytes
record Pickling(Path target, int protocol, boolean aligned) {
    static final int DEFAULT_PROTOCOL = 4;
    static final String SUFFIX = ".pkl";

    /// Writes one value.
    void write(Object value, Progress progress) throws IOException {
        if (Targets.isStream(target)) {
            Targets.stream(false, out -> Pickle.write(out, value, protocol));
            return;
        }
        Targets.writing(target, () -> {
            if (FileKind.isGzip(target.toString())) {
                Pickle.writeGzip(target, value, protocol, progress::step);
            } else {
                Pickle.write(target, value, protocol, aligned, progress::step);
            }
        });
    }

    /// Writes the values that arguments name: a single array or value as it is; several, or all of an archive, as a
    /// dict.
    ///
    /// @param objects   whether to include arrays of Python objects
    /// @param checksums whether to compare the checksums of stored members
    /// @param options   how text is read
    /// @param leftOut   receives a note on each member of an archive that is not an array
    void write(List<Path> words, boolean objects, Checksums checksums, OpenOptions options, Consumer<String> leftOut)
            throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Map<String, Object> values = new LinkedHashMap<>();
            boolean alone = words.size() == 1;
            long pickled = 0;
            for (Path word : words) {
                try (Catalog catalog = opened(word, arena, options)) {
                    alone &= !Sources.isSeveral(catalog);
                    pickled += catalog.entries().stream().filter(entry -> entry.kind() == Entry.Kind.VALUE)
                            .mapToLong(Entry::byteSize).sum();
                    FileFailure.blaming(word, () -> {
                        checksums.tell(catalog);
                        take(catalog, objects, checksums, leftOut, values);
                    });
                }
            }
            long byteSize = pickled + values.values().stream()
                    .mapToLong(value -> value instanceof NdArray array ? array.byteSize() : 0).sum();
            Object value = alone ? values.values().iterator().next() : values;
            try (Progress progress = Progress.of("write", byteSize)) {
                FileFailure.blaming(words.getFirst(), () -> write(value, progress));
            }
        }
    }

    private static Catalog opened(Path word, Arena arena, OpenOptions options) {
        List<Catalog> opened = new ArrayList<>();
        FileFailure.blaming(word, () -> opened.add(Sources.open(word, arena, options)));
        return opened.getFirst();
    }

    private static void take(Catalog catalog, boolean objects, Checksums checksums, Consumer<String> leftOut,
            Map<String, Object> values) throws IOException {
        for (Entry entry : catalog.entries()) {
            if (entry.kind() == Entry.Kind.BYTES && Sources.isSeveral(catalog)) {
                if (!entry.isDirectory()) {
                    leftOut.accept(catalog.address(entry) + ": skipped: not an array");
                }
                continue;
            }
            entry.following().requireNothing();
            String name = NamedArrays.name(catalog, entry);
            if (values.put(name, value(entry, objects, checksums)) != null) {
                throw new IllegalArgumentException(catalog.address() + ": there are two arrays named '" + name + "'");
            }
        }
    }

    private static Object value(Entry entry, boolean objects, Checksums checksums) throws IOException {
        if (!objects) {
            Sources.requireElements(entry);
        }
        checksums.compare(entry);
        boolean value = entry.kind() == Entry.Kind.VALUE || entry.kind() == Entry.Kind.OBJECTS
                || entry.detail(Pickled.class).isPresent();
        return value ? entry.value() : entry.array().unverified();
    }
}
