package dev.npymap.examples;

import dev.npymap.agrona.AgronaBuffers;
import dev.npymap.array.RecordArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.npy.Npy;
import dev.npymap.npy.WritableNpy;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.MutableDirectBuffer;

/// Encodes trades with Agrona's buffers straight into a file that `np.load` opens as a structured array.
///
/// Needs `--add-opens java.base/jdk.internal.misc=ALL-UNNAMED`.
public final class AgronaRows {
    private static final int TRADES = 100_000;
    private static final Dtype TRADE = Dtype.struct(field("time", Dtype.INT64), field("price", Dtype.FLOAT64),
            field("amount", Dtype.INT32));

    private AgronaRows() {
    }

    /// Runs the example.
    ///
    /// @param args none
    /// @throws IOException if the temporary file cannot be written
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("npymap-trades");
        Path path = directory.resolve("trades.npy");
        try {
            try (WritableNpy file = Npy.create(path, TRADE, Shape.of(TRADES), Order.C)) {
                // Not used any more when the file is closed, which ends the mapping under the buffer.
                encode(AgronaBuffers.writing(file.array()));
                file.force();
            }
            RecordArray trades = Npy.read(path).asRecord();
            long amount = trades.field("amount").asInt().sum();
            double last = trades.field("price").asDouble().get(TRADES - 1);
            System.out.println(trades.shape() + " trades, amount " + amount + ", last price " + last);
            if (amount != TRADES * (TRADES - 1L) / 2 || last != 100 + (TRADES - 1) / 8.0) {
                throw new IllegalStateException("the file holds other trades");
            }
        } finally {
            Files.deleteIfExists(path);
            Files.deleteIfExists(directory.resolve(".trades.npy.npymap-lock"));
            Files.delete(directory);
        }
    }

    private static void encode(MutableDirectBuffer buffer) {
        int size = (int) TRADE.byteSize();
        for (int n = 0; n < TRADES; n++) {
            buffer.putLong(n * size, 1_700_000_000_000L + n, ByteOrder.LITTLE_ENDIAN);
            buffer.putDouble(n * size + 8, 100 + n / 8.0, ByteOrder.LITTLE_ENDIAN);
            buffer.putInt(n * size + 16, n, ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static Field field(String name, Dtype dtype) {
        return new Field(name, Optional.empty(), dtype, Shape.of(), 0);
    }
}
