import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Expands the templates beside it to classes that differ in the type of their elements: `java Expand.java TARGET`.
///
/// A template is Java in which `$word` or `${word}` stands for what the tables here say for each class, and a line `//+name` for the
/// lines of that name there, or for the template `name.template`. Imports are found by the names that a class uses. A
/// file that would not change is not written, and what no template gives is deleted.
final class Expand {
    private static final Path TEMPLATES = Path.of("src/main/templates");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern WORD = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)\\})");
    private static final Pattern LINES = Pattern.compile("(?m)^ *//\\+(\\w+)\n");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.#])[A-Z]\\w*");

    /// Packages of the JDK by the classes that are used of them.
    private static final Map<String, String> JDK = packages(family(Map.of(),
            "java.lang.foreign", "MemorySegment ValueLayout",
            "java.nio", "ByteBuffer ByteOrder",
            "java.nio.charset", "StandardCharsets",
            "java.io", "UncheckedIOException",
            "java.time", "Duration Instant",
            "java.util", "Arrays List",
            "java.util.concurrent", "TimeUnit",
            "jdk.incubator.vector", "DoubleVector FloatVector VectorSpecies",
            "java.util.function", "DoublePredicate IntPredicate LongPredicate",
            "java.util.stream", "DoubleStream IntStream LongStream Stream"));
    private static final Map<String, String> CONSTANTS = packages(Map.of(
            "java.nio.ByteOrder", "BIG_ENDIAN LITTLE_ENDIAN",
            "java.lang.foreign.ValueLayout", "JAVA_BYTE JAVA_DOUBLE_UNALIGNED JAVA_FLOAT_UNALIGNED JAVA_INT_UNALIGNED"
                    + " JAVA_LONG_UNALIGNED JAVA_SHORT_UNALIGNED"));

    private static final Set<Path> WRITTEN = new HashSet<>();

    private final Map<String, String> words = new HashMap<>();

    private Expand(Map<String, String> shared) {
        words.putAll(shared);
    }

    /// @param args where the classes go: the root of their packages
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]);
        for (Expand view : views()) {
            view.write("NumericArray", "dev.npymap.array", view.words.get("View"), target);
        }
        for (Expand words : words()) {
            words.write("TypedBuffer", "dev.npymap.internal.memory", words.expanded("$View"), target);
        }
        for (Map<String, String> width : List.of(DOUBLE, FLOAT)) {
            of(width, "View", width.get("Kernels")).write("Kernels", "dev.npymap.internal.reduce", width.get("Kernels"), target);
            String accumulator = width.get("Name") + "Accumulator";
            of(width, "View", accumulator).write("RealAccumulator", "dev.npymap.internal.reduce", accumulator, target);
        }
        of(Map.of(), "sums", both("scalarSums")).write("ScalarSumKernel", "dev.npymap.internal.reduce", "ScalarSumKernel", target);
        of(Map.of(), "rows", both("vectorRows")).write("VectorSumKernel", "dev.npymap.internal.reduce", "VectorSumKernel", target);
        String tiles = of(Map.of("value", "double", "tile", "floatTile")).expanded("//+matmulTile\n")
                + of(Map.of("value", "long", "tile", "wholeTile")).expanded("//+matmulTile\n");
        of(Map.of(), "tiles", tiles.stripTrailing() + "\n").write("Matmul", "dev.npymap.internal.reduce", "Matmul", target);
        of(Map.of(), "trees", both("pairwise") + "\n").write("PairwiseSum", "dev.npymap.internal.reduce", "PairwiseSum", target);
        for (Expand view : otherViews()) {
            view.write(view.words.get("View"), "dev.npymap.array", view.words.get("View"), target);
        }
        try (Stream<Path> files = Files.walk(target)) {
            for (Path left : files.filter(file -> Files.isRegularFile(file) && !WRITTEN.contains(file)).toList()) {
                Files.delete(left);
            }
        }
    }

    private static Expand of(Map<String, String> family, String... words) {
        Expand expand = new Expand(family);
        for (int n = 0; n < words.length; n += 2) {
            expand.words.put(words[n], words[n + 1]);
        }
        return expand;
    }

    private static Map<String, String> family(Map<String, String> wider, String... words) {
        return of(wider, words).words;
    }

    // Views

    private static final Map<String, String> EVERY = family(Map.of(), "ofWhat", "", "formatParam", "", "format", "",
            "copied", "copied", "given", "the new element", "rounded", "", "fields", "", "fieldsSet", "", "countNaN",
            "", "orNaN", "", "toDeviations", "($Deviations) ");

    private static final Map<String, String> INTEGERS = family(EVERY,
            "sum", "long", "Sums", "LongArray", "asSum", "whole", "mean", "double", "Means", "DoubleArray",
            "asMean", "real", "deviation", "double", "Deviations", "DoubleArray", "asDeviation", "real",
            "sumOf", "the sum of all elements as $wide, wrapping around on overflow as in NumPy",
            "prodOf", "the product of all elements as $wide, wrapping around on overflow as in NumPy",
            "meanOf", "the arithmetic mean as float64; NaN for no elements",
            "varOf", "the variance with divisor n as float64, in two passes",
            "stdOf", "the standard deviation with divisor n as float64, in two passes",
            "minOf", "the least element$unsigned", "maxOf", "the greatest element$unsigned", "unsigned", "");

    private static final Map<String, String> INTS = family(INTEGERS, "value", "int", "asValue", "(int) whole",
            "Stream", "IntStream", "map", "mapToInt", "Predicate", "IntPredicate", "filter", "ofInts");

    private static final Map<String, String> LONGS = family(INTEGERS, "value", "long", "asValue", "whole",
            "Stream", "LongStream", "map", "map", "Predicate", "LongPredicate", "filter", "ofLongs");

    private static final Map<String, String> REALS = family(EVERY, "sum", "$value", "Sums", "$View", "asSum", "$asValue",
            "mean", "$value", "Means", "$View", "asMean", "$asValue",
            "deviation", "$value", "Deviations", "$View", "asDeviation", "$asValue",
            "Stream", "DoubleStream", "map", "mapToDouble", "Predicate", "DoublePredicate", "filter", "ofDoubles",
            "minOf", "the least element$nearest, or NaN if there is one",
            "maxOf", "the greatest element$nearest, or NaN if there is one", "nearest", "",
            "orNaN", ", or of the first NaN if there is one",
            "countNaN", """
                        /// {@return how many elements are NaN}
                        public long countNaN() {
                            return whole(Reduction.COUNT_NAN);
                        }

                    """);

    private static final Map<String, String> FLOATS = family(REALS, "value", "float", "asValue", "(float) real",
            "prodOf", "the product of all elements, in the order in which they lie in memory");

    /// Floats that are rounded to fewer bits after each step.
    private static final Map<String, String> NARROW_FLOATS = family(FLOATS,
            "sumOf", "the sum of all elements, added as float32 in NumPy's pairwise order, rounded to the dtype after each"
                    + " chunk",
            "meanOf", "the arithmetic mean, computed as float32 and rounded to the dtype; NaN for no elements",
            "varOf", "the variance with divisor n, in two passes, each step rounded to the dtype as NumPy does",
            "stdOf", "the standard deviation with divisor n, in two passes, each step rounded to the dtype as NumPy does");

    private static final Map<String, String> DOUBLES = family(REALS, "value", "double", "asValue", "real",
            "sumOf", "the sum of all elements, $inOrder",
            "prodOf", "the product of all elements, $inProductOrder",
            "meanOf", "the arithmetic mean$computed; NaN for no elements",
            "varOf", "the variance with divisor n$computed, in two passes",
            "stdOf", "the standard deviation with divisor n$computed, in two passes", "computed", "");

    private static List<Expand> views() {
        return List.of(
                of(INTS, "View", "ByteArray", "dtype", "Dtype.INT8", "wide", "int64 or uint64",
                        "doc", "An array of int8 or uint8; elements are exact as int. A value out of range is stored as its"
                                + " low bits.",
                        "fields", signed(), "fieldsSet", signedSet(),
                        "load", """
                                        byte bits = segment.get(JAVA_BYTE, at);
                                        return signed ? bits : Byte.toUnsignedInt(bits);
                                """,
                        "store", """
                                        segment.set(JAVA_BYTE, at, (byte) value);
                                """),
                of(INTS, "View", "ShortArray", "dtype", "Dtype.INT16", "wide", "int64 or uint64",
                        "doc", "An array of int16 or uint16; elements are exact as int. A value out of range is stored as"
                                + " its low bits.",
                        "fields", layouts("Short") + signed(), "fieldsSet", signedSet(),
                        "load", """
                                        short bits = bigEndian ? segment.get(BIG, at) : segment.get(LITTLE, at);
                                        return signed ? bits : Short.toUnsignedInt(bits);
                                """,
                        "store", stored("(short) value")),
                of(INTS, "View", "IntArray", "dtype", "Dtype.INT32", "wide", "int64", "doc", "An array of int32.",
                        "fields", layouts("Int"), "load", loaded(), "store", stored("value")),
                of(LONGS, "View", "UIntArray", "dtype", "Dtype.UINT32", "wide", "uint64",
                        "doc", "An array of uint32; elements are exact as long. A value out of range is stored as its low"
                                + " bits.",
                        "fields", layouts("Int"), "store", stored("(int) value"),
                        "load", """
                                        return Integer.toUnsignedLong(bigEndian ? segment.get(BIG, at) : segment.get(LITTLE, at));
                                """),
                of(LONGS, "View", "LongArray", "dtype", "Dtype.INT64", "wide", "int64 or uint64",
                        "doc", "An array of int64, or of uint64 as 64 bits, for [Long#toUnsignedString(long)] and the like.",
                        "unsigned", ", in unsigned order for uint64",
                        "fields", layouts("Long"), "load", loaded(), "store", stored("value")),
                of(NARROW_FLOATS, "View", "HalfArray", "dtype", "Dtype.FLOAT16", "ofWhat", " of float16",
                        "doc", "An array of float16, or of bfloat16; both are exact as float.",
                        "copied", "each rounded to the nearest float16", "given", "the new element, rounded to the nearest",
                        "rounded", ", each rounded to the nearest",
                        "fields", layouts("Short") + """
                                    private final boolean brain;

                                """,
                        "fieldsSet", """
                                        this.brain = layout.dtype().kind() == Dtype.Kind.BFLOAT16;
                                """,
                        "load", """
                                        short bits = bigEndian ? segment.get(BIG, at) : segment.get(LITTLE, at);
                                        return brain ? Float.intBitsToFloat(bits << 16) : Float.float16ToFloat(bits);
                                """,
                        "store", """
                                        short bits = brain ? Bfloat16.bits(value) : Float.floatToFloat16(value);
                                """ + stored("bits")),
                of(NARROW_FLOATS, "View", "Float8Array", "dtype", "Dtype.float8(format)", "format", "Float8 format, ",
                        "doc", "An array of 8-bit floats in one of ml_dtypes' formats; all are exact as float.",
                        "formatParam", """
                                    /// @param format the format of the elements
                                """,
                        "copied", "each rounded as by [Float8#toBits]", "given", "the new element, rounded as by"
                                + " [Float8#toBits]",
                        "rounded", ", each rounded as by [Float8#toBits]",
                        "fields", """
                                    private final Float8 format;

                                """,
                        "fieldsSet", """
                                        this.format = layout.dtype().float8().orElseThrow();
                                """,
                        "load", """
                                        return format.toFloat(segment.get(JAVA_BYTE, at));
                                """,
                        "store", """
                                        segment.set(JAVA_BYTE, at, format.toBits(value));
                                """),
                of(FLOATS, "View", "FloatArray", "dtype", "Dtype.FLOAT32", "doc", "An array of float32.",
                        "sumOf", "the sum of all elements, added as float32 in NumPy's pairwise order, bit for bit its result",
                        "meanOf", "the arithmetic mean, computed as float32; NaN for no elements",
                        "varOf", "the variance with divisor n, computed as float32 in two passes",
                        "stdOf", "the standard deviation with divisor n, computed as float32 in two passes",
                        "fields", layouts("Float"), "load", loaded(), "store", stored("value")),
                of(DOUBLES, "View", "DoubleArray", "dtype", "Dtype.FLOAT64", "doc", "An array of float64.",
                        "inOrder", "in NumPy's pairwise order and bit for bit its result",
                        "inProductOrder", "in the order in which they lie in memory",
                        "fields", layouts("Double"), "load", loaded(), "store", stored("value")),
                of(DOUBLES, "View", "LongDoubleArray", "dtype", "Dtype.LONGDOUBLE",
                        "doc", """
                                An array of longdouble as x86-64 Linux has it: x87 extended precision in 16 bytes, the upper 6 of them padding.
                                ///
                                /// Elements are read as the nearest double; the bytes keep the full precision, and hold every double exactly. Other
                                /// platforms' longdouble of 16 bytes (IEEE binary128 on aarch64, double-double on ppc64le) cannot be told apart in a
                                /// file and would be misread.""",
                        "inOrder", "computed as float64", "inProductOrder", "computed as float64",
                        "computed", ", computed as float64", "nearest", " as the nearest double",
                        "load", """
                                        return X87.toDouble(segment, at, bigEndian);
                                """,
                        "store", """
                                        X87.store(segment, at, bigEndian, value);
                                """));
    }

    private static List<Expand> otherViews() {
        Map<String, String> booleans = family(INTEGERS, "View", "BooleanArray", "value", "boolean", "asValue", "truth",
                "sumOf", "how many elements are true", "prodOf", "1 if all elements are true, else 0",
                "meanOf", "the share of elements that are true; NaN for no elements",
                "varOf", "the variance of zeros and ones with divisor n, in two passes",
                "stdOf", "the standard deviation of zeros and ones with divisor n, in two passes",
                "minOf", "whether all elements are true", "maxOf", "whether any element is true");
        Map<String, String> complex = family(EVERY, "View", "ComplexArray", "value", "Complex", "asValue", "complex",
                "given", "the new element; complex64 rounds its parts to float32",
                "sum", "Complex", "Sums", "ComplexArray", "asSum", "complex", "mean", "Complex", "Means", "ComplexArray",
                "asMean", "complex", "deviation", "double", "Deviations", "NdArray", "asDeviation", "real", "toDeviations", "",
                "Predicate", "ComplexPredicate", "filter", "ofComplex",
                "sumOf", "the sum of all elements in NumPy's pairwise order: of complex64 in float32, of wider ones in"
                        + " float64",
                "prodOf", "the product of all elements, in the order in which they lie in memory",
                "meanOf", "the arithmetic mean, computed from the sum as NumPy does; NaN for no elements",
                "varOf", "the variance with divisor n: the mean squared distance from the mean, in two passes in NumPy's"
                        + " order",
                "stdOf", "the standard deviation with divisor n, the square root of the variance; of complex64 in float32,"
                        + " of wider ones in float64",
                "minOf", "the least element by real part, then imaginary part; one with NaN if there is any",
                "maxOf", "the greatest element by real part, then imaginary part; one with NaN if there is any",
                "orNaN", ", or of the first with NaN if there is one");
        Map<String, String> times = family(EVERY, "View", "TimeArray", "value", "long", "asValue", "whole",
                "Predicate", "LongPredicate", "filter", "ofLongs", "load", loaded(), "store", stored("value"),
                "minOf", "the least count, or NaT if there is one", "maxOf", "the greatest count, or NaT if there is one",
                "orNaN", ", or of the first NaT if there is one");
        return List.of(of(booleans), of(complex), of(times),
                of(EVERY, "View", "TextArray", "value", "String",
                        "given", "the new element, at most as long as the dtype is wide"),
                of(EVERY, "View", "RecordArray", "value", "byte[]", "given", "the bytes of the new record, padding included"));
    }

    // Typed buffers

    private static final Map<String, String> WORDS = family(Map.of(), "Box", "$Name",
            "Parent", "TypedBuffer", "final", "final ", "turned", "\n", "turnedSet", "", "swapped", "", "swap", "", "turn", "",
            "fields", "$layouts", "Suffix", "$Name", "firstOrder", "$order", "order", "bigEndian ? BIG : LITTLE",
            "loaded", "bigEndian ? segment.get(BIG, at + n * step) : segment.get(LITTLE, at + n * step)",
            "stored", """
                                if (bigEndian) {
                                    segment.set(BIG, at + n * step, words[from + n]);
                                } else {
                                    segment.set(LITTLE, at + n * step, words[from + n]);
                                }
                    """);

    /// Those whose rows and columns can change places.
    private static final Map<String, String> TILES = family(WORDS, "Parent", "TransposeBuffer", "final", "",
            "turn", "//+transpose\n", "turned", """
                        private $value[] turned;

                    """,
            "turnedSet", """
                            this.turned = words;
                    """);

    /// Those that are swapped in the Java array.
    private static final Map<String, String> SWAPPED = family(TILES, "firstOrder", "LITTLE", "swap", "//+swapping\n",
            "swapped", """
                            if (bigEndian) {
                                swap(to, count);
                            }
                    """);

    private static List<Expand> words() {
        return List.of(
                of(TILES, "View", "ByteArrayBuffer", "Name", "Byte", "value", "byte", "doc", "A typed buffer of bytes.", "layouts", "", "Suffix", "",
                        "order", "JAVA_BYTE", "loaded", "segment.get(JAVA_BYTE, at + n * step)",
                        "stored", """
                                            segment.set(JAVA_BYTE, at + n * step, words[from + n]);
                                """),
                of(SWAPPED, "View", "ShortArrayBuffer", "Name", "Short", "value", "short", "doc", "A typed buffer of 2-byte words.", "layouts", layouts("Short")),
                of(SWAPPED, "View", "IntArrayBuffer", "Name", "Int", "Box", "Integer", "value", "int", "doc", "A typed buffer of 4-byte words.", "layouts",
                        layouts("Int")),
                of(SWAPPED, "View", "LongArrayBuffer", "Name", "Long", "value", "long", "doc", "A typed buffer of 8-byte words.", "layouts", layouts("Long")),
                of(WORDS, "View", "FloatArrayBuffer", "Name", "Float", "value", "float", "doc", "A typed buffer of float32.", "layouts", layouts("Float")),
                of(WORDS, "View", "DoubleArrayBuffer", "Name", "Double", "value", "double", "doc", "A typed buffer of float64.", "layouts",
                        layouts("Double")));
    }

    // Kernels for both widths of floats

    private static final Map<String, String> DOUBLE = family(Map.of(), "value", "double", "Name", "Double", "NAME",
            "DOUBLE", "Kernels", "DoubleKernels", "DTYPE", "FLOAT64", "dtype", "float64", "zero", "-0.0", "SPECIES", "DOUBLES",
            "walk", "doubles", "of", "ofDoubles", "rounded", "", "cast", "", "wide", "");
    private static final Map<String, String> FLOAT = family(Map.of(), "value", "float", "Name", "Float", "NAME",
            "FLOAT", "Kernels", "FloatKernels", "DTYPE", "FLOAT32", "dtype", "float32", "zero", "-0.0f", "SPECIES", "FLOATS",
            "walk", "floats", "of", "ofFloats", "cast", "(float) ", "wide", "(double) ", "rounded",
            "; those of a narrower type are rounded to it after each step, as in NumPy");

    /// Lines for doubles, and the same for floats.
    private static String both(String lines) {
        return (of(DOUBLE).expanded("//+" + lines + "\n") + of(FLOAT).expanded("//+" + lines + "\n")).stripTrailing() + "\n";
    }

    private static String signed() {
        return """
                    private final boolean signed;

                """;
    }

    private static String signedSet() {
        return """
                        this.signed = layout.dtype().kind() == Dtype.Kind.INT;
                """;
    }

    private static String layouts(String type) {
        return """
                    private static final ValueLayout.Of%1$s LITTLE = JAVA_%2$s_UNALIGNED.withOrder(LITTLE_ENDIAN);
                    private static final ValueLayout.Of%1$s BIG = JAVA_%2$s_UNALIGNED.withOrder(BIG_ENDIAN);

                """.formatted(type, type.toUpperCase());
    }

    private static String loaded() {
        return """
                        return bigEndian ? segment.get(BIG, at) : segment.get(LITTLE, at);
                """;
    }

    private static String stored(String value) {
        return """
                        if (bigEndian) {
                            segment.set(BIG, at, %1$s);
                        } else {
                            segment.set(LITTLE, at, %1$s);
                        }
                """.formatted(value);
    }

    // Expansion

    private void write(String template, String inPackage, String name, Path target) throws IOException {
        String header = "// Expanded by " + TEMPLATES.resolve("Expand.java") + " from " + template + ".java.template.\n";
        String code = expanded(Files.readString(TEMPLATES.resolve(template + ".java.template")));
        String body = code.substring(code.indexOf(";\n") + 2);
        String text = header + "package " + inPackage + ";\n" + imports(body, inPackage) + body;
        Path file = target.resolve(inPackage.replace('.', '/')).resolve(name + ".java");
        WRITTEN.add(file);
        Files.createDirectories(file.getParent());
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }

    private String expanded(String template) {
        String whole = LINES.matcher(template).replaceAll(line -> Matcher.quoteReplacement(expanded(lines(line.group(1)))));
        return WORD.matcher(whole).replaceAll(
                word -> Matcher.quoteReplacement(expanded(word(word.group(1) != null ? word.group(1) : word.group(2)))));
    }

    private String lines(String name) {
        Path template = TEMPLATES.resolve(name + ".template");
        try {
            return words.containsKey(name) || !Files.exists(template) ? word(name) : Files.readString(template);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String word(String name) {
        String word = words.get(name);
        if (word == null) {
            throw new IllegalArgumentException("no $" + name + " for " + words.get("View"));
        }
        return word;
    }

    /// The imports of what a class uses from elsewhere, static ones first, each group sorted.
    private static String imports(String code, String inPackage) throws IOException {
        Map<String, String> known = new HashMap<>(JDK);
        try (Stream<Path> files = Files.walk(SOURCES.resolve("dev/npymap"))) {
            for (Path file : (Iterable<Path>) files.filter(path -> path.toString().endsWith(".java"))::iterator) {
                String name = file.getFileName().toString().replace(".java", "");
                known.put(name, SOURCES.relativize(file.getParent()).toString().replace('/', '.'));
            }
        }
        List<String> used = new ArrayList<>(NAME.matcher(code).results().map(name -> name.group()).distinct().toList());
        TreeSet<String> statics = new TreeSet<>();
        TreeSet<String> types = new TreeSet<>();
        for (String name : used) {
            if (CONSTANTS.containsKey(name)) {
                statics.add("import static " + CONSTANTS.get(name) + "." + name + ";\n");
            } else if (known.containsKey(name) && !known.get(name).equals(inPackage)) {
                types.add("import " + known.get(name) + "." + name + ";\n");
            }
        }
        return Stream.of(statics, types).filter(group -> !group.isEmpty())
                .map(group -> "\n" + String.join("", group)).collect(Collectors.joining());
    }

    private static Map<String, String> packages(Map<String, String> names) {
        Map<String, String> packages = new HashMap<>();
        names.forEach((in, all) -> Stream.of(all.split(" ")).forEach(name -> packages.put(name, in)));
        return packages;
    }
}
