package dev.npymap.pickle;

import dev.npymap.Fuzz;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Fuzzes pickles, and the pickles of object arrays.
public final class PickleFuzz {
    private static final String SOURCE = "fuzz.pkl";

    private PickleFuzz() {
    }

    /// Reads one pickle after the other.
    ///
    /// @param bytes what the file holds
    public static void fuzzerTestOneInput(byte[] bytes) {
        MemorySegment file = MemorySegment.ofArray(bytes);
        Fuzz.reading(SOURCE, () -> {
            PickleReader reader = Pickle.reader(file, SOURCE);
            do {
                use(reader.next());
            } while (reader.hasNext());
        });
        Fuzz.reading(SOURCE, () -> use(Pickle.wrapObjects(file, SOURCE)));
    }

    private static void use(Value value) throws IOException {
        Fuzz.require(value.toString().length() < 100_000, "a long text");
        value.hashCode();
        Fuzz.require(value.equals(value), "not equal to itself");
        if (value instanceof ArrayValue array && !array.holdsObjects() && array.array().byteSize() < 1 << 20) {
            array.array().toString();
        }
    }

    /// {@return what this library writes in its protocols, programs of the older ones, and a golden file}
    ///
    /// @throws IOException if one cannot be read
    public static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>(Fuzz.golden("objects.npy"));
        for (int protocol = 2; protocol <= 5; protocol++) {
            for (Object object : List.of(1L << 40, 1.5, "text é", List.of(1, Value.None.NONE, true, "a", "a"),
                    Map.of("k", NdArray.zeros(Dtype.FLOAT64, 2, 3)),
                    NdArray.zeros(Dtype.of("i4,(2,)f8"), 2), NdArray.zeros(Dtype.of("M8[25us]"), 2))) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                Pickle.write(out, object, protocol);
                seeds.add(out.toByteArray());
            }
        }
        for (String program : List.of("cos\nsystem\n(S'x'\ntR.", "(lp0\nI1\nag0\n.", "}(VaNVb]u.", "\217(K\1K\2\220.",
                "ccollections\nOrderedDict\n(tR.", "(I1\nI2\nI3\nt2\206.", "L123456789012345678901L\n.", "F1e5\n.",
                "Pid\n.")) {
            seeds.add(program.getBytes(StandardCharsets.ISO_8859_1));
        }
        return seeds;
    }
}
