package dev.npymap.benchmarks.keyvalue;

import com.spotify.sparkey.CompressionType;
import com.spotify.sparkey.Sparkey;
import com.spotify.sparkey.SparkeyReader;
import com.spotify.sparkey.SparkeyWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Without compression, and with the reader for one thread, which is sparkey's quickest.
final class SparkeyStore extends KeyValueStore {
    private static final String FILE = "entries.spi";

    private final SparkeyReader reader;
    private final byte[] integer = new byte[Long.BYTES];

    SparkeyStore(Path directory, int valueSize) throws IOException {
        super(valueSize);
        reader = Sparkey.openSingleThreadedReader(file(directory));
    }

    private static File file(Path directory) {
        return directory.resolve(FILE).toFile();
    }

    static void write(Path directory, Entries entries) throws IOException {
        byte[] key = new byte[Long.BYTES];
        byte[] value = new byte[entries.valueSize()];
        try (SparkeyWriter writer = Sparkey.createNew(file(directory), CompressionType.NONE, 0)) {
            for (long row = 0; row < entries.size(); row++) {
                entries.value(row, value);
                if (entries.haveTexts()) {
                    writer.put(entries.text(row).getBytes(StandardCharsets.ISO_8859_1), value);
                } else {
                    NUMBER.set(key, 0, entries.integer(row));
                    writer.put(key, value);
                }
            }
            writer.flush();
            writer.writeHash();
        }
    }

    @Override
    public boolean find(long key) throws IOException {
        NUMBER.set(integer, 0, key);
        return find(integer);
    }

    @Override
    public boolean find(String key) throws IOException {
        return find(key.getBytes(StandardCharsets.ISO_8859_1));
    }

    private boolean find(byte[] key) throws IOException {
        SparkeyReader.Entry entry = reader.getAsEntry(key);
        if (entry == null) {
            return false;
        }
        // To close the stream is to close the reader.
        InputStream in = entry.getValueAsStream();
        return in.readNBytes(value(), 0, value().length) == value().length;
    }

    @Override
    public void close() {
        reader.close();
    }
}
