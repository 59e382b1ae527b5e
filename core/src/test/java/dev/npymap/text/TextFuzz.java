package dev.npymap.text;

import dev.npymap.Fuzz;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Fuzzes text that is read. The first byte of an input chooses the dtype, the second one's bits the options.
public final class TextFuzz {
    private static final String SOURCE = "fuzz.txt";
    private static final List<Dtype> DTYPES = List.of(Dtype.FLOAT64, Dtype.INT64, Dtype.UINT8, Dtype.BOOL,
            Dtype.COMPLEX128, Dtype.text(3), Dtype.bytes(3), Dtype.of("M8[s]"), Dtype.of("m8[ms]"), Dtype.FLOAT16,
            Dtype.LONGDOUBLE, Dtype.of("f8,i4"), Dtype.of("U2,(2,)i2"), Dtype.BFLOAT16);

    private TextFuzz() {
    }

    /// Reads one text.
    ///
    /// @param bytes two that choose how, and the text
    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length < 2) {
            return;
        }
        Dtype dtype = DTYPES.get((bytes[0] & 0xff) % DTYPES.size());
        TextOptions chosen = TextOptions.DEFAULT.withDtype(dtype);
        int bits = bytes[1];
        chosen = (bits & 1) != 0 ? chosen.withDelimiter(",") : chosen;
        chosen = (bits & 2) != 0 ? chosen.withQuote("\"") : chosen;
        chosen = (bits & 4) != 0 ? chosen.withMissing(MissingValues.DEFAULT) : chosen;
        chosen = (bits & 8) != 0 ? chosen.withSkipRows(1).withMaxRows(3) : chosen;
        chosen = (bits & 16) != 0 && dtype.fields().isEmpty() ? chosen.withColumns(0, -1) : chosen;
        chosen = (bits & 32) != 0 ? chosen.withEncoding(StandardCharsets.UTF_8) : chosen;
        chosen = (bits & 64) != 0 ? chosen.withComments() : chosen;
        TextOptions options = chosen;
        Fuzz.reading(SOURCE, () -> {
            NdArray array = Text.read(new ByteArrayInputStream(bytes, 2, bytes.length - 2), SOURCE, options);
            Fuzz.require(array.toString().length() < 100_000, "a long text");
        });
    }

    /// {@return texts of every dtype}
    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        List<String> texts = List.of("1 2\n3 4\n", "1,2\n3,4\n", "# c\n1.5 nan\n-inf 1e300\n",
                "a \"b c\"\n\"d\"\"e\" f\n",
                "2020-01-02T03:04:05 NaT\n", "1+2j (3-4j)\n", "True False\n", "1 2 3\n1 2 3", "\n\n", "1,,3\r\n,2,\r\n",
                "0x1p3 1_0\n", "1e-400 123456789012345678901234567890\n", "é ü\n");
        for (int dtype = 0; dtype < DTYPES.size(); dtype++) {
            for (int n = 0; n < texts.size(); n++) {
                ByteArrayOutputStream seed = new ByteArrayOutputStream();
                seed.writeBytes(new byte[]{(byte) dtype, (byte) (texts.get(n).contains(",") ? 1 + (n << 1) : n << 1)});
                seed.writeBytes(texts.get(n).getBytes(StandardCharsets.UTF_8));
                seeds.add(seed.toByteArray());
            }
        }
        seeds.add(Arrays.copyOf(new byte[]{0, 0}, 5000));
        return seeds;
    }
}
