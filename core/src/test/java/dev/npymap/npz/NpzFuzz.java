package dev.npymap.npz;

import dev.npymap.Fuzz;
import dev.npymap.FuzzFile;
import dev.npymap.array.NdArray;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Fuzzes archives: every member in every way.
public final class NpzFuzz {
    private static final Path FILE = FuzzFile.of(".npz");
    private static final String SOURCE = FILE.getFileName().toString();

    private NpzFuzz() {
    }

    /// Opens one archive.
    ///
    /// @param bytes its contents
    /// @throws IOException if it cannot be written
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        try (Arena arena = Arena.ofConfined()) {
            Fuzz.reading(SOURCE, () -> {
                Npz npz = Npz.map(FILE, arena);
                for (NpzMember member : npz.members().stream().limit(20).toList()) {
                    String name = member.fileName();
                    Fuzz.reading(SOURCE, () -> npz.verify(name));
                    Fuzz.reading(SOURCE, () -> npz.header(name));
                    Fuzz.reading(SOURCE, () -> use(npz.array(name)));
                    Fuzz.reading(SOURCE, () -> use(npz.read(name, "...")));
                    Fuzz.reading(SOURCE, () -> npz.bytes(name).toString());
                }
                Fuzz.reading(SOURCE, npz::arrays);
            });
        }
    }

    private static void use(NdArray array) {
        if (array.byteSize() < 1 << 20) {
            Fuzz.require(array.toString().length() < 100_000, "a long text");
        }
    }

    /// {@return the golden archives, and some that this library writes}
    ///
    /// @throws IOException if one cannot be read
    public static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>(Fuzz.golden(".npz"));
        for (Compression compression : List.of(Compression.STORED, Archives.SMALL_BLOCKS, Compression.zstd(3))) {
            Npz.write(FILE, Map.of("x", Archives.doubles(0, 2000)), compression);
            seeds.add(Files.readAllBytes(FILE));
        }
        return seeds;
    }
}
