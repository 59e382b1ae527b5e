package dev.npymap.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Masked arrays print as those that NumPy has unpickled from the same bytes.
class MaskedReprTest {
    private static final int SEED = 20261125;
    private static final int CASES = 600;
    private static final String SCRIPT = """
            MASKED = ('b1 i1 u1 <i2 i4 <i8 u8 f2 f4 f8 f16 c8 c16 c32 S3 S0 U2 U5 V3 M8[Y] M8[D] M8[h] M8[25s] '
                      'M8[us] M8[ns] M8 m8[W] m8[s] m8[ms] m8[ns] m8[Y] m8').split() + [
                [('a', '<i4'), ('bb', '>f8')], [('x', 'f4'), ('y', 'U3', (2,)), ('z', [('q', 'i2'), ('r', 'S2')])],
                [('t', '<M8[s]'), ('u', 'u1', (2, 2)), ('b', '?')], [('only', 'i8')],
                {'names': ['p', 'q'], 'formats': ['c8', 'i1'], 'offsets': [8, 0], 'itemsize': 24}]
            SHAPES = [(), (), (0,), (1,), (3,), (7,), (40,), (1001,), (1400,), (1600,), (0, 3), (3, 0), (1, 4), (3, 1), (2, 3),
                      (5, 30), (2, 2, 3), (1, 1, 5), (101, 2), (200, 1), (2, 150), (40, 40), (4, 103, 3)]

            def elements(r, dtype, shape):
                count = int(np.prod(shape))
                if dtype.names is not None:
                    a = np.zeros(shape, dtype)
                    for n in dtype.names:
                        field, sub = dtype[n].base, dtype[n].shape
                        a[n] = elements(r, field, shape + sub)
                    return a
                if dtype.kind in 'fc':
                    v = [r.choice([0.1, 1.5, -2.0, 1e10, 1e-5, 0.0, float('nan'), float('inf'), r.random(), 3.0]) for _ in range(count)]
                elif dtype.kind in 'bui':
                    v = [r.randrange(128) for _ in range(count)]
                elif dtype.kind in 'SU':
                    v = [r.choice(['', 'a', 'bcd', "i'", 'q"', 'x\\n']) for _ in range(count)]
                elif dtype.kind == 'V':
                    return np.array([r.randbytes(dtype.itemsize) for _ in range(count)], dtype).reshape(shape)
                else:
                    large = [2 ** 62, -2 ** 62, -2 ** 63, 10 ** 6, 86399, -719162, -719163, 2932896, 2932897]
                    v = [r.choice(large) if r.random() < 0.1 else r.randrange(-10 ** r.randrange(1, 6), 10 ** 5) for _ in range(count)]
                    return np.array(v, 'i8').astype(dtype.byteorder + 'i8').view(dtype).reshape(shape)
                return np.array(v, dtype).reshape(shape)

            def masks(r, dtype, shape):
                if dtype.names is not None:
                    a = np.zeros(shape, np.ma.make_mask_descr(dtype))
                    for n in dtype.names:
                        a[n] = masks(r, dtype[n].base, shape + dtype[n].shape)
                    return a
                chance = r.choice([0, 0.3, 0.3, 1])
                return np.array([r.random() < chance for _ in range(int(np.prod(shape)))], bool).reshape(shape)

            def masked(seed, count):
                r, out = random.Random(seed), []
                for n in range(count):
                    dtype, shape = np.dtype(r.choice(MASKED)), r.choice(SHAPES)
                    a = np.ma.array(elements(r, dtype, shape), mask=masks(r, dtype, shape))
                    if r.random() < 0.3 and dtype.names is None and dtype.kind in 'fciu':
                        a.fill_value = 7
                    elif r.random() < 0.3 and dtype.str[1:] not in ('M8[25s]', 'M8', 'm8'):
                        repr(a)
                    p = pickle.dumps(a, r.randrange(6))
                    a = pickle.loads(p)
                    out += [p, str(a).encode(), repr(a).encode()]
                return blobs(out)
            """;

    @Test
    void printsMaskedArraysOfEveryDtype() throws IOException {
        Oracle numpy = PickleOracle.numpy();
        assumeTrue(numpy.atLeast(2, 4, "texts of masked arrays"));
        System.out.println("MaskedReprTest, seed " + SEED);
        numpy.eval(SCRIPT);
        List<byte[]> blobs = PickleOracle.blobs(numpy.eval("masked(%d, %d)".formatted(SEED, CASES)));
        for (int n = 0; n < blobs.size(); n += 3) {
            Value value = Pickle.wrap(MemorySegment.ofArray(blobs.get(n)), "masked.pkl");
            String repr = PickleOracle.text(blobs.get(n + 2));
            assertEquals(repr, value.repr(), "repr of case " + n / 3);
            assertEquals(PickleOracle.text(blobs.get(n + 1)), value.str(), "str of case " + n / 3 + ", " + repr);
        }
    }

    @Test
    void aFillValueOfAnyOtherKindIsPrintedAsItIs() {
        List<Dtype> dtypes = Stream
                .of("?", "i1", "u8", ">f4", "f16", "c8", "S2", "U3", "V2", "M8[s]", "m8", "i4,(2,)f8")
                .map(Dtype::of).toList();
        for (Dtype dtype : dtypes) {
            for (Dtype fill : dtypes) {
                MaskedValue masked = new MaskedValue();
                NdArray data = NdArray.zeros(dtype, 1);
                NdArray mask = dtype.kind() == Dtype.Kind.STRUCT
                        ? NdArray.zeros(Dtype.of("?,(2,)?"), 1)
                        : NdArray.zeros(Dtype.BOOL, 1);
                masked.build(data, mask, ArrayValue.of(NdArray.zeros(fill)));
                assertTrue(masked.repr().contains("fill_value="), dtype + ", " + fill);
            }
        }
        MaskedValue wide = new MaskedValue();
        Dtype record = Dtype.struct(Field.of("a", Dtype.INT64, 1 << 20));
        wide.build(NdArray.zeros(record, 0), NdArray.zeros(Dtype.struct(Field.of("a", Dtype.BOOL, 1 << 20)), 0),
                Value.None.NONE);
        assertTrue(wide.repr().contains("fill_value=..."), wide.repr());
    }
}
