import dev.npymap.agrona.AgronaBuffers;
import dev.npymap.array.DoubleArray;
import dev.npymap.npz.Compression;
import dev.npymap.npz.Npz;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Uses npymap from the class path, with everything that it finds there.
final class Consumer {
    private Consumer() {
    }

    public static void main(String[] args) throws IOException {
        DoubleArray numbers = DoubleArray.of(new double[]{1, 2, 39});
        Path archive = Files.createTempFile("consumer", ".npz");
        try (Arena arena = Arena.ofConfined()) {
            for (Compression compression : new Compression[]{Compression.STORED, Compression.DEFLATED,
                    Compression.zstd(3)}) {
                Npz.write(archive, Map.of("numbers", numbers), compression);
                double sum = Npz.map(archive, arena).array("numbers").asDouble().sum();
                if (sum != 42) {
                    throw new IllegalStateException(compression + ": " + sum);
                }
            }
        } finally {
            Files.delete(archive);
        }
        double last = AgronaBuffers.reading(numbers).getDouble(16, ByteOrder.nativeOrder());
        if (last != 39) {
            throw new IllegalStateException("Agrona's buffer has " + last);
        }
        System.out.println("class path: sums, archives and buffers work");
    }
}
