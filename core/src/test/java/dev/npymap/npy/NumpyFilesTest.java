package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files in both directions: NumPy writes and npymap reads, npymap writes and no byte differs from `np.save`.
class NumpyFilesTest {
    /// `make(dtype, dims, layout, seed)` is an array of random elements, `save(a, version)` its file; the padding of
    /// longdoubles, which NumPy leaves to chance, is zero in it.
    private static final String PROGRAM = """
            import io, tempfile
            def make(dtype, dims, layout, seed):
                rng = np.random.RandomState(seed)
                dtype = np.dtype(dtype)
                count = int(np.prod(dims, dtype=np.int64))
                if dtype.kind == 'U':
                    a = np.array([''.join(map(chr, rng.randint(32, 0x2fff, rng.randint(0, 4)))) for _ in range(count)],
                                 dtype=dtype)
                elif dtype.kind == 'b':
                    a = rng.randint(0, 2, count).astype(dtype)
                elif dtype.itemsize == 0 or dtype.kind == 'f' and dtype.itemsize == 16 or dtype == np.dtype('G'):
                    a = np.frombuffer(bytes(count * dtype.itemsize), dtype) if dtype.itemsize else np.zeros(count, dtype)
                    if dtype.itemsize:
                        a = a.copy()
                        for k in range(count):
                            a[k] = k / 3
                else:
                    a = np.frombuffer(rng.bytes(count * dtype.itemsize), dtype).copy()
                a = a.reshape(dims)
                if layout == 'F':
                    a = np.asfortranarray(a)
                elif layout == 'T':
                    a = a.transpose(tuple(range(1, a.ndim)) + (0,)) if a.ndim else a
                elif layout == 'R':
                    a = a[::-1] if a.ndim else a
                return a
            def save(a, version=None):
                with tempfile.TemporaryFile() as f:  # into memory, NumPy writes chance for the padding of records
                    np.lib.format.write_array(f, a, version=version)
                    f.seek(0)
                    saved = bytearray(f.read())
                if a.dtype.char in 'gG' and a.size:
                    padding = np.frombuffer(saved, np.uint8)[-a.nbytes:].reshape(-1, 16)
                    padding[:, slice(0, 6) if a.dtype.byteorder == '>' else slice(10, 16)] = 0
                return bytes(saved)
            """;

    private static final String[] DTYPES = {"?", "i1", "u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", ">u4",
            "<i8", ">i8", "<u8", ">u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "<g", ">g", "<F", ">F", "<D", ">D",
            "<G", ">G", "S5", "S0", "<U3", ">U3", "<U0", "V3", "V0", "<M8[ns]", ">M8[25us]", "<m8[D]", ">m8", "<M8[Y]",
            "<M8[as]", "i4,f8", ">i4,(2,3)f8,S3"};
    private static final String[] RECORDS = {"[('a', '<i4'), ('n', [('x', '>f4'), ('y', 'S3')])]",
            "[(('Title', 'nm'), '<i4'), ('b', 'u1')]", "np.dtype([('a', 'u1'), ('b', 'f8'), ('c', 'u1')], align=True)",
            "{'names': ['a', 'b'], 'formats': ['i4', 'f8'], 'offsets': [4, 16], 'itemsize': 32}",
            "[('\\u00e9', 'i4')]", "[('\\u4e2d', 'i4')]", "[]", "[(\"it's\", 'i4'), ('a\"b', 'i2', (1,))]"};

    @TempDir
    private Path directory;

    @BeforeEach
    void define() {
        Oracle.numpy().eval(PROGRAM);
    }

    @Test
    void everyDtypeShapeAndOrderComesBackByteForByte() throws IOException {
        long seed = Long.getLong("npymap.seed", 20261122);
        System.out.println("NumpyFilesTest: seed " + seed);
        Random random = new Random(seed);
        int rounds = Integer.getInteger("npymap.rounds", 8);
        for (String dtype : DTYPES) {
            for (int round = 0; round < rounds; round++) {
                check("'" + dtype + "'", random);
            }
        }
        for (String record : RECORDS) {
            for (int round = 0; round < rounds; round++) {
                check(record, random);
            }
        }
    }

