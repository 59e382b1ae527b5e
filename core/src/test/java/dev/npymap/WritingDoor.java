package dev.npymap;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Compression;
import dev.npymap.npz.Npz;
import dev.npymap.pickle.Pickle;
import dev.npymap.text.Text;
import dev.npymap.text.TextFormat;
import dev.npymap.text.TextOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The ways in which the library writes a file, for tests of what it promises of all of them.
public enum WritingDoor {
    /// [Npy#write(Path, NdArray)].
    NPY("a.npy", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Npy.write(file, array);
        }
    },
    /// [Npy#writeGzip].
    NPY_GZIP("a.npy.gz", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Npy.writeGzip(file, array);
        }
    },
    /// [Npy#create].
    CREATE("new.npy", Old.NONE) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Npy.create(file, Dtype.FLOAT64, array.shape(), Order.C).close();
        }
    },
    /// [Npy#append], in place.
    APPEND("grows.npy", Old.ARRAY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Npy.append(file, array);
        }
    },
    /// [Npy#append] to a file whose header has no room, which is written anew.
    APPEND_ANEW("cramped.npy", Old.CRAMPED) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Npy.append(file, array);
        }
    },
    /// [Npz#write(Path, Map)].
    NPZ("a.npz", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Npz.write(file, Map.of("a", array));
        }
    },
    /// [Npz#writeCompressed(Path, Map)].
    NPZ_DEFLATED("deflated.npz", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Npz.writeCompressed(file, Map.of("a", array));
        }
    },
    /// [Npz#write(Path, Map, Compression)], by Zstandard.
    NPZ_ZSTD("zstd.npz", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Npz.write(file, Map.of("a", array), Compression.zstd(1));
        }
    },
    /// [Npz#writer(Path)].
    NPZ_WRITER("parts.npz", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            try (Npz.Writer writer = Npz.writer(file)) {
                writer.put("a", array);
                writer.put("b", Dtype.FLOAT64, array.shape(), List.of(array));
                writer.commit();
            }
        }
    },
    /// [Npz#update].
    NPZ_UPDATE("updated.npz", Old.ARCHIVE) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            try (Npz.Update update = Npz.update(file)) {
                update.put("b", array);
                update.commit();
            }
        }
    },
    /// [Pickle#write(Path, Object)].
    PICKLE("a.pkl", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Pickle.write(file, array);
        }
    },
    /// [Pickle#writeGzip].
    PICKLE_GZIP("a.pkl.gz", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Pickle.writeGzip(file, array, 4, _ -> {
            });
        }
    },
    /// [Text#write(Path, NdArray, TextFormat)].
    TEXT("a.txt", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Text.write(file, array, TextFormat.DEFAULT);
        }
    },
    /// [Text#write(Path, NdArray, TextFormat)], compressed.
    TEXT_GZIP("a.txt.gz", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Text.write(file, array, TextFormat.DEFAULT);
        }
    },
    /// [Text#convert].
    CONVERT("converted.npy", Old.ANY) {
        @Override
        public void write(Path file, NdArray array) throws IOException {
            Text.convert(rows(), file, TextOptions.DEFAULT);
        }
    };

    /// What is there before.
    private enum Old {
        NONE, ANY, ARRAY, CRAMPED, ARCHIVE
    }

    private static final int ROWS = 100_000;

    private final String fileName;
    private final Old old;

    WritingDoor(String fileName, Old old) {
        this.fileName = fileName;
        this.old = old;
    }

    /// Writes the file.
    ///
    /// @param file  where
    /// @param array what goes into it
    /// @throws IOException if it cannot be written
    public abstract void write(Path file, NdArray array) throws IOException;

    /// What the system property `npymap.rows` names, or else a new file.
    private static final class Rows {
        private static final Path FILE = find();

        private static Path find() {
            String made = System.getProperty("npymap.rows", "");
            if (!made.isEmpty()) {
                return Path.of(made);
            }
            try {
                Path rows = Files.createTempFile("npymap-rows", ".txt");
                rows.toFile().deleteOnExit();
                return Files.writeString(rows, "1.5\n".repeat(ROWS));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /// {@return the text that [#CONVERT] reads}
    public static Path rows() {
        return Rows.FILE;
    }

    /// {@return numbers that no compression makes small}
    ///
    /// @param count how many
    public static DoubleArray numbers(int count) {
        return DoubleArray.of(new Random(1).doubles(count).toArray());
    }

    /// {@return the file's name, which no other door has}
    public String fileName() {
        return fileName;
    }

    /// {@return whether the file may not be there before}
    public boolean creates() {
        return old == Old.NONE;
    }

    /// {@return whether what is there before is read}
    public boolean reads() {
        return old == Old.ARRAY || old == Old.CRAMPED || old == Old.ARCHIVE;
    }

    /// Makes the file that is there before, if there is one.
    ///
    /// @param file where
    /// @throws IOException if it cannot be made
    public void seed(Path file) throws IOException {
        NdArray array = DoubleArray.of(new double[]{1, 2, 3});
        switch (old) {
            case NONE -> {
            }
            case ANY -> Files.writeString(file, "what was there before");
            case ARRAY -> Npy.write(file, array);
            case CRAMPED -> {
                String text = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,)}\n";
                byte[] bytes = new byte[10 + text.length() + 24];
                System.arraycopy(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length()}, 0, bytes,
                        0, 9);
                System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 10, text.length());
                Files.write(file, bytes);
            }
            case ARCHIVE -> Npz.write(file, Map.of("a", array));
        }
    }

    /// Whether a file is as [#seed] made it.
    ///
    /// @param file where
    /// @param seed a copy of what was there before
    /// @return whether whoever reads the file finds what was there before
    /// @throws IOException if it cannot be read
    public boolean isUntouched(Path file, Path seed) throws IOException {
        if (old == Old.NONE) {
            return Files.notExists(file);
        }
        if (this == APPEND) {
            // What lies behind the array is nothing to its readers.
            return Arrays.equals(((DoubleArray) Npy.read(seed)).toArray(), ((DoubleArray) Npy.read(file)).toArray());
        }
        return Files.mismatch(file, seed) == -1;
    }

    /// Whether a file holds what was to be written, by its size alone.
    ///
    /// @param file  where
    /// @param array what was written
    /// @return whether the file is complete
    /// @throws IOException if it cannot be looked at
    public boolean isWritten(Path file, NdArray array) throws IOException {
        return Files.exists(file) && Files.size(file) > (this == CONVERT ? 8 * ROWS : array.byteSize() / 2);
    }
}
