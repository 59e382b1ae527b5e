package dev.npymap.array;

import dev.npymap.Oracle;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Arrays of real numbers of every dtype and layout, here and in NumPy.
final class RealArrays {
    private static final List<String> DTYPES = List.of("<f8", ">f8", "<f4", ">f4", "<f2", ">f2", "|b1", "|i1", "|u1",
            "<i2", ">u2", "<i4", ">i4", "<u4", "<i8", ">i8", "<u8", ">u8");
    private static final List<List<String>> SLICES = List.of(List.of("..."),
            List.of("...", "::-1", "::2", "3:", "::-3", ":0"),
            List.of("...", "::-1", ":, ::2", "::2, ::-3", "1:, 1:", ":, 0", ":0"),
            List.of("...", ":, ::2, :", "..., ::-1", "::2, 1:, :-1", "0", ":, :0"));

    private RealArrays() {
    }

    /// One array.
    ///
    /// @param array      the array
    /// @param expression the same of the bytes `x[0]` in Python
    /// @param bytes      the bytes
    record Case(NdArray array, String expression, byte[] bytes) {
        @Override
        public String toString() {
            return expression;
        }
    }

    /// Few elements; now and then none, or NaN and infinities among them.
    static Case random(Random random) {
        String dtype = DTYPES.get(random.nextInt(DTYPES.size()));
        long[] dims = Cases.dims(random, 3, random.nextInt(4) == 0 ? 60 : 8);
        return random(random, dtype, dims);
    }

    static Case random(Random random, String dtype, long... dims) {
        int size = (int) Shape.of(dims).size();
        byte[] bytes = values(random, dtype, size);
        List<String> slices = SLICES.get(dims.length);
        boolean whole = size == 0;
        String slice = whole ? "..." : slices.get(random.nextInt(slices.size()));
        Order order = random.nextBoolean() ? Order.C : Order.F;
        return new Case(Cases.array(bytes, dtype, order, dims).slice(slice),
                "np.frombuffer(x[0], '%s').reshape(%s, order='%s')[%s]".formatted(dtype, Cases.tuple(dims), order,
                        slice),
                bytes);
    }

    /// More elements than one thread takes at a time, in some layouts.
    static List<Case> large(Random random) {
        List<Case> cases = new ArrayList<>();
        for (String dtype : List.of("<f8", ">f8", "<f4", "<f2", "|u1", "<i4", ">i8")) {
            cases.add(random(random, dtype, 700, 700));
            cases.add(random(random, dtype, 70, 80, 90));
        }
        return cases;
    }

    private static byte[] values(Random random, String dtype, int size) {
        if (dtype.equals("|b1")) {
            byte[] bytes = new byte[size];
            for (int n = 0; n < size; n++) {
                bytes[n] = (byte) random.nextInt(2);
            }
            return bytes;
        }
        if (!dtype.contains("f")) {
            return random.nextBoolean()
                    ? Cases.bytes(random, size * Dtype.of(dtype).byteSize())
                    : converted(dtype, random.doubles(size, 0, 100).map(Math::floor).toArray());
        }
        double[] values = random.doubles(size).toArray();
        int kind = random.nextInt(5);
        for (int n = 0; n < size; n++) {
            values[n] = switch (kind) {
                case 0 -> values[n];
                case 1 -> (values[n] - 0.3) * Math.exp(random.nextDouble() * 8);
                case 2 -> Math.floor(values[n] * 20);
                case 3 -> 1000 + values[n];
                default -> random.nextInt(size / 2 + 2) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : -values[n];
            };
        }
        return converted(dtype, values);
    }

    private static final double[] SPECIAL = {Double.NaN, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY, 0.0};

    private static byte[] converted(String dtype, double[] values) {
        return Oracle.numpy().eval("np.frombuffer(x[0], 'f8').astype('" + dtype + "').tobytes()",
                Cases.bytes(values));
    }
}