    private void check(String dtype, Random random) throws IOException {
        String dims = dims(random);
        String layout = new String[]{"C", "F", "T", "R"}[random.nextInt(4)];
        String made = "make(" + dtype + ", " + dims + ", '" + layout + "', " + random.nextInt(1 << 30) + ")";
        Oracle.numpy().eval("made = " + made);
        byte[] saved = Oracle.numpy().eval("save(made)");
        Path file = Files.write(directory.resolve("saved.npy"), saved);
        Path copy = directory.resolve("copy.npy");
        try (Arena arena = Arena.ofConfined()) {
            NdArray mapped = Npy.map(file, arena);
            if (!dtype.matches("'[<>][gG]'|.*(align|itemsize).*")) { // NumPy's own copies differ in the padding
                assertArrayEquals(Oracle.numpy().eval("made.tobytes()"), elements(mapped), made);
            }
            Npy.write(copy, mapped);
        }
        // NumPy writes elements without bytes in another order than it reads them.
        byte[] again = Oracle.numpy().eval("save(np.load(x[0].decode()))",
                file.toString().getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(again, Files.readAllBytes(copy), made);
        Npy.write(copy, Npy.read(file));
        assertArrayEquals(again, Files.readAllBytes(copy), made);
    }

    /// Up to five axes, now and then an empty one.
    private static String dims(Random random) {
        StringBuilder dims = new StringBuilder("(");
        for (int axis = random.nextInt(6); axis > 0; axis--) {
            dims.append(random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(5)).append(", ");
        }
        return dims.append(")").toString();
    }

    private static byte[] elements(NdArray array) {
        byte[] bytes = new byte[Math.toIntExact(array.byteSize())];
        array.copyTo(MemorySegment.ofArray(bytes));
        return bytes;
    }

    @Test
    void writesSlicesAsNumpyDoes() throws IOException {
        byte[] saved = Oracle.numpy().eval("save(np.arange(2 * 3 * 4 * 5, dtype='>i4').reshape(2, 3, 4, 5))");
        Path file = Files.write(directory.resolve("saved.npy"), saved);
        Path part = directory.resolve("part.npy");
        for (String slice : new String[]{"1", "::-1", "..., 2", ":, 1:, ::2", "0, ..., ::-2", "None, 1, None",
                "..., 0:0",
                "1, 2, 3, 4, ...", ":, :, 2:3, 1", "..., ::-1, :"}) {
            try (Arena arena = Arena.ofConfined()) {
                Npy.write(part, Npy.map(file, arena).slice(slice));
            }
            assertArrayEquals(
                    Oracle.numpy().eval("save(np.asanyarray(np.load(io.BytesIO(x[0]))[" + slice + "]))", saved),
                    Files.readAllBytes(part), slice);
        }
    }

    @Test
    void writesEveryFormatVersionAsNumpyDoes() throws IOException {
        Path file = directory.resolve("version.npy");
        for (int version = 1; version <= 3; version++) {
            byte[] saved = Oracle.numpy().eval("save(make('<f8', (2, 3), 'F', 1), (" + version + ", 0))");
            NdArray array = Npy.wrap(MemorySegment.ofArray(saved), "saved");
            Npy.write(file, array, version);
            assertArrayEquals(saved, Files.readAllBytes(file));
            assertEquals(version, Npy.header(file).majorVersion());
        }
    }

    @Test
    void writesHeadersThatAreTooLongForTheFirstVersion() throws IOException {
        for (int fields : new int[]{3444, 3445}) {
            String dtype = "[('f%05d' % i, '<f8') for i in range(" + fields + ")]";
            byte[] saved = Oracle.numpy().eval("save(np.zeros(2, " + dtype + "))");
            Path file = Files.write(directory.resolve("saved.npy"), saved);
            Path copy = directory.resolve("copy.npy");
            Npy.write(copy, Npy.read(file));
            assertArrayEquals(saved, Files.readAllBytes(copy));
            assertEquals(fields == 3444 ? 1 : 2, Npy.header(copy).majorVersion());
        }
    }

    @Test
    void numpyLoadsWhatWasAppended() throws IOException {
        for (String layout : new String[]{"C", "F"}) {
            byte[] saved = Oracle.numpy().eval("save(make('<f4', (3, 4), '" + layout + "', 1))");
            Path file = Files.write(directory.resolve("appended.npy"), saved);
            NdArray more = Npy.wrap(MemorySegment.ofArray(saved), "saved");
            Npy.append(file, layout.equals("C") ? more.slice("1:") : more.slice(":, 1:"));
            String axis = layout.equals("C") ? "0, 'C'" : "1, 'F'";
            String expected = "(lambda a, n, o: save(np.asarray(np.concatenate((a, a[1:] if n == 0 else a[:, 1:]), n),"
                    + " order=o)))(np.load(io.BytesIO(x[0])), " + axis + ")";
            assertArrayEquals(Oracle.numpy().eval(expected, saved), Files.readAllBytes(file), layout);
        }
    }

    @Test
    void numpyMapsWhatWasCreated() throws IOException {
        Path file = directory.resolve("created.npy");
        try (WritableNpy created = Npy.create(file, Dtype.INT32, Shape.of(7, 3),
                Order.F)) {
            created.array().asInt().set(6, 2, 42);
        }
        String loaded = "(lambda a: '%s %s %d' % (a.shape, a.flags.f_contiguous, a[6, 2]))(np.load(x[0].decode(),"
                + " mmap_mode='r'))";
        byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);
        assertEquals("(7, 3) True 42", Oracle.numpy().text(loaded, path));
        assertEquals("42", Oracle.numpy().text("np.load(x[0].decode()).sum()", path));
    }
}
