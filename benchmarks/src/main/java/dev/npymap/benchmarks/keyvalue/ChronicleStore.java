package dev.npymap.benchmarks.keyvalue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/// A persisted map with values of one size, which `getUsing` copies into the caller's array.
final class ChronicleStore extends KeyValueStore {
    private static final String FILE = "entries.dat";
    private static final String SAMPLE = "0123456789abcdef";

    /// One of the two is there.
    private final ChronicleMap<Long, byte[]> integers;
    private final ChronicleMap<String, byte[]> texts;

    ChronicleStore(Path directory, boolean texts, int valueSize) throws IOException {
        super(valueSize);
        this.integers = texts ? null : integers(valueSize).createPersistedTo(file(directory));
        this.texts = texts ? texts(valueSize).createPersistedTo(file(directory)) : null;
    }

    private static File file(Path directory) {
        return directory.resolve(FILE).toFile();
    }

    private static ChronicleMapBuilder<Long, byte[]> integers(int valueSize) {
        return ChronicleMap.of(Long.class, byte[].class).constantValueSizeBySample(new byte[valueSize])
                .putReturnsNull(true);
    }

    private static ChronicleMapBuilder<String, byte[]> texts(int valueSize) {
        return ChronicleMap.of(String.class, byte[].class).constantKeySizeBySample(SAMPLE)
                .constantValueSizeBySample(new byte[valueSize]).putReturnsNull(true);
    }

    static void write(Path directory, Entries entries) throws IOException {
        byte[] value = new byte[entries.valueSize()];
        if (entries.haveTexts()) {
            try (ChronicleMap<String, byte[]> map = texts(value.length).entries(entries.size())
                    .createPersistedTo(file(directory))) {
                for (long row = 0; row < entries.size(); row++) {
                    entries.value(row, value);
                    map.put(entries.text(row), value);
                }
            }
        } else {
            try (ChronicleMap<Long, byte[]> map = integers(value.length).entries(entries.size())
                    .createPersistedTo(file(directory))) {
                for (long row = 0; row < entries.size(); row++) {
                    entries.value(row, value);
                    map.put(entries.integer(row), value);
                }
            }
        }
    }

    @Override
    public boolean find(long key) {
        return integers.getUsing(key, value()) == value();
    }

    @Override
    public boolean find(String key) {
        return texts.getUsing(key, value()) == value();
    }

    @Override
    public void close() {
        (texts == null ? integers : texts).close();
    }
}
