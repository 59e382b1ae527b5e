package dev.npymap.model;

import dev.npymap.Fuzz;
import dev.npymap.npy.Npy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Fuzzes texts of dtypes: what is understood is written as a text that is understood, and of the same size.
public final class DtypeFuzz {
    private DtypeFuzz() {
    }

    /// Reads one text.
    ///
    /// @param bytes the text, as Latin-1
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Fuzz.parsing(() -> check(Dtype.of(text)));
        Fuzz.parsing(() -> check(Npy.dtype(text)));
    }

    private static void check(Dtype dtype) {
        dtype.toString();
        String written = dtype.descr();
        try {
            Dtype again = Npy.dtype(written);
            // What has no name in NumPy's files, such as bfloat16, is read as raw bytes, and those stay what they are.
            Dtype last = Npy.dtype(again.descr());
            Fuzz.require(again.byteSize() == dtype.byteSize() && last.equals(again),
                    "written as " + written + ", then as " + again.descr() + ", then as " + last.descr());
        } catch (IllegalArgumentException refused) {
            throw new AssertionError("writes what it refuses: " + written, refused);
        }
    }

    /// {@return the dtypes of the golden files, and short names}
    ///
    /// @throws IOException if a file cannot be read
    public static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] file : Fuzz.golden(".npy")) {
            try {
                String descr = Npy.header(new ByteArrayInputStream(file), "golden").dtype().descr();
                seeds.add(descr.getBytes(StandardCharsets.ISO_8859_1));
            } catch (ArrayFormatException refused) {
                continue;
            }
        }
        for (String text : List.of("i4,(2,3)f8", "M8[25us]", "float64", "a10", "U", "=u8", "longdouble", "(2,)i4,S3")) {
            seeds.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return seeds;
    }
}
