package dev.npymap.pickle;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.internal.pickle.TextCodec;
import dev.npymap.internal.python.PythonText;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// CPython's pickles, and descriptions of values that Python and Java write alike.
final class PickleOracle {
    private static final HexFormat HEX = HexFormat.of();

    /// Random values, their descriptions, and blobs behind each other with their lengths.
    private static final String SCRIPT = """
            import collections, pickle, random, struct

            def dd(t):
                if t.names is None:
                    return np.lib.format.dtype_to_descr(t)
                try:
                    return repr(np.lib.format.dtype_to_descr(t))
                except ValueError:
                    def form(s):
                        if s.subdtype:
                            return '(%s, %r)' % (form(s.subdtype[0]), s.shape)
                        return dd(s) if s.names is not None else repr(dd(s))
                    fields = [t.fields[n] for n in t.names]
                    return "{'names': [%s], 'formats': [%s], 'offsets': [%s], 'itemsize': %d}" % (
                        ', '.join(map(repr, t.names)), ', '.join(form(f[0]) for f in fields),
                        ', '.join(str(f[1]) for f in fields), t.itemsize)

            def d(v):
                if v is None or v is True or v is False:
                    return str(v)
                if isinstance(v, np.ma.MaskedArray):
                    return 'M' + d(v.data) + d(np.ma.getmaskarray(v)) + d(v._fill_value)
                if isinstance(v, np.ndarray):
                    if v.dtype.hasobject:
                        kind = 'StringDType()' if v.dtype.char == 'T' else dd(v.dtype)
                        return 'A:%s:%s:[%s]' % (kind, v.shape, ','.join(map(d, v.ravel().tolist())))
                    return 'A:%s:%s:%s' % (dd(v.dtype), v.shape, v.tobytes().hex())
                if isinstance(v, np.generic):
                    return 'S:%s:%s' % (dd(v.dtype), v.tobytes().hex())
                if isinstance(v, np.dtype):
                    return 'D:' + dd(v)
                if isinstance(v, int):
                    return 'i%d' % v
                if isinstance(v, float):
                    return 'f' + struct.pack('>d', v).hex()
                if isinstance(v, complex):
                    return 'c' + struct.pack('>dd', v.real, v.imag).hex()
                if isinstance(v, str):
                    return 's' + v.encode('utf-8', 'surrogatepass').hex()
                if isinstance(v, (bytes, bytearray)):
                    return ('b' if isinstance(v, bytes) else 'B') + v.hex()
                if isinstance(v, list):
                    return '[' + ','.join(map(d, v)) + ']'
                if isinstance(v, tuple):
                    return '(' + ','.join(map(d, v)) + ')'
                if isinstance(v, (set, frozenset)):
                    return ('F' if isinstance(v, frozenset) else '') + '{' + ','.join(sorted(map(d, v))) + '}'
                if isinstance(v, dict):
                    o = 'O' if isinstance(v, collections.OrderedDict) else ''
                    return o + '{' + ','.join(d(k) + '=' + d(w) for k, w in v.items()) + '}'
                raise TypeError(type(v))

            DTYPES = ('b1 i1 u1 <i2 >i2 <u2 <i4 >i4 <u4 >u4 <i8 >i8 <u8 <f2 >f2 <f4 >f4 <f8 >f8 <c8 >c8 <c16 >c16 '
                      'S5 S1 <U3 >U2 V3 <M8[ns] >M8[25s] <M8 <m8[D] >m8[us] <f16 <c32 S0 U0 V0').split() + [
                [('a', '<i4'), ('bb', '<f8')], [(('T', 'x'), '<i4'), ('y', '<U3', (2,)), ('z', [('q', '>f8')])],
                [('t', '<M8[s]'), ('u', '|V3')], {'names': ['p', 'q'], 'formats': ['<i4', '<i2'], 'offsets': [4, 0]},
                {'names': ['p', 'q'], 'formats': ['<i4', '<i2'], 'offsets': [0, 2], 'itemsize': 9},
                [('sub', '>i2', (2, 3))], [], [('m', 'S0')],
                {'names': ['a', 'bb'], 'formats': ['<i4', '<f8'], 'offsets': [4, 16], 'itemsize': 32},
                [('a', '<f4'), ('bb', '<f4'), ('c', '<f4'), ('dd', '<f4'), ('ee', 'i1')]]

            def array(r, big=False):
                dtype = np.dtype(r.choice(DTYPES))
                rank = r.choice([0, 1, 1, 1, 2, 2, 3, 4])
                shape = tuple(r.choice([0, 1, 2, 3, 4, 5]) for _ in range(rank))
                if big:
                    shape, dtype = (r.choice([8191, 8192, 8193, 20000, 16300]),), np.dtype('<f8')
                if dtype.itemsize == 0 or dtype.str[1:] in ('f16', 'c32'):
                    a = np.zeros(shape, dtype) if dtype.itemsize == 0 else np.zeros(shape, dtype) + r.randrange(9)
                    if dtype.itemsize:
                        raw = bytearray(a.tobytes())
                        for n in range(0, len(raw), 16):
                            raw[n + 10:n + 16] = bytes(6)
                        a = np.frombuffer(raw, dtype).reshape(shape)
                    else:
                        a = np.ndarray(shape, dtype)
                else:
                    count = int(np.prod(shape)) * dtype.itemsize
                    a = np.frombuffer(bytearray(r.randbytes(count)), dtype).reshape(shape)
                how = r.randrange(8)
                if dtype.itemsize == 0 or how in (2, 3) and not strided:
                    return a
                if how == 0:
                    a = np.asfortranarray(a)
                elif how == 1:
                    a = a.transpose(r.sample(range(rank), rank) if not big else None)
                elif how == 2 and rank:
                    a = a[::2]
                elif how == 3 and rank:
                    a = a[::-1]
                elif how == 4:
                    a = a.copy()
                    a.flags.writeable = not read_only
                return a

            def text(r):
                n = r.choice([0, 1, 1, 3, 10, 300])
                return ''.join(chr(r.choice([65, 66, 92, 10, 233, 255, 0x20ac, 0x1f600, 0xd800, 0, 127])) for _ in range(n))

            def value(r, depth, pool, sets):
                if pool and r.random() < 0.15:
                    return r.choice(pool)
                kind = r.randrange(8 if depth > 3 else 16)
                if kind == 0:
                    v = r.choice([0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**63, -2**63,
                                  2**64, -2**64, 2**2040, -2**2039, 2**3000, -1 << 127, 127, 128, -128, -129])
                elif kind == 1:
                    v = r.choice([0.0, -0.0, 1.5, float('inf'), float('-inf'), float('nan'), 1e300, 5e-324, r.random()])
                elif kind == 2:
                    v = r.choice([None, True, False, complex(1, -2.5), complex(0, float('inf'))])
                elif kind == 3:
                    v = text(r)
                elif kind == 4:
                    v = r.randbytes(r.choice([0, 1, 5, 255, 256, 300]))
                    if r.random() < 0.3:
                        v = bytearray(v)
                elif kind in (5, 6):
                    v = array(r)
                elif kind == 7:
                    a = array(r)
                    while a.size == 0 or a.dtype.itemsize == 0 or a.dtype.names is not None or a.dtype.char in 'USVM?m':
                        a = array(r)
                    v = r.choice([a.dtype, a.ravel()[0], np.dtype(r.choice(DTYPES))])
                elif kind == 8 and sets:
                    v = r.choice([set, frozenset])(r.sample([1, 2, 'a', 'bb', (1, 2), None, 2.5], r.randrange(6)))
                elif kind == 9:
                    v = collections.OrderedDict((text(r), value(r, depth + 1, pool, sets)) for _ in range(r.randrange(4)))
                elif kind == 10:
                    keys = [1, 'k', 'key', (1, 'x'), 2.5, b'b', None, False, 1 << 70]
                    v = {k: value(r, depth + 1, pool, sets) for k in r.sample(keys, r.randrange(6))}
                elif kind == 11:
                    n = r.choice([0, 1, 2, 999, 1000, 1001, 2000]) if r.random() < 0.1 else r.randrange(5)
                    v = {'k%d' % i: i for i in range(n)}
                elif kind == 12:
                    n = r.choice([0, 1, 2, 999, 1000, 1001, 2000, 30000]) if r.random() < 0.1 else r.randrange(5)
                    v = [0.5] * n
                elif kind == 13:
                    v = tuple(value(r, depth + 1, pool, sets) for _ in range(r.randrange(6)))
                else:
                    v = [value(r, depth + 1, pool, sets) for _ in range(r.randrange(5))]
                pool.append(v)
                return v

            def blobs(items):
                return b''.join(struct.pack('>I', len(i)) + i for i in items)

            read_only = True
            strided = True

            def random_value(seed, n, sets):
                r = random.Random(seed * 1000003 + n)
                if n % 25 == 24:
                    return [array(r, True), value(r, 0, [], sets), array(r, True)]
                return value(r, 0, [], sets)

            def pairs(seed, count, before, after):
                global read_only, strided
                read_only = before == after
                strided = after < 5
                out = []
                for n in range(count):
                    v = random_value(seed, n, False)
                    out += [pickle.dumps(v, before), pickle.dumps(v, after)]
                read_only = strided = True
                return blobs(out)

            def cases(seed, count, protocol, sets):
                out = []
                for n in range(count):
                    v = random_value(seed, n, sets)
                    p = pickle.dumps(v, protocol)
                    out += [p, d(v).encode()]
                return blobs(out)
            """;

