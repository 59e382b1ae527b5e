package dev.npymap.benchmarks.keyvalue;

import dev.npymap.array.NdArray;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.KeyIndex;
import dev.npymap.store.NewVersion;
import dev.npymap.store.Version;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/// A table of npymap: a key with an index and, unless the value is the number of the row, a column of rows.
public final class NpymapStore extends KeyValueStore {
    private static final String FILE = "arrays.store";
    private static final String KEY = "table/key";
    private static final String ROW = "table/row";

    private final Version version;
    private final KeyIndex index;
    private final Optional<NdArray> rows;
    private final MemorySegment target = MemorySegment.ofArray(value());

    NpymapStore(Path directory, int valueSize) throws IOException {
        super(valueSize);
        version = ArrayStore.open(directory.resolve(FILE)).latest();
        index = version.index(KEY);
        rows = version.arrays().containsKey(ROW) ? Optional.of(version.array(ROW)) : Optional.empty();
    }

    static void write(Path directory, Entries entries) throws IOException {
        ArrayStore store = ArrayStore.create(directory.resolve(FILE));
        try (NewVersion draft = store.write("table")) {
            draft.put(KEY, entries.keys());
            if (entries.rows().isPresent()) {
                draft.put(ROW, entries.rows().get());
            }
            draft.index(KEY);
            draft.commit();
        }
    }

    /// {@return whether values are rows, or the numbers of rows}
    public boolean hasRows() {
        return rows.isPresent();
    }

    /// Copies the rows of many keys in one call.
    ///
    /// @param keys   all are there
    /// @param target as long as the rows
    public void take(long[] keys, MemorySegment target) {
        require(index.take(keys, rows.orElseThrow(), target, MemorySegment.NULL));
    }

    /// Copies the rows of many keys in one call.
    ///
    /// @param keys   all are there
    /// @param target as long as the rows
    public void take(String[] keys, MemorySegment target) {
        require(index.take(keys, rows.orElseThrow(), target, MemorySegment.NULL));
    }

    /// {@return the numbers of the rows of many keys, in one call}
    /// @param keys any keys
    public long[] rows(long[] keys) {
        return index.rows(keys);
    }

    /// {@return the numbers of the rows of many keys, in one call}
    /// @param keys any keys
    public long[] rows(String[] keys) {
        return index.rows(keys);
    }

    private static void require(long absent) {
        if (absent > 0) {
            throw new NoSuchElementException(absent + " keys");
        }
    }

    @Override
    public boolean find(long key) {
        return rows.isPresent() ? index.take(key, rows.get(), target) : number(index.row(key));
    }

    @Override
    public boolean find(String key) {
        return rows.isPresent() ? index.take(key, rows.get(), target) : number(index.row(key));
    }

    private boolean number(long row) {
        NUMBER.set(value(), 0, row);
        return row >= 0;
    }

    @Override
    public void close() {
        version.close();
    }
}
