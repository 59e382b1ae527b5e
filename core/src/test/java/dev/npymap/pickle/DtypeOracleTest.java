package dev.npymap.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.model.Dtype;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Dtypes keep what NumPy knows of them: their pickles are CPython's byte for byte, and so is what prints.
class DtypeOracleTest {
    private static final int SEED = 20261201;
    private static final int CASES = 120;

    /// Random dtypes: nested, titled, padded, aligned, overlapping, out of order; sub-arrays of sub-arrays, shared ones.
    private static final String SCRIPT = """
            import pickle, random, struct

            SCALARS = ('b1 i1 u1 <i2 >i2 <i4 >u4 <i8 <f2 >f4 <f8 <f16 <c8 >c16 S0 S5 <U0 <U3 >U2 V0 V3 <M8[ns] '
                       '>m8[25s] M8 O').split()

            def random_shape(r):
                return tuple(r.choice([1, 2, 3, 5]) for _ in range(r.choice([1, 1, 2])))

            def random_struct(r, depth, pool):
                names = r.sample(['a', 'bb', 'cc', 'd d', "e'", 'é', 'g', 'h"'], r.choice([0, 1, 2, 2, 3, 4]))
                align = r.random() < 0.4
                fields = [random_dtype(r, depth + 1, pool) for _ in names]
                titles = [r.choice(['T1', 'T2', 'T3', 'T4']) + n if r.random() < 0.2 else None for n in names]
                how = r.randrange(4)
                if how < 2:
                    return np.dtype([((t, n) if t else n, f) for n, t, f in zip(names, titles, fields)], align=align)
                d = {'names': names, 'formats': fields}
                if any(titles):
                    d['titles'] = titles
                if how == 2:
                    places, end = [], 0
                    for f in fields:
                        end += r.choice([0, 0, 1, 4])
                        end += -end % f.alignment if align else 0
                        places.append(end)
                        end += f.itemsize
                    d['offsets'] = places
                    d['itemsize'] = end + r.choice([0, 3, 8]) + 64
                    d['itemsize'] += -d['itemsize'] % 64
                elif not any(f.hasobject for f in fields):
                    d['offsets'] = [r.randrange(9) * (f.alignment if align else 1) for f in fields]
                return np.dtype(d, align=align)

            def random_dtype(r, depth, pool):
                if pool and r.random() < 0.15:
                    return r.choice(pool)
                kind = r.randrange(10)
                if depth > 3 or kind < 4:
                    d = np.dtype(r.choice(SCALARS))
                elif kind < 6:
                    d = random_dtype(r, depth + 1, pool)
                    if d.itemsize or d.names is not None:
                        d = np.dtype((d, random_shape(r)))
                else:
                    # A swapped dtype shares tuples with what it was made of, so that is used once.
                    d = random_struct(r, depth, None if kind == 7 else pool)
                    if kind == 7 and not d.hasobject:
                        d = d.newbyteorder(r.choice('<>S'))
                    elif kind == 8 and len(d.names) > 1:
                        d = np.ndarray(1, d)[list(r.sample(d.names, 2))].dtype
                    elif kind == 9 and not d.hasobject:
                        d = np.dtype((np.record, d))
                if pool is not None:
                    pool.append(d)
                return d

            def random_dtypes(seed, count):
                r, pool, out = random.Random(seed), [], []
                while len(out) < count:
                    d = random_dtype(r, r.choice([0, 0, 2]), pool)
                    if d.itemsize < 3000 and len(repr(d)) < 3000:
                        out.append(d)
                    if len(pool) > 12:
                        del pool[:]
                return out

            def described(dtypes, protocols):
                out = []
                for d in dtypes:
                    out.append(repr(d).encode())
                    out += [pickle.dumps(d, p) for p in protocols]
                return b''.join(struct.pack('>I', len(i)) + i for i in out)

            def arrays(dtypes, protocols):
                out = []
                # A swapped dtype remembers that it was, until it is pickled, and so is written in another form once.
                for d in pickle.loads(pickle.dumps(dtypes)):
                    if not d.hasobject and not d.subdtype:
                        a = np.frombuffer(bytes(2 * d.itemsize), d) if d.itemsize else np.ndarray(2, d)
                        generic = "M8'" in repr(d)  # which NumPy cannot print
                        out.append(('' if generic or d.itemsize > 200 else repr(a)).encode())
                        out += [pickle.dumps(a, p) for p in protocols]
                return b''.join(struct.pack('>I', len(i)) + i for i in out)

            def scalars(dtypes, protocols):
                out = []
                for d in pickle.loads(pickle.dumps(dtypes)):
                    if d.names is not None and not d.hasobject:
                        s = np.frombuffer(bytes(2 * d.itemsize), d)[1] if d.itemsize else np.ndarray(2, d)[1]
                        out.append(('' if "M8'" in repr(d) or d.itemsize > 200 else repr(s)).encode())
                        out += [pickle.dumps(s, p) for p in protocols]
                return b''.join(struct.pack('>I', len(i)) + i for i in out)

            class D:
                def __init__(self, state):
                    self.state = state

                def __reduce__(self):
                    return np.dtype, ('V8', False, True), self.state

            def equal(dtypes):
                return ''.join('=' if a == b else '.' for a in dtypes for b in dtypes)
            """;