    private static boolean defined;

    private PickleOracle() {
    }

    /// {@return the running NumPy, which knows `d`, `value`, `cases`, `blobs`}
    static synchronized Oracle numpy() {
        Oracle oracle = Oracle.numpy();
        if (!defined) {
            oracle.eval(SCRIPT);
            defined = true;
        }
        return oracle;
    }

    static List<byte[]> blobs(byte[] all) {
        ByteBuffer buffer = ByteBuffer.wrap(all);
        List<byte[]> blobs = new ArrayList<>();
        while (buffer.hasRemaining()) {
            byte[] blob = new byte[buffer.getInt()];
            buffer.get(blob);
            blobs.add(blob);
        }
        return blobs;
    }

    static String describe(Value value) {
        return switch (value) {
            case Value.None _,Value.Truth _ -> value.toString();
            case Value.Whole(BigInteger number) -> "i" + number;
            case Value.Real(double number) -> "f" + bits(number);
            case Value.ComplexNumber(double re, double im) -> "c" + bits(re) + bits(im);
            case Value.Scalar(NdArray array) -> "S:" + array.dtype().descr() + ":" + bytes(array);
            case Value.Name name -> "N" + name.module() + "." + name.name();
            case TextValue text -> "s" + HEX.formatHex(TextCodec.utf8(text.value()));
            case BytesValue bytes -> (bytes.isMutable() ? "B" : "b") + HEX.formatHex(bytes.toArray());
            case ListValue s -> (s.isTuple() ? "(" : "[") + all(s.items()) + (s.isTuple() ? ")" : "]");
            case SetValue g -> (g.isFrozen() ? "F{" : "{") + g.items().stream().map(PickleOracle::describe).sorted()
                    .collect(Collectors.joining(",")) + "}";
            case DictValue m -> (m.isOrdered() ? "O{" : "{") + m.entries().stream()
                    .map(e -> describe(e.key()) + "=" + describe(e.value())).collect(Collectors.joining(",")) + "}";
            case ArrayValue a when a.holdsObjects() -> "A:" + a.typeText() + ":" + tuple(a.shape()) + ":["
                    + all(a.elements()) + "]";
            case ArrayValue a -> describe(a.array());
            case DtypeValue dtype -> "D:" + dtype.dtype().map(Dtype::descr).orElse("StringDType()");
            case MaskedValue m -> "M" + describe(m.data()) + describe(m.mask()) + describe(m.fillValue());
            case PickledObject o -> "P" + o.name() + "(" + all(o.arguments()) + ")" + describe(o.state());
        };
    }

    private static String describe(NdArray array) {
        return "A:" + array.dtype().descr() + ":" + tuple(array.shape()) + ":" + bytes(array);
    }

    private static String all(List<Value> values) {
        return values.stream().map(PickleOracle::describe).collect(Collectors.joining(","));
    }

    private static String tuple(Shape shape) {
        return PythonText.tuple(shape.toArray());
    }

    private static String bits(double value) {
        return HEX.toHexDigits(Double.doubleToRawLongBits(value));
    }

    private static String bytes(NdArray array) {
        byte[] bytes = new byte[(int) array.byteSize()];
        array.copyTo(MemorySegment.ofArray(bytes));
        return HEX.formatHex(bytes);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
