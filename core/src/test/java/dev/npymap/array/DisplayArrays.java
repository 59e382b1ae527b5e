package dev.npymap.array;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Arrays of every dtype to be printed, and options to print them with.
final class DisplayArrays {
    static final double[] EDGES = {0, -0.0, 1e-4, 9.99999e-5, 1e-5, 1e3, 999, 1000.5, 1e6, 999999, 1e8,
            99999999.0, 99999999.5, 1e16, 9999999999999998.0, 1e17, 0.5, 1.5, 2.5, 0.25, 0.125, 1 / 3.0, 0.1, 0.3,
            0.123456785, 1.1234567850000001, 9.999999999, 9.99999999, 12345678.123456789, 5e-9, 6e-9, 4e-9, 5e-324,
            1e-323, 1e-322, 1e-310, 1e308, 1e22, 1e23, 65504, 6e-8, 6.1e-5, 3.4e38, 1e-45, 1e-40, 1024, 2048, 4096,
            0.0625, 0x1p-14, 0x1p-24, 0x1p60, 0x1p100, 0x1p-30, 1, 2, 3, 100, 0.001, 0.0009999, 1001,
            Double.MAX_VALUE, Double.MIN_NORMAL};

    private final Random random;

    DisplayArrays(Random random) {
        this.random = random;
    }

    private double number(int family) {
        double sign = random.nextInt(3) == 0 ? -1 : 1;
        return sign * switch (family) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextDouble();
            case 2 -> random.nextGaussian() * 100;
            case 3 -> Math.rint(random.nextDouble() * 2e4) / Math.pow(10, random.nextInt(5));
            case 4 -> Math.pow(10, random.nextDouble() * 12 - 6);
            case 5 -> Math.nextAfter(EDGES[random.nextInt(EDGES.length)], random.nextBoolean() ? 1e300 : 0);
            case 6 -> Double.longBitsToDouble(random.nextLong() >>> 1);
            case 7 -> random.nextInt(2000);
            case 8 -> new BigDecimal(random.nextInt(100_000) + "5e-" + (1 + random.nextInt(10))).doubleValue();
            case 9 -> Math.scalb(1.0, random.nextInt(80) - 40);
            case 10 -> Float.intBitsToFloat(random.nextInt() >>> 1);
            default -> (1 + random.nextInt(9999)) * 0x1p-13;
        };
    }

    private double[] numbers(int count) {
        int family = random.nextInt(12);
        int specials = random.nextInt(4);
        double[] values = new double[count];
        for (int n = 0; n < count; n++) {
            values[n] = specials == 0 && random.nextInt(4) == 0
                    ? new double[]{Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
                            0}[random.nextInt(4)]
                    : number(specials == 1 ? random.nextInt(12) : family);
        }
        return values;
    }

    NdArray floats(Dtype dtype, long... dims) {
        NdArray array = NdArray.zeros(dtype, dims);
        int count = (int) array.size();
        double[] values = numbers(count);
        NdArray flat = array.reshape(count);
        if (dtype.kind() == Dtype.Kind.COMPLEX) {
            double[] others = numbers(count);
            for (int n = 0; n < count; n++) {
                flat.asComplex().set(n, new Complex(values[n], others[n]));
            }
        } else if (count > 0) {
            ElementCodec.write(flat.layout(), 0, values);
        }
        return array;
    }

    Display options() {
        Display d = Display.DEFAULT;
        if (random.nextInt(3) == 0) {
            return d;
        }
        d = random.nextInt(2) == 0 ? d : d.withPrecision(random.nextInt(random.nextInt(8) == 0 ? 40 : 12));
        d = random.nextInt(3) > 0 ? d : d.withSuppress(true);
        d = random.nextInt(3) > 0 ? d : d.withSign(Display.Sign.values()[random.nextInt(3)]);
        d = random.nextInt(2) == 0 ? d : d.withFloatMode(Display.FloatMode.values()[random.nextInt(4)]);
        d = random.nextInt(4) > 0 ? d : d.withThreshold(random.nextInt(20)).withEdgeItems(random.nextInt(5));
        d = random.nextInt(4) > 0 ? d : d.withLineWidth(random.nextInt(120));
        d = random.nextInt(6) > 0 ? d : d.withNan("not a number").withInfinity("\u221e");
        return random.nextInt(6) > 0 ? d : d.withNan("").withInfinity("Infinity");
    }

    long[] dims() {
        return random.nextInt(3) == 0 ? Cases.dims(random, 4, 6) : new long[]{1 + random.nextInt(8)};
    }

    Dtype record(int depth) {
        Dtype[] plain = {Dtype.BOOL, Dtype.INT8, Dtype.INT32, Dtype.UINT64, Dtype.FLOAT16, Dtype.FLOAT32, Dtype.FLOAT64,
                Dtype.COMPLEX64, Dtype.COMPLEX128, Dtype.bytes(3), Dtype.text(2), Dtype.raw(2), Dtype.of(">f8"),
                Dtype.of("M8[D]"), Dtype.of("m8[ms]"), Dtype.bytes(0), Dtype.LONGDOUBLE, Dtype.of(">i2")};
        Field[] fields = new Field[random.nextInt(4) + (depth == 0 ? 1 : 0)];
        for (int n = 0; n < fields.length; n++) {
            Dtype dtype = depth < 2 && random.nextInt(6) == 0 ? record(depth + 1) : plain[random.nextInt(plain.length)];
            long[] dims = random.nextInt(3) > 0 || dtype.byteSize() == 0
                    ? new long[0]
                    : random.nextInt(2) == 0 ? new long[]{random.nextInt(9)} : new long[]{2, 1 + random.nextInt(3)};
            fields[n] = Field.of("n'".substring(random.nextInt(9) == 0 ? 1 : 0) + n, dtype, dims);
        }
        return Dtype.struct(fields);
    }

    void fill(NdArray array) {
        int count = (int) array.size();
        switch (array.dtype().kind()) {
            case STRUCT -> array.dtype().fields().forEach(field -> fill(array.asRecord().field(field.name())));
            case FLOAT, COMPLEX -> {
                NdArray values = floats(array.dtype(), count);
                array.copyFrom(values.reshape(array.shape().toArray()));
            }
            case BOOL -> {
                boolean[] values = new boolean[count];
                for (int n = 0; n < count; n++) {
                    values[n] = random.nextInt(3) == 0;
                }
                array.asBoolean().copyFrom(values);
            }
            case DATETIME, TIMEDELTA -> array.asTime().copyFrom(random.longs(count, -20_000, 20_000)
                    .map(v -> v % 9 == 0 ? TimeArray.NAT : v).toArray());
            case BYTES, TEXT -> {
                String[] texts = new String[count];
                Arrays.setAll(texts, n -> array.dtype().byteSize() == 0 ? "" : List.of("", "x", "'y").get(n % 3));
                array.asText().copyFrom(texts);
            }
            case INT, UINT -> {
                NdArray values = NdArray.zeros(array.dtype(), count);
                ElementCodec.write(values.layout(), 0, random.longs(count, 0, 200).toArray());
                array.copyFrom(values.reshape(array.shape().toArray()));
            }
            default -> {
            }
        }
    }
}
