package dev.npymap.cli;

import dev.npymap.array.NdArray;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// A pickle that is open, and the value in it that is meant: all, or the one that the path names.
final class PickleFile implements AutoCloseable {
    /// Longer names of parts are not looked for when nothing was found.
    private static final int MAX_STEP = 1000;

    private final Location at;
    private final Series series;
    private final int protocol;
    private final Value value;
    private final Behind behind;

    private PickleFile(Location at) throws IOException {
        this.at = at;
        this.series = Series.open(at);
        try {
            this.protocol = series.reader().protocol();
            this.value = find(at, series.next());
            this.behind = at.number().isPresent() ? Behind.NOTHING : series.behind();
        } catch (IOException | RuntimeException | Error failure) {
            series.close();
            throw failure;
        }
    }

    /// An array in a pickle.
    ///
    /// @param path  what leads to it from the file; empty for all of it
    /// @param value the array or scalar
    record Item(TreePath path, Value value) {
        String name() {
            return path.toString();
        }

        NdArray array() {
            return value.asArray();
        }
    }

    /// Opens a pickle.
    ///
    /// @throws IOException if the file is no pickle, or holds nothing of that name
    static PickleFile open(Location at) throws IOException {
        return new PickleFile(at);
    }

    /// Returns the value that is meant.
    ///
    /// @param arena owns what it lies in
    static Value value(Location at, Arena arena) throws IOException {
        return find(at, Series.value(at, arena));
    }

    private static Value find(Location at, Value root) throws IOException {
        String path = at.member().orElse("");
        try {
            return root.at(path);
        } catch (IllegalArgumentException nowhere) {
            NoSuchFileException missing = new NoSuchFileException(at.path().toString(), null,
                    "no such value; " + at.file().getFileName() + onTheWay(root, path));
            missing.initCause(nowhere);
            throw missing;
        }
    }

    /// How far a path leads, and what is there.
    private static String onTheWay(Value root, String path) {
        Value here = root;
        int from = 0;
        for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
            try {
                here = here.at(path.substring(from, Math.min(end, from + MAX_STEP)));
                from = end + 1;
            } catch (IllegalArgumentException _) {
                // Perhaps the name has a slash.
            }
        }
        return (from == 0 ? "" : "/" + path.substring(0, from - 1)) + has(here);
    }

    private static String has(Value value) {
        List<Value.Part> parts = value.parts();
        return " has " + (parts.isEmpty() ? "none with a name" : SomeNames.of(parts, Value.Part::name));
    }

    /// What lies behind the pickle, where no number says that it alone is meant.
    Behind behind() {
        return behind;
    }

    /// The protocol that the pickle names; 0 for the oldest, which name none.
    int protocol() {
        return protocol;
    }

    /// The value that is meant.
    Value value() {
        return value;
    }

    /// The path of something in the file.
    String path(String name) {
        return at.address(name);
    }

    /// Whether a value is an array or a scalar of NumPy, other than one of Python objects.
    static boolean isArray(Value value) {
        return value instanceof Value.Scalar || value instanceof ArrayValue array && !array.holdsObjects();
    }

    /// The arrays that are meant, in the order in which `info` lists them.
    List<Item> arrays() {
        List<Item> arrays = new ArrayList<>();
        new PickleTree((path, found, _) -> {
            if (isArray(found)) {
                arrays.add(new Item(path, found));
            }
        }).walk(at.member().orElse(""), value);
        return arrays;
    }

    /// The arrays that are meant, each of which is told of by its name.
    ///
    /// @throws FileSystemException if the names are out of all proportion
    List<Item> namedArrays() throws FileSystemException {
        List<Item> arrays = arrays();
        NameBudget budget = new NameBudget(at.file().toFile().length());
        for (Item item : arrays) {
            if (!budget.take(item.path().length())) {
                throw new FileSystemException(at.path().toString(), null,
                        "unsupported: the names of its " + arrays.size()
                                + " arrays are many times as long as the file");
            }
        }
        return arrays;
    }

    /// The names of what is no array and holds none.
    List<TreePath> others() {
        List<TreePath> others = new ArrayList<>();
        Set<TreePath> plain = Collections.newSetFromMap(new IdentityHashMap<>());
        new PickleTree((path, found, sameAs) -> {
            boolean holdsNone = sameAs.map(plain::contains)
                    .orElseGet(() -> found.parts().isEmpty() || PickleTree.isPlain(found));
            if (holdsNone && !isArray(found)) {
                plain.add(path);
                others.add(path);
            }
        }).walk(at.member().orElse(""), value);
        return others;
    }

    /// The one array that is meant.
    ///
    /// @throws IllegalArgumentException if there are several
    NdArray onlyArray() throws IOException {
        List<Item> arrays = arrays();
        if (arrays.isEmpty()) {
            throw new FileSystemException(at.path().toString(), null, "holds no array");
        }
        if (arrays.size() > 1) {
            throw new IllegalArgumentException(at.path() + ": holds " + arrays.size()
                    + " arrays, of which one is needed: "
                    + SomeNames.of(arrays, item -> path(item.name())));
        }
        return arrays.getFirst().array();
    }

    @Override
    public void close() {
        series.close();
    }
}
