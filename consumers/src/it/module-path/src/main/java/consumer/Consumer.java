package consumer;

import dev.npymap.array.DoubleArray;
import dev.npymap.npz.Compression;
import dev.npymap.npz.Npz;
import dev.npymap.text.Text;
import dev.npymap.text.TextOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Uses npymap from the module path. Its argument says whether aircompressor, and so zstd, is there: "zstd" or nothing.
public final class Consumer {
    private Consumer() {
    }

    public static void main(String[] args) throws IOException {
        boolean expected = args.length > 0;
        double[] ones = new double[4096];
        Arrays.fill(ones, 1);
        require(DoubleArray.of(ones).sum() == 4096, "the sum of 4096 ones is 4096");
        Path directory = Files.createTempDirectory("consumer");
        Path text = Files.writeString(directory.resolve("numbers.txt"), "1\n2\n39\n");
        Path archive = directory.resolve("numbers.npz");
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray numbers = Text.read(text, TextOptions.DEFAULT).asDouble();
            Npz.write(archive, Map.of("numbers", numbers), Compression.DEFLATED);
            require(sum(archive, arena) == 42, "the deflated sum is 42");
            byte[] deflated = Files.readAllBytes(archive);
            boolean written = true;
            try {
                Npz.write(archive, Map.of("numbers", numbers), Compression.zstd(3));
                require(sum(archive, arena) == 42, "the sum of zstd is 42");
            } catch (IllegalStateException refused) {
                written = false;
                require(refused.getMessage().contains("zstd needs io.airlift:aircompressor-v3"), refused.getMessage());
            }
            require(written == expected, "zstd is written: " + written);
            if (!expected) {
                Files.write(archive, asZstd(deflated));
                try {
                    sum(archive, arena);
                    require(false, "zstd is read");
                } catch (IOException refused) {
                    require(refused.getMessage().contains("zstd needs io.airlift:aircompressor-v3"),
                            refused.getMessage());
                }
            }
        } finally {
            Files.deleteIfExists(archive);
            Files.delete(text);
            Files.delete(directory);
        }
        System.out.println("module path: zstd is " + (expected ? "written and read" : "refused by name"));
    }

    private static double sum(Path archive, Arena arena) throws IOException {
        return Npz.map(archive, arena).array("numbers").asDouble().sum();
    }

    /// An archive of one member, whose two headers say that it is compressed by zstd.
    private static byte[] asZstd(byte[] archive) {
        byte[] changed = archive.clone();
        for (int at = 0; at + 12 < changed.length; at++) {
            if (changed[at] == 'P' && changed[at + 1] == 'K') {
                switch (changed[at + 2]) {
                    case 1 -> changed[at + 10] = 93;
                    case 3 -> changed[at + 8] = 93;
                    default -> {
                    }
                }
            }
        }
        return changed;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
