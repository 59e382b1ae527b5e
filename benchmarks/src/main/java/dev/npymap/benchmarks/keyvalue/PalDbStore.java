package dev.npymap.benchmarks.keyvalue;

import com.linkedin.paldb.api.PalDB;
import com.linkedin.paldb.api.StoreReader;
import com.linkedin.paldb.api.StoreWriter;
import java.io.File;
import java.nio.file.Path;

/// Mapped, without its cache and without compression, as it is by default. Its mappings end with a garbage collection.
final class PalDbStore extends KeyValueStore {
    private static final String FILE = "entries.paldb";

    private final StoreReader reader;

    PalDbStore(Path directory, int valueSize) {
        super(valueSize);
        reader = PalDB.createReader(file(directory));
    }

    private static File file(Path directory) {
        return directory.resolve(FILE).toFile();
    }

    static void write(Path directory, Entries entries) {
        StoreWriter writer = PalDB.createWriter(file(directory));
        for (long row = 0; row < entries.size(); row++) {
            byte[] value = new byte[entries.valueSize()];
            entries.value(row, value);
            if (entries.haveTexts()) {
                writer.put(entries.text(row), value);
            } else {
                writer.put((Object) entries.integer(row), value);
            }
        }
        writer.close();
    }

    @Override
    public boolean find(long key) {
        return copy(reader.get(key));
    }

    @Override
    public boolean find(String key) {
        return copy(reader.get(key));
    }

    private boolean copy(byte[] found) {
        if (found == null) {
            return false;
        }
        System.arraycopy(found, 0, value(), 0, value().length);
        return true;
    }

    @Override
    public void close() {
        reader.close();
    }
}
