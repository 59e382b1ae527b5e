package dev.npymap.array;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.internal.reduce.KernelChoice;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import dev.npymap.model.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// Reductions bit for bit those that `golden_reductions.py`, which says how they are written, has had from NumPy. They
/// hold where there is no NumPy, and where it is so old that it adds in another order.
@KernelChoice.Verified
class GoldenReductionsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/reductions.txt");
    private static final Map<String, Reduction> REDUCTIONS = Map.ofEntries(entry("sum", Reduction.SUM),
            entry("mean", Reduction.MEAN), entry("var", Reduction.VAR), entry("std", Reduction.STD),
            entry("min", Reduction.MIN), entry("max", Reduction.MAX), entry("argmin", Reduction.ARG_MIN),
            entry("argmax", Reduction.ARG_MAX), entry("any", Reduction.ANY), entry("all", Reduction.ALL),
            entry("count_nonzero", Reduction.COUNT_NON_ZERO), entry("prod", Reduction.PROD),
            entry("nansum", Reduction.NAN_SUM), entry("nanmean", Reduction.NAN_MEAN),
            entry("nanvar", Reduction.NAN_VAR), entry("nanstd", Reduction.NAN_STD),
            entry("nanmin", Reduction.NAN_MIN), entry("nanmax", Reduction.NAN_MAX),
            entry("nanargmin", Reduction.NAN_ARG_MIN), entry("nanargmax", Reduction.NAN_ARG_MAX),
            entry("nanprod", Reduction.NAN_PROD));

    @Test
    void areThoseOfARecentNumpyEverywhere() throws IOException {
        List<String> lines = Files.readAllLines(GOLDEN);
        assertTrue(lines.getFirst().startsWith("NumPy 2."), lines.getFirst());
        List<NdArray> arrays = List.of();
        String shown = "";
        int seed = 0;
        int results = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ");
            if (words[0].matches("[<>].*")) {
                shown = line;
                arrays = arrays(seed++, words);
                continue;
            }
            int[] axes = words[0].equals("all") ? new int[0] : new int[]{Integer.parseInt(words[0])};
            for (String word : List.of(words).subList(1, words.length)) {
                String[] result = word.split("=");
                for (NdArray array : arrays) {
                    assertEquals(result[1], encoded(array.reduce(REDUCTIONS.get(result[0]), axes)),
                            result[0] + " " + words[0] + " of " + shown);
                }
                results++;
            }
        }
        assertEquals(290, seed);
        assertEquals(8820, results);
    }

    /// An array on the heap, outside of it, and one that several threads reduce.
    private static List<NdArray> arrays(int seed, String[] words) {
        Dtype dtype = Dtype.of(words[0]);
        Order order = Order.valueOf(words[1]);
        long[] dims = Stream.of(words[2].split(",")).mapToLong(Long::parseLong).toArray();
        byte[] bytes = elements(dtype, seed, Math.toIntExact(Shape.of(dims).size()));
        NdArray heap = Cases.array(bytes, words[0], order, dims).slice(words[3]);
        return List.of(heap, Cases.nativeArray(bytes, words[0], order, dims).slice(words[3]),
                heap.with(Threads.of(2)));
    }

    private static byte[] elements(Dtype dtype, int seed, int count) {
        boolean complex = dtype.kind() == Dtype.Kind.COMPLEX;
        int parts = complex ? 2 * count : count;
        int size = Math.toIntExact(dtype.byteSize()) / (complex ? 2 : 1);
        ByteBuffer bytes = ByteBuffer.allocate(parts * size)
                .order(dtype.descr().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        boolean whole = dtype.kind() == Dtype.Kind.INT || dtype.kind() == Dtype.Kind.UINT;
        random(seed, parts).forEach(z -> {
            switch (size) {
                case 2 -> bytes.putShort(whole ? (short) z : Float.floatToFloat16((float) value(z, 10, 4)));
                case 4 -> bytes.putInt(whole ? (int) z : Float.floatToRawIntBits((float) value(z, 23, 24)));
                default -> bytes.putLong(whole ? z : Double.doubleToRawLongBits(value(z, 52, 60)));
            }
        });
        return bytes.array();
    }

    private static double value(long z, int bits, int exponents) {
        double integer = (z >>> (64 - bits)) - (1L << bits) / 3;
        return Math.scalb(integer, -bits + (int) Long.remainderUnsigned(z, exponents));
    }

    /// As `java.util.SplittableRandom` and many others make numbers.
    private static LongStream random(long seed, int count) {
        return LongStream.rangeClosed(1, count).map(n -> {
            long z = seed + n * 0x9E3779B97F4A7C15L;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            return z ^ z >>> 31;
        });
    }

    private static String encoded(NdArray result) {
        byte[] bytes = Cases.toBytes(result);
        if (bytes.length <= 16) {
            return HexFormat.of().formatHex(bytes);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return "#" + HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