    private static Oracle numpy() {
        Oracle numpy = Oracle.numpy();
        assumeTrue(numpy.atLeast(2, 4, "pickled dtypes"));
        System.out.println("DtypeOracleTest, seed " + SEED);
        numpy.eval(SCRIPT);
        return numpy;
    }

    private static Value read(byte[] pickle) throws IOException {
        return Pickle.wrap(MemorySegment.ofArray(pickle), "d.pkl");
    }

    private static byte[] written(Value value, int protocol) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PickleWriter.write(Channels.newChannel(out), value, protocol, false);
        return out.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void dtypesArePickledAndPrintedAsNumpyDoes() throws IOException {
        List<byte[]> blobs = PickleOracle
                .blobs(numpy().eval("described(random_dtypes(%d, %d), range(6))".formatted(SEED, CASES)));
        for (int n = 0; n < blobs.size(); n += 7) {
            String repr = text(blobs.get(n));
            for (int from = 0; from <= 5; from++) {
                Value value = read(blobs.get(n + 1 + from));
                assertEquals(repr, value.repr(), "from protocol " + from);
                for (int to = 2; to <= 5; to++) {
                    assertArrayEquals(blobs.get(n + 1 + to), written(value, to),
                            repr + " from protocol " + from + " to " + to);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"arrays, 1", "scalars, 2"})
    void arraysAndRecordsArePickledAndPrintedAsNumpyDoes(String what, int seed) throws IOException {
        List<byte[]> blobs = PickleOracle
                .blobs(numpy().eval("%s(random_dtypes(%d, %d), [2, 4, 5])".formatted(what, SEED + seed, CASES)));
        int[] protocols = {2, 4, 5};
        for (int n = 0; n < blobs.size(); n += 4) {
            String repr = text(blobs.get(n));
            for (int p = 0; p < 3; p++) {
                Value value = read(blobs.get(n + 1 + p));
                if (!repr.isEmpty()) {
                    assertEquals(repr, value.repr());
                }
                assertArrayEquals(blobs.get(n + 1 + p), written(value, protocols[p]),
                        value.repr() + " protocol " + protocols[p]);
            }
        }
    }

    /// NumPy pickles a view of some fields as a list if another field of the array is an object.
    @ParameterizedTest
    @ValueSource(strings = {"np.array([(1, None, 2.5)], [('i', '<i4'), ('o', 'O'), ('x', '<f4')])[['i', 'x']]",
            "np.zeros((2, 0), np.dtype([('i', 'i1'), ('o', 'O')], align=True))[['i']]",
            "np.array([(1, None)] * 3, np.dtype([('i', 'i1'), ('o', 'O')], align=True))",
            "np.array([(None,)], np.dtype((np.record, [('o', 'O')])))",
            "np.zeros((0, 2), [('o', 'O', 3), ('t', 'S0')])"})
    void recordsThatArePickledAsListsPrintAsNumpyPrintsThem(String array) throws IOException {
        Oracle numpy = numpy();
        assertEquals(numpy.repr(array), read(numpy.eval("pickle.dumps(" + array + ")")).repr());
        byte[] masked = numpy.eval("pickle.dumps([np.ma.array(" + array + "), 7])");
        assertEquals(Value.Whole.of(7), read(masked).asList().get(1), "a masked array beside it");
    }

    @Test
    void pickleOfAHeadersDtypeHasTheObjectsThatNumpyShares() throws IOException {
        Oracle numpy = numpy();
        numpy.eval("""
                def saved(descr):
                    import io
                    f = io.BytesIO()
                    np.lib.format.write_array(f, np.ndarray(0, descr))
                    return f.getvalue()
                def loaded(npy):
                    import io
                    return np.load(io.BytesIO(npy))""");
        for (String type : List.of("S0", "<U0", ">U0", "V0", "S1", "<U1", "<i4", ">i4", "?", "<M8[s]")) {
            byte[] npy = numpy.eval("saved([('a', '%1$s'), ('b', '%1$s'), ('c', [('d', '%1$s')])])".formatted(type));
            assertArrayEquals(numpy.eval("pickle.dumps(loaded(x[0]), 4)", npy),
                    written(Pickle.wrapObjects(MemorySegment.ofArray(npy), "a.npy"), 4), type);
        }
    }

    @Test
    void dtypesAreEqualWhereNumpyTakesThemForEqual() throws IOException {
        Oracle numpy = numpy();
        // Sub-arrays by themselves are values, not dtypes, here.
        String dtypes = "[d for seed in range(3) for e in random_dtypes(%d + seed, 60) for d in (e, pickle.loads("
                .formatted(SEED) + "pickle.dumps(e)), np.dtype(e.descr) if e.names and '<' in str(e) and 'offsets' "
                + "not in repr(e) and e.names != () else e) if not d.subdtype]";
        String expected = numpy.text("equal(" + dtypes + ")");
        List<byte[]> blobs = PickleOracle.blobs(numpy.eval("described(" + dtypes + ", [2])"));
        List<Dtype> read = new ArrayList<>();
        for (int n = 1; n < blobs.size(); n += 2) {
            read.add(((DtypeValue) read(blobs.get(n))).dtype().orElseThrow());
        }
        StringBuilder found = new StringBuilder();
        for (Dtype one : read) {
            for (Dtype other : read) {
                found.append(one.equals(other) ? '=' : '.');
            }
        }
        assertEquals(expected, found.toString());
    }

    @Test
    void flagsOfOldStatesAreThoseThatNumpyKeeps() throws IOException {
        Oracle numpy = numpy();
        String fields = "{%s'a': (np.dtype('i1'), 0), 'b': (np.dtype('%s'), 4)}";
        String now = fields.formatted("", "<i4");
        String old = fields.formatted("-1: ('a', 'b'), ", "<i4");
        for (String state : List.of("(3, '|', None, ('a', 'b'), " + now + ", 8, 4, 144)",
                "(3, '|', None, ('a', 'b'), " + now + ", 8, 4, -112)",
                "(3, '|', None, ('a', 'b'), " + now + ", 8, 16, 400)",
                "(2, '|', None, ('a', 'b'), " + now + ", 8, 4)", "(1, '|', None, " + old + ", 8, 4)",
                "(2, '|', None, ('a', 'b'), " + fields.formatted("", "O") + ", 12, 4)")) {
            byte[] pickle = numpy.eval("pickle.dumps(D(" + state + "), 2)");
            Value value = read(pickle);
            assertEquals(numpy.repr("pickle.loads(x[0])", pickle), value.repr(), state);
            assertEquals(numpy.text("pickle.loads(x[0]).__reduce__()", pickle),
                    numpy.text("pickle.loads(x[0]).__reduce__()", written(value, 2)), state);
        }
    }

    /// What ml_dtypes 0.6.0 pickles under NumPy 2.4.6: records of two of its dtypes, and arrays, a scalar and a dtype.
    @ParameterizedTest
    @CsvSource({
            "2, 8002636e756d70792e5f636f72652e6d756c746961727261790a5f7265636f6e7374727563740a7100636e756d70790a6e646172"
                    + "7261790a71014b00857102635f636f646563730a656e636f64650a7103580100000062710458060000006c6174696e"
                    + "317105867106527107877108527109284b014b0385710a636e756d70790a64747970650a710b58020000005633710c"
                    + "898887710d52710e284b0358010000007c710f4e58010000006171105802000000626271118671127d711328681068"
                    + "0b636d6c5f6474797065730a62666c6f617431360a71148988877115527116284b0358010000003c71174e4e4e4b02"
                    + "4b024b40747118624b008671196811680b636d6c5f6474797065730a666c6f6174385f65356d320a711a898887711b"
                    + "52711c284b0368174e4e4e4b014b014b4074711d624b0286711e754b034b014b1074711f6289680358090000000000"
                    + "0000000000000071206805867121527122747123622e",
            "5, 8005950e010000000000008c166e756d70792e5f636f72652e6d756c74696172726179948c0c5f7265636f6e7374727563749493"
                    + "948c056e756d7079948c076e6461727261799493944b0085944301629487945294284b014b03859468038c05647479"
                    + "70659493948c02563394898887945294284b038c017c944e8c0161948c0262629486947d94286811680c8c096d6c5f"
                    + "647479706573948c0862666c6f61743136949394898887945294284b038c013c944e4e4e4b024b024b407494624b00"
                    + "86946812680c8c096d6c5f647479706573948c0b666c6f6174385f65356d32949394898887945294284b03681a4e4e"
                    + "4e4b014b014b407494624b028694754b034b014b10749462894309000000000000000000947494622e",
            "4, 8004950f010000000000005d94288c166e756d70792e5f636f72652e6d756c74696172726179948c0c5f7265636f6e737472"
                    + "7563749493948c056e756d7079948c076e6461727261799493944b0085944301629487945294284b014b0385946804"
                    + "8c0564747970659493948c096d6c5f647479706573948c0862666c6f61743136949394898887945294284b038c013c"
                    + "944e4e4e4b024b024b40749462894306803f803f803f94749462680368064b008594680887945294284b014b018594"
                    + "680d8c096d6c5f647479706573948c0d666c6f6174385f65346d33666e949394898887945294284b0368134e4e4e4b"
                    + "014b014b407494628943013894749462681268018c067363616c617294939468124302803f9486945294652e"})
    void keepsTheDtypesOfMlDtypes(int protocol, String hex) throws IOException {
        byte[] pickle = HexFormat.of().parseHex(hex);
        assertEquals(hex, HexFormat.of().formatHex(written(read(pickle), protocol)));
    }
}
