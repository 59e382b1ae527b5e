package dev.npymap.pickle;

import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Reads hostile pickles in a JVM with little memory. Every one gives a value or an [ArrayFormatException], at once.
final class HostileRun {
    private static final long MAX_NANOS = 1_000_000_000;
    private static final int MILLION = 1_000_000;

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private static int values;
    private static int refusals;

    private HostileRun() {
    }

    /// @param args what to do, a seed, how many turns, a directory of pickles
    public static void main(String[] args) throws IOException {
        Random random = new Random(Long.parseLong(args[1]));
        int turns = Integer.parseInt(args[2]);
        switch (args[0]) {
            case "bombs" -> bombs();
            case "programs" -> programs(random, turns);
            case "mutate" -> mutate(random, turns, seeds(Path.of(args[3])));
            case "truncate" -> truncate(seeds(Path.of(args[3])));
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println(values + " values, " + refusals + " refusals");
    }

    private static void attempt(String name, byte[] pickle) throws IOException {
        long start = THREAD.getCurrentThreadCpuTime();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(1, pickle.length)).asSlice(0, pickle.length);
            bytes.copyFrom(MemorySegment.ofArray(pickle));
            Pickle.begins(Arrays.copyOf(pickle, Math.min(pickle.length, 1 << 16)), pickle.length);
            PickleReader reader = Pickle.reader(bytes, "hostile.pkl");
            do {
                use(reader.next());
                values++;
            } while (reader.hasNext());
        } catch (ArrayFormatException refused) {
            refusals++;
            require(refused.getMessage().matches("(?s)hostile[.]pkl(#[0-9]+)?: .{1,4000}") && refused.offset() >= 0
                    && refused.offset() <= pickle.length, name + ": " + refused.getMessage(), pickle);
        } catch (RuntimeException | Error surfaced) {
            if (!(surfaced instanceof UncheckedIOException)) {
                surfaced.printStackTrace(System.out);
                require(false, name + ": " + surfaced, pickle);
            }
        }
        long nanos = THREAD.getCurrentThreadCpuTime() - start;
        require(nanos < MAX_NANOS, name + ": took " + nanos / MILLION + " ms", pickle);
    }

    /// What a program does with a value it was given.
    private static void use(Value value) {
        require(value.toString().length() < 100_000, "long text", new byte[0]);
        value.hashCode();
        value.equals(value);
        Value here = value;
        for (int n = 0; n < 100; n++) {
            touch(here);
            List<Value> inside = switch (here) {
                case ListValue s -> s.items();
                case SetValue g -> g.items();
                case DictValue m -> m.entries().stream().limit(3).map(DictValue.Entry::value).toList();
                case PickledObject o -> Stream.concat(o.arguments().stream(), Stream.of(o.state())).toList();
                case ArrayValue a when a.holdsObjects() -> a.elements();
                default -> List.of();
            };
            if (inside.isEmpty()) {
                return;
            }
            here = inside.get(n % inside.size());
        }
    }

    private static void touch(Value value) {
        switch (value) {
            case ArrayValue a when !a.holdsObjects() -> touch(a.array());
            case Value.Scalar(NdArray array) -> touch(array);
            case MaskedValue m -> touch(m.data());
            case TextValue text -> text.value().hashCode();
            case DtypeValue d -> d.dtype().ifPresent(t -> t.descr().hashCode());
            default -> value.toString();
        }
    }

    private static void touch(NdArray array) {
        array.dtype().hashCode();
        if (array.byteSize() < 1 << 20) {
            array.copyTo(MemorySegment.ofArray(new byte[(int) array.byteSize()]));
        }
    }

    private static void require(boolean condition, String problem, byte[] pickle) {
        if (!condition) {
            System.out.println(problem + "\n" + new String(pickle, 0, Math.min(300, pickle.length),
                    StandardCharsets.ISO_8859_1).chars().mapToObj(
                            c -> c >= ' ' && c < 127
                                    ? String.valueOf((char) c)
                                    : "\\x%02x".formatted(c))
                    .reduce("", String::concat));
            System.exit(1);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void bombs() throws IOException {
        String dtype = "cnumpy\ndtype\n(VV0\nI00\nI01\ntRp0\n(I3\nV|\nN";
        for (int turn = 0; turn < 1; turn++) {
            bomb("nested lists", "]".repeat(MILLION) + "a".repeat(MILLION - 1) + ".");
            bomb("nested tuples", ")" + "\205".repeat(MILLION) + ".");
            bomb("nested marks", "(".repeat(MILLION) + ".");
            bomb("nested marks, closed", "(".repeat(MILLION) + "t".repeat(MILLION) + ".");
            bomb("nested dicts", "}N".repeat(MILLION / 2) + "}" + "s".repeat(MILLION / 2) + ".");
            bomb("nested sets", "\217(".repeat(MILLION / 2) + "\217" + "\220".repeat(MILLION / 2) + ".");
            bomb("nested calls", "cos\nsystem\n" + ")R".repeat(MILLION / 2) + ".");
            bomb("nested objects", "(cos\nsystem\n".repeat(MILLION / 20) + "o".repeat(MILLION / 20) + ".");
            bomb("a million values", "N".repeat(MILLION) + ".");
            bomb("a million memos", "N" + "\224".repeat(MILLION) + ".");
            bomb("a million lists", "(" + "]".repeat(MILLION) + "l.");
            bomb("a million empty dicts", "(" + "}".repeat(MILLION) + "l.");
            bomb("doubled", "]" + "2(22e".repeat(200_000) + ".");
            StringBuilder laughs = new StringBuilder("]");
            for (int n = 0; n < 100; n++) {
                laughs.append("q").append((char) n).append("0](h").append((char) n).append("h").append((char) n)
                        .append("e");
            }
            bomb("billion laughs", laughs + ".");
            bomb("billion laughs as keys", laughs + "q\376}h\376h\376s.");
            StringBuilder tuples = new StringBuilder(")");
            for (int n = 0; n < 100; n++) {
                tuples.append("2\206");
            }
            bomb("billion laughs of tuples", tuples + ".");
            bomb("memo far away", "Nr\377\377\377\377\0 j\377\377\377\377.".replace(" ", ""));
            bomb("memo of 2^62", "Np4611686018427387904\ng4611686018427387904\n.");
            bomb("memos apart", apart());
            bomb("digits", "L" + "9".repeat(MILLION) + "L\n.");
            bomb("many digits", ("L" + "9".repeat(4300) + "L\n0").repeat(200) + "N.");
            bomb("long", "\213\0\0\020\0" + "\1".repeat(1 << 20) + ".");
            bomb("long key", "}\213\0\0\020\0" + "\1".repeat(1 << 20) + "Ns.");
            bomb("float", "F" + "1".repeat(16_000) + "e999999999\n.");
            bomb("same hash", sameHash());
            for (String opcode : List.of("\215", "\216", "\226")) {
                bomb("claims 2^62", opcode + "\0\0\0\0\0\0\0\100.");
                bomb("claims 2^63", opcode + "\0\0\0\0\0\0\0\200.");
                bomb("claims 2^64 - 1", opcode + "\377\377\377\377\377\377\377\377.");
            }
            bomb("claims 4 GiB", "B\377\377\377\377.");
            bomb("claims 4 GiB of text", "X\377\377\377\377.");
            bomb("negative string", "T\377\377\377\377.");
            bomb("negative long", "\213\377\377\377\377.");
            bomb("frame of 2^62", "\200\4\225\0\0\0\0\0\0\0\100N.");
            bomb("sets of one list",
                    "(" + "N".repeat(100_000) + "lp0\n0" + "cbuiltins\nset\n(g0\ntR".repeat(10_000) + ".");
            bomb("ordered dicts of one list", "(" + "(NNt".repeat(50_000) + "lp0\n0"
                    + "ccollections\nOrderedDict\n(g0\ntR".repeat(10_000) + ".");
            bomb("encodings of one text",
                    "X\0\0\7\0" + "a".repeat(0x70000) + "q\0" + "0c_codecs\nencode\n(h\0Vlatin1\ntR"
                            .repeat(10_000) + ".");
            bomb("object arrays of one list", "(" + "N".repeat(100_000) + "lp0\n0cnumpy\ndtype\n(VO8\nI00\nI01\ntRp1\n0"
                    + "cnumpy._core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR(I1\n(I100000\ntg1\nI00\ng0\ntb"
                            .repeat(5_000)
                    + ".");
            StringBuilder structs = new StringBuilder("cnumpy\ndtype\n(VV0\nI00\nI01\ntRp0\n0");
            for (int n = 0; n < 60; n++) {
                structs.append("cnumpy\ndtype\n(VV0\nI00\nI01\ntR(I3\nV|\nN(Va\nVb\nt(Va\n(g").append(n)
                        .append("\nI0\ntVb\n(g").append(n).append("\nI0\ntdI0\nI1\nI16\ntbp").append(n + 1)
                        .append("\n0");
            }
            bomb("dtypes that double", structs + "g60\n.");
            StringBuilder wide = new StringBuilder(structs.substring(0, structs.indexOf("p17\n0")) + "p17\n0");
            wide.append(("cnumpy._core.multiarray\nscalar\n(g16\nVx\nt0".replace("Vx", "V")
                    + "cnumpy._core.multiarray\nscalar\n(g16\nV\ntR").repeat(5_000));
            bomb("scalars of a wide dtype", wide + ".");
            StringBuilder deep = new StringBuilder("cnumpy\ndtype\n(VV0\nI00\nI01\ntRp0\n0");
            for (int n = 0; n < 10_000; n++) {
                deep.append("cnumpy\ndtype\n(VV0\nI00\nI01\ntR(I3\nV|\nN(Va\nt(Va\n(g").append(n)
                        .append("\nI0\ntdI0\nI1\nI16\ntbp").append(n + 1).append("\n0");
            }
            bomb("deep dtypes", deep + "g10000\n.");
            bomb("dtype of itself", dtype + "(Va\nt(Va\n(g0\nI0\ntdI0\nI1\nI16\ntb.");
            bomb("dtype of itself as a sub-array",
                    "cnumpy\ndtype\n(VV0\nI00\nI01\ntRp0\n(I3\nV|\n(g0\n(I2\nttNNI0\nI1\nI0\ntb.");
            bomb("shape of 2^62", "cnumpy._core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR(I1\n"
                    + "(I4611686018427387904\nI4\ntcnumpy\ndtype\n(Vf8\nI00\nI01\ntRI00\nVx\ntb.");
            bomb("2^62 empty", "cnumpy._core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR(I1\n"
                    + "(I4611686018427387904\ntcnumpy\ndtype\n(VS0\nI00\nI01\ntRI00\nV\ntb.");
            bomb("scalar of 2 GiB", "cnumpy._core.multiarray\nscalar\n(cnumpy\ndtype\n(VV2147483647\nI00\nI01\ntRtR.");
            bomb("65 axes", "cnumpy._core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR(I1\n("
                    + "I1\n".repeat(65) + "tcnumpy\ndtype\n(Vf8\nI00\nI01\ntRI00\nVxxxxxxxx\ntb.");
            bomb("nested joblib",
                    ("cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\201}(Vdtype\ncnumpy\ndtype\n(VO8\nI00\nI01\n"
                            + "tRVshape\n(I1\ntVorder\nVC\nub").repeat(10_000) + ".");
            bomb("joblib's dtype of a huge code", "cnumpy\ndtype\n(V" + "i4,".repeat(1000) + "\ntR.");
            bomb("dtype of commas", ("cnumpy\ndtype\n(V" + "i4,".repeat(1000) + "\ntR0").repeat(300) + "N.");
        }
    }

    private static String apart() {
        StringBuilder text = new StringBuilder("N");
        for (int n = 0; n < 100_000; n++) {
            text.append("r").append((char) (n & 0xff)).append((char) (n >> 8 & 0xff)).append((char) (n >> 16))
                    .append('\377');
        }
        return text + ".";
    }

    /// Keys whose Java hash codes are all the same.
    private static String sameHash() {
        StringBuilder text = new StringBuilder("}(");
        for (int n = 0; n < 1 << 14; n++) {
            text.append('V');
            for (int bit = 0; bit < 14; bit++) {
                text.append((n >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append("\nN");
        }
        return text + "u.";
    }

    private static void bomb(String name, String pickle) throws IOException {
        attempt(name, bytes(pickle));
    }

    /// Instructions in any order, with arguments that are mostly possible.
    private static void programs(Random random, int turns) throws IOException {
        String[] pieces = {"(", ".", "0", "1", "2", "N", "\210", "\211", "I01\n", "I-7\n", "L12L\n", "J\1\0\0\0", "K\3",
                "M\1\2",
                "F1.5\n", "G\100\0\0\0\0\0\0\0", "S'abc'\n", "U\1x", "T\1\0\0\0y", "Vtext\n", "X\2\0\0\0ab", "\214\1z",
                "C\4abcd",
                "B\10\0\0\0abcdefgh", "\226\10\0\0\0\0\0\0\0abcdefgh", "\227", "\230", ")", "t", "\205", "\206", "\207",
                "]", "l", "a",
                "e", "}", "d", "s", "u", "\217", "\220", "\221", "g0\n", "h\1", "j\2\0\0\0", "p0\n", "q\1", "r\2\0\0\0",
                "\224",
                "cos\nsystem\n", "cnumpy\ndtype\n", "cnumpy._core.multiarray\n_reconstruct\n", "cnumpy\nndarray\n",
                "cnumpy.core.multiarray\nscalar\n", "cnumpy.core.numeric\n_frombuffer\n", "c_codecs\nencode\n",
                "c__builtin__\nset\n", "cbuiltins\nbytearray\n", "ccollections\nOrderedDict\n",
                "ccopy_reg\n_reconstructor\n",
                "cnumpy.ma.core\n_mareconstruct\n", "cjoblib.numpy_pickle\nNumpyArrayWrapper\n", "\223", "R", "R", "R",
                "b", "b", "b",
                "\201", "\222", "ios\nsystem\n", "o", "Ppid\n", "Q", "\202\1", "\203\1\2", "\204\1\2\3\4", "\200\4",
                "\225\0\0\0\0\0\0\0\0", "\212\2\1\2", "\213\1\0\0\0\7", "Vf8\n", "Vlatin1\n",
                "(I3\nV<\nNNNI-1\nI-1\nI0\nt",
                "(K\1)", "cnumpy\ndtype\n(Vf8\nI00\nI01\ntR",
                "cnumpy._core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR",
                "(K\1K\1\205h\1\211C\10abcdefght", "Vdtype\n", "\377", "?"};
        for (int turn = 0; turn < turns; turn++) {
            StringBuilder program = new StringBuilder();
            int length = 1 + random.nextInt(30);
            for (int n = 0; n < length; n++) {
                program.append(pieces[random.nextInt(pieces.length)]);
            }
            attempt("program " + turn, bytes(program + "."));
        }
        for (int opcode = 0; opcode < 256; opcode++) {
            for (String before : List.of("", "(", "N", "]", "}", ")", "K\1", "NN", "(N", "cos\nsystem\n",
                    "cos\nsystem\n)")) {
                for (String after : List.of("", ".", "\0\0\0\0.", "1\n.", "\1\1\1\1\1\1\1\1\1\1.",
                        "\377\377\377\377\377\377\377\377.")) {
                    attempt("opcode " + opcode, bytes(before + (char) opcode + after));
                }
            }
        }
    }

    private static List<byte[]> seeds(Path directory) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        NdArray array = NdArray.zeros(Dtype.of("<f8"), 3, 2);
        NdArray records = NdArray.zeros(Dtype.of("i4,(2,)f8,M8[ns]"), 2);
        Value tree = DictValue.of(new DictValue.Entry(new TextValue("a"), ArrayValue.of(array)),
                new DictValue.Entry(new TextValue("b"), ListValue.tuple(new Value.Real(1.5), Value.Whole.of(1L << 40),
                        BytesValue.of(new byte[]{1, 2}), SetValue.set(Value.Whole.of(1)),
                        ArrayValue.of(records.transpose()),
                        ArrayValue.of(array.transpose()), new Value.ComplexNumber(1, 2))));
        for (int protocol = 2; protocol <= 5; protocol++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PickleWriter.write(Channels.newChannel(out), tree, protocol, false);
            seeds.add(out.toByteArray());
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    seeds.add(Files.readAllBytes(file));
                }
            }
        }
        return seeds;
    }

    private static void truncate(List<byte[]> seeds) throws IOException {
        for (byte[] seed : seeds) {
            for (int length = 0; length < seed.length; length += 1 + length / 200) {
                attempt("cut to " + length, Arrays.copyOf(seed, length));
            }
        }
    }

    private static void mutate(Random random, int turns, List<byte[]> seeds) throws IOException {
        for (byte[] seed : seeds) {
            for (int turn = 0; turn < turns; turn++) {
                byte[] damaged = seed.clone();
                for (int n = random.nextInt(4); n >= 0; n--) {
                    int at = random.nextInt(damaged.length);
                    switch (random.nextInt(3)) {
                        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                        case 1 -> damaged[at] = (byte) random.nextInt();
                        default -> damaged[at] = seeds.get(random.nextInt(seeds.size()))[random.nextInt(20)];
                    }
                }
                attempt("mutation " + turn, damaged);
            }
        }
    }
}
