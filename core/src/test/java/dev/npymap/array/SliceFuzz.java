package dev.npymap.array;

import dev.npymap.Fuzz;
import dev.npymap.model.Dtype;
import dev.npymap.model.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Fuzzes slices in NumPy's notation on arrays of a few shapes, one of them large without memory.
public final class SliceFuzz {
    private static final List<NdArray> ARRAYS = List.of(NdArray.zeros(Dtype.INT16, 7),
            NdArray.zeros(Dtype.INT16, 3, 0, 4), NdArray.zeros(Dtype.INT16, 5, 1, 3, 2).transpose(),
            NdArray.zeros(Dtype.INT16), NdArray.zeros(Dtype.raw(0), Long.MAX_VALUE));

    private SliceFuzz() {
    }

    /// Slices the arrays.
    ///
    /// @param bytes the text, as Latin-1
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Fuzz.parsing(() -> Slice.parse(text));
        for (NdArray array : ARRAYS) {
            Fuzz.parsing(() -> {
                NdArray part = array.slice(text);
                NdArray typed = array.slice(Slice.parse(text).toArray(new Slice[0]));
                Fuzz.require(part.shape().equals(typed.shape()), "the typed slices give another shape");
                Fuzz.require(part.shape().rank() <= 64, "more axes than NumPy allows");
                if (part.dtype().equals(Dtype.INT16)) {
                    Fuzz.require(Arrays.equals(new int[(int) part.size()], part.asShort().toArray()),
                            "other elements");
                }
            });
        }
    }

    /// {@return slices}
    public static List<byte[]> seeds() {
        return Stream.of("1", "-1", ":", "::2", "::-1", "1:5:2, ...", "..., -1", "None, :", "np.newaxis, 0",
                "9223372036854775807:", ":-9223372036854775808:-1", "[1:3, :]", "[0, 2]", "0:0", "-0", " 1 : 2 ",
                "..., ...", "1,,2", "0x10", "1_000", "a[1]").map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }
}
