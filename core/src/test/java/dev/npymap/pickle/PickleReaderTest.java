package dev.npymap.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Growth;
import dev.npymap.Oracle;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Arrays and pickles one behind the other.
class PickleReaderTest {
    private static final String SAVED = """
            import io, pickle
            file = io.BytesIO()
            ends = []
            def add(save):
                save()
                ends.append(file.tell())
            add(lambda: np.save(file, np.arange(3.)))
            add(lambda: np.save(file, np.array([1, 'x', None], object)))
            for protocol in range(6):
                add(lambda: pickle.dump({'a': np.arange(2), 'p': protocol}, file, protocol))
            add(lambda: np.save(file, np.array([[1, 2], [3, 4]], '>i2', order='F')))
            add(lambda: pickle.dump('end', file, 0))
            """;

    @TempDir
    private Path directory;

    @Test
    void takesWhatNumpyTakesFromAnOpenFile() throws IOException {
        Oracle numpy = PickleOracle.numpy();
        numpy.eval(SAVED);
        numpy.eval("file.seek(0)\nloaded = [str(np.load(file, allow_pickle=True)) for _ in ends]");
        byte[] bytes = numpy.eval("file.getvalue()");
        Path file = Files.write(directory.resolve("many"), bytes);
        try (Arena arena = Arena.ofConfined()) {
            takes(numpy, Pickle.reader(file, arena), true);
            takes(numpy, Pickle.reader(MemorySegment.ofArray(bytes), "many"), false);
            List<Value> all = Pickle.mapAll(file, arena);
            assertEquals(numpy.text("loaded"), numpy.text("[t.decode() for t in x]", texts(all)));
        }
    }

    private static void takes(Oracle numpy, PickleReader reader, boolean mapped) throws IOException {
        int count = Integer.parseInt(numpy.text("len(ends)"));
        for (int n = 0; n < count; n++) {
            assertTrue(reader.hasNext());
            assertEquals(n, reader.number());
            boolean isNpy = reader.header().isPresent();
            assertEquals(n < 2 || n == 8, isNpy);
            Value value = reader.next();
            assertEquals(numpy.text("loaded[" + n + "]"), value.str());
            assertEquals(numpy.text("ends[" + n + "]"), Long.toString(reader.position()));
            if (value instanceof ArrayValue array && !array.holdsObjects()) {
                assertEquals(n == 0 ? "many" : "many#" + n, array.array().source().name());
                assertEquals(mapped, array.array().segment().isMapped());
            }
        }
        assertFalse(reader.hasNext());
        assertEquals(reader.byteSize(), reader.position());
    }

    private static byte[][] texts(List<Value> values) {
        return values.stream().map(value -> value.str().getBytes()).toArray(byte[][]::new);
    }

    @Test
    void headersCountFromTheBeginningOfTheFile() throws IOException {
        Oracle numpy = PickleOracle.numpy();
        numpy.eval(SAVED);
        byte[] bytes = numpy.eval("file.getvalue()");
        PickleReader reader = Pickle.reader(MemorySegment.ofArray(bytes), "many");
        for (int n = 0; n < 8; n++) {
            reader.next();
        }
        NpyHeader header = reader.header().orElseThrow();
        assertEquals("many#8", header.source());
        assertEquals(List.of(1L, 3L, 2L, 4L).toString(), numpy.text("np.frombuffer(x[0], '>i2', 4, %d).tolist()"
                .formatted(header.dataOffset()), bytes));
    }

    @Test
    void whatIsNeitherIsToldWithItsByteAndNotTaken() throws IOException {
        refused("I1\n.I2\n.1\n.", "many#2: the opcode needs a mark, and there is none (at byte 8)", 2, 8);
        refused("N.N.N", "many#2: truncated: the pickle needs 1 more bytes, there are 0 (at byte 5)", 2, 4);
        refused("N.PK\3\4zip archive", "many#1: not a pickle: a .npz file, or another zip archive (at byte 2)", 1, 2);
        refused("N.\u0093NUM", "many#1: truncated: the magic string and the version need 8 bytes, the file has 4 "
                + "(at byte 6)", 1, 2);
        refused("", "many: truncated: the pickle needs 1 more bytes, there are 0 (at byte 0)", 0, 0);
    }

    private static void refused(String bytes, String message, int number, long position) throws IOException {
        PickleReader reader = Pickle.reader(MemorySegment.ofArray(HostileRun.bytes(bytes)), "many");
        for (int n = 0; n < number; n++) {
            reader.next();
        }
        for (int n = 0; n < 2; n++) {
            assertEquals(message, assertThrows(ArrayFormatException.class, reader::next).getMessage());
            assertEquals(number, reader.number());
            assertEquals(position, reader.position());
        }
    }

    @Test
    void zerosBehindTheLastArePadding() throws IOException {
        PickleReader reader = Pickle.reader(MemorySegment.ofArray(HostileRun.bytes("N." + "\0".repeat(40_000))),
                "many");
        reader.next();
        assertFalse(reader.hasNext());
        assertEquals(2, reader.position());
    }

    @Test
    void manyTakeTimeInProportion() throws Exception {
        Growth.requireLinear(1_000, count -> {
            byte[] pickles = HostileRun.bytes("\u0080\4]\u0094(K\1K\2e.".repeat(count));
            return () -> {
                PickleReader reader = Pickle.reader(MemorySegment.ofArray(pickles), "many");
                while (reader.hasNext()) {
                    reader.next();
                }
                assertEquals(count, reader.number());
            };
        });
    }

    @Test
    void manySmallPicklesShareOneBudget() throws Exception {
        // Each makes 50 sets of one list of 100.
        String list = "c__builtin__\nset\nq\1(" + "N".repeat(100) + "l\u0085q\2";
        byte[] pickles = HostileRun.bytes((list + "h\1h\2R0".repeat(50) + ".").repeat(2000));
        PickleReader reader = Pickle.reader(MemorySegment.ofArray(pickles), "many");
        assertThrows(ArrayFormatException.class, () -> {
            while (reader.hasNext()) {
                reader.next();
            }
        });
        assertTrue(reader.number() < 500, () -> reader.number() + " were taken");
    }
}
