package dev.npymap.npy;

import dev.npymap.array.BooleanArray;
import dev.npymap.array.ByteArray;
import dev.npymap.array.ComplexArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.Float8Array;
import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.LongDoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.RecordArray;
import dev.npymap.array.ShortArray;
import dev.npymap.array.TextArray;
import dev.npymap.array.TimeArray;
import dev.npymap.array.UIntArray;
import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.model.ArrayFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Damages files and opens them in every way; a program, so that it can run with little memory.
///
/// Prints what should not have happened; nothing else.
final class HostileRun {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long SECOND = 1_000_000_000;
    private static final int MAX_PROBLEMS = 20;
    private static final Pattern TOKEN = Pattern.compile("[0-9]+|'[^']*'|True|False|[(){}\\[\\],:]");
    private static final List<String> NUMBERS = List.of("0", "1", "2", "-1", "-9223372036854775808", "1000",
            "4294967296", "2147483648", "1099511627776", "9223372036854775807", "9223372036854775808",
            "18446744073709551619", "9".repeat(40), "9".repeat(5000), "3L", "3 L", "0x7fffffffffffffff", "1_0", "03",
            "1.0", "1e400", "1e999999999", "1j", "True", "None", "...", "1, 2", "2, " + "2, ".repeat(61), "(1)", "(1,)",
            "[1]", "{1}", "{}", "'1'", "1+2", "-(1)", "- 1", "(".repeat(198) + "1" + ")".repeat(198),
            "[".repeat(100_000 / 2));
    private static final List<String> TEXTS = List.of("''", "'<f8'", "'>f8'", "'|O'", "'O8'", "'|V0'", "'|S0'", "'<U0'",
            "'<U2147483647'", "'<U536870911'", "'|V2147483647'", "'|S99999999999'", "'<f3'", "'i4,f8'", "'i4,'",
            "'(2,2)i4'", "'(0,)i4'", "'(2147483647,2147483647)i4'", "'M8[s/7]'", "'M8[2147483647as]'", "'M8[Y/5]'",
            "'M8[ns'", "'m8'", "'>m8[generic]'", "'bfloat16'", "'<f1'", "'float64'", "'T'", "b'<f8'", "u'<f8'",
            "r'<f8'", "'<' 'f8'", "'\\x3cf8'", "'\\N{LESS-THAN SIGN}f8'", "'\\ud800'", "'\u00e9'",
            "'a" + "a".repeat(9000)
                    + "'",
            "[]", "()", "{}", "[('a', '<i4')]", "[('a', '<i4'), ('a', '<i4')]", "[('', '|V3')]", "[('', '')]",
            "[('a', '<i4', 2147483647)]", "[('a', '<i4', (2147483647, 2147483647))]", "[('a', '|V0', ("
                    + "2, ".repeat(40) + "))]",
            "[(('a', 'b'), '<i4')]", "[(('a', 'a'), '<i4')]", "[(None, '<i4')]", "[('a', '|O')]", "['ab', 'cd']",
            "('S', 5)", "('S', -5)", "('U', 536870912)", "('<i4', (2,))", "('<i4', [('r', '|u1'), ('g', 'V3')])",
            "('|V0', (" + "0, ".repeat(64) + "))", "('|u1', (" + "1, ".repeat(65) + "))", "('<i4', 2**3)",
            "(('<i4', 2), 3)",
            "'fortran_order'", "'shape'", "'descr'");
    private static final byte[] BYTES = {0, (byte) 0xff, 0x7f, ' ', '\n', '\r', '\t', '\\', '\'', '"', '(', ')', '[',
            ']', '{', '}', ',', ':', '#', '-', '+', '.', '0', '9', 'L', 'j', 'e', 'x', 'u', 'b', '<', '>', '|'};

    private final Path file;
    private int problems;

    private HostileRun(Path file) {
        this.file = file;
    }

    /// @param arguments what to do, the seed, how many mutations of each file or every how many-th byte of the headers of
    ///                  files it is cut at or how long a header is, a directory to work in, one with files
    public static void main(String[] arguments) throws IOException {
        HostileRun run = new HostileRun(Path.of(arguments[3], "hostile.npy"));
        int amount = Integer.parseInt(arguments[2]);
        List<byte[]> samples = new ArrayList<>(HostileTest.samples());
        int own = samples.size();
        Path golden = Path.of(arguments[4]);
        if (Files.isDirectory(golden)) {
            try (Stream<Path> files = Files.walk(golden)) {
                for (Path path : files.filter(f -> f.toString().endsWith(".npy")).sorted().toList()) {
                    samples.add(Files.readAllBytes(path));
                }
            }
        }
        for (int n = 0; n < samples.size(); n++) {
            switch (arguments[0]) {
                case "truncate" -> run.truncate(samples.get(n), n, n < own ? 1 : amount);
                case "mutate" -> run.mutate(samples.get(n), n, Long.parseLong(arguments[1]), amount);
                default -> {
                }
            }
        }
        if (arguments[0].equals("extremes")) {
            run.extremes(amount);
        }
        System.exit(run.problems == 0 ? 0 : 1);
    }

    /// Cuts at bytes of the header that are some steps apart, around the end of the payload, and somewhere in between.
    private void truncate(byte[] sample, int number, int step) throws IOException {
        int data = HeaderReader.length(sample, "sample");
        for (int length = 0; length < sample.length; length++) {
            if (length <= Math.min(data + 16, 512) && (length + number) % step == 0 || length >= sample.length - 16
                    || length % (97 * step) == 0) {
                open(Arrays.copyOf(sample, length), "sample " + number + " cut to " + length);
            }
        }
        open(sample, "sample " + number);
        open(Arrays.copyOf(sample, sample.length + 100), "sample " + number + " with 100 bytes more");
    }

    private void mutate(byte[] sample, int number, long seed, int count) throws IOException {
        Random random = new Random(seed * 1000 + number);
        for (int n = 0; n < count; n++) {
            byte[] bytes = sample;
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                bytes = random.nextInt(3) > 0 ? mutateText(bytes, random) : mutateByte(bytes, random);
            }
            open(bytes, "seed " + seed + ", sample " + number + ", mutation " + n);
        }
    }

    private static byte[] mutateByte(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(random.nextInt(4) > 0 ? Math.min(bytes.length, 140) : bytes.length);
        byte value = random.nextBoolean() ? (byte) random.nextInt() : BYTES[random.nextInt(BYTES.length)];
        byte[] changed = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = value;
            case 2 -> {
                changed = Arrays.copyOf(bytes, bytes.length + 1);
                System.arraycopy(bytes, at, changed, at + 1, bytes.length - at);
                changed[at] = value;
            }
            default -> {
                changed = Arrays.copyOf(bytes, bytes.length - 1);
                System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
            }
        }
        return changed;
    }

    /// Exchanges, doubles or drops a token of the header, whose length stays right.
    private static byte[] mutateText(byte[] bytes, Random random) {
        int data;
        try {
            data = HeaderReader.length(bytes, "sample");
        } catch (ArrayFormatException e) {
            return mutateByte(bytes, random);
        }
        if (data > bytes.length) {
            return mutateByte(bytes, random);
        }
        int major = bytes[6];
        int start = HeaderFormat.textStart(major);
        String text = new String(bytes, start, data - start, StandardCharsets.ISO_8859_1);
        List<MatchResult> tokens = TOKEN.matcher(text).results().toList();
        if (tokens.isEmpty()) {
            return mutateByte(bytes, random);
        }
        MatchResult token = tokens.get(random.nextInt(tokens.size()));
        String old = token.group();
        String replacement = switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> old + old;
            case 2 -> old + tokens.get(random.nextInt(tokens.size())).group();
            case 3 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            default -> Character.isDigit(old.charAt(0))
                    ? NUMBERS.get(random.nextInt(NUMBERS.size()))
                    : old.startsWith("'")
                            ? TEXTS.get(random.nextInt(TEXTS.size()))
                            : tokens.get(random.nextInt(tokens.size())).group();
        };
        byte[] changed = (text.substring(0, token.start()) + replacement + text.substring(token.end()))
                .getBytes(StandardCharsets.ISO_8859_1);
        if (major == 1 && changed.length > 0xffff) {
            return bytes;
        }
        byte[] result = new byte[start + changed.length + bytes.length - data];
        System.arraycopy(bytes, 0, result, 0, start);
        for (int n = 8; n < start; n++) {
            result[n] = (byte) (changed.length >>> (8 * (n - 8)));
        }
        System.arraycopy(changed, 0, result, start, changed.length);
        System.arraycopy(bytes, data, result, start + changed.length, bytes.length - data);
        return result;
    }

    /// Headers long enough to take seconds if anything in reading them were not linear, and arrays that are large without taking a byte.
    private void extremes(int most) throws IOException {
        for (String unit : List.of("(", "[", "{", "{1:", "((", "1,", "(),", "[],", "{},", "1.5,", "1j,", "-", "'a' ",
                "'a',",
                "\"", "#", "\\\n", "\n", " ", "a", "0", "9", "1_", "L", "1L ", "\\", "''", "[[],", "{'a':1},", "None,",
                "...,", "1e9", "set(),", "\u00e9")) {
            extreme("only " + unit.strip(), unit.repeat(most / unit.length()));
        }
        for (String unit : List.of("1, ", "0x1, ", "(), ", "'a', ", "1e5, ", "1L, ", "None, ")) {
            extreme("a shape of many " + unit, header("'|u1'", "(" + unit.repeat((most - 200) / unit.length()) + ")"));
            extreme("a descr of many " + unit, header("[" + unit.repeat((most - 200) / unit.length()) + "]", "(1,)"));
        }
        for (String unit : List.of("i,", "V0,", "(2,2)V0,", "M8[s],", " ,", "((,", "a", "1", "(1,", "[", "[s]")) {
            extreme("a comma list of " + unit, header("'" + unit.repeat((most - 200) / unit.length()) + "'", "(1,)"));
        }
        StringBuilder fields = new StringBuilder();
        for (int n = 0; fields.length() < most - 200; n++) {
            fields.append("('").append(n).append("','V0'),");
        }
        extreme("many fields of no bytes", header("[" + fields + "]", "(1000,)"));
        for (String descr : List.of("'|V0'", "'<U0'", "[('a', '|V0', ("
                + "2, ".repeat(40) + "))]",
                "[('a', [('b', '|V0', (2, 2, 2, 2, 2, 2, 2, 2, 2))], (2, 2, 2, 2, 2, 2, 2, 2, 2))]",
                "('|V0', (" + "2, ".repeat(40) + "))", "[('a', '|V0', 2147483647)]")) {
            for (String shape : List.of("()", "(1,)", "(9223372036854775807,)", "(" + "2, ".repeat(62) + ")",
                    "(0, 9223372036854775807)", "(3037000499, 3037000499)", "("
                            + "1, ".repeat(64) + ")")) {
                extreme(descr + " " + shape, header(descr, shape));
            }
        }
    }

    private void extreme(String what, String text) throws IOException {
        open(NpyBytes.of(2, text, 1), what);
    }

    private static String header(String descr, String shape) {
        return "{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + ", }\n";
    }

    private void open(byte[] bytes, String what) throws IOException {
        Files.write(file, bytes);
        List<String> found = problems(file, bytes);
        for (String problem : found) {
            System.out.println(what + ": " + problem);
        }
        problems += found.size();
        if (problems >= MAX_PROBLEMS) {
            System.exit(1);
        }
    }

    /// Opens a file in every way.
    ///
    /// @return what is not as it should be
    static List<String> problems(Path path, byte[] bytes) {
        String name = path.getFileName().toString();
        Map<String, Opening> doors = new LinkedHashMap<>();
        doors.put("read", () -> use(Npy.read(path)));
        doors.put("map", () -> {
            try (Arena arena = Arena.ofConfined()) {
                return use(Npy.map(path, arena));
            }
        });
        doors.put("stream", () -> {
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            return bytes.length == 0 ? use(Npy.read(path)) : use(Npy.read(in, name).orElseThrow());
        });
        doors.put("wrap", () -> use(Npy.wrap(MemorySegment.ofArray(bytes), name)));
        doors.put("mapAll", () -> {
            try (Arena arena = Arena.ofConfined()) {
                return use(Npy.mapAll(path, arena).getFirst());
            } catch (ArrayFormatException wrong) {
                boolean behind = wrong.source().equals(name + "#1") && wrong.offset() <= bytes.length;
                if (behind) {
                    return use(Npy.read(path));
                }
                throw wrong;
            }
        });
        List<String> problems = new ArrayList<>();
        String first = "";
        for (Map.Entry<String, Opening> door : doors.entrySet()) {
            String outcome = timed(name, door.getKey(), door.getValue(), problems);
            first = first.isEmpty() ? outcome : first;
            if (!outcome.equals(first)) {
                problems.add(door.getKey() + " gives another outcome than read: " + brief(outcome) + "\n    "
                        + brief(first));
            }
        }
        String header = timed(name, "header", () -> Npy.header(path).toString(), problems);
        if (!first.startsWith("an exception") && header.startsWith("an exception")) {
            problems.add("an array without a header: " + brief(header));
        }
        return problems;
    }

    /// A way to open a file.
    private interface Opening {
        String open() throws IOException;
    }

    /// Other processes may have had the processor once, or four times; the fifth is no chance.
    private static String timed(String name, String door, Opening opening, List<String> problems) {
        long least = Long.MAX_VALUE;
        String outcome = "";
        for (int attempt = 0; attempt < 5 && least > SECOND; attempt++) {
            long start = THREADS.getCurrentThreadCpuTime();
            outcome = outcome(name, door, opening, problems);
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - start);
        }
        if (least > SECOND) {
            problems.add(door + " takes " + least / 1_000_000 + " ms: " + brief(outcome));
        }
        return outcome;
    }

    private static String outcome(String name, String door, Opening opening, List<String> problems) {
        try {
            return opening.open();
        } catch (ArrayFormatException e) {
            String message = e.getMessage();
            if (!message.startsWith(name + ": ") || !message.endsWith(" (at byte " + e.offset() + ")")
                    || message.length() > 1000) {
                problems.add(door + " has a bad message: " + brief(message));
            }
            return "an exception: " + message;
        } catch (UncheckedIOException e) {
            // What an element of a text holds is looked at when it is read.
            return outcome(name, door, () -> {
                throw e.getCause();
            }, problems);
        } catch (Throwable other) {
            StackTraceElement[] trace = other.getStackTrace();
            problems.add(door + " throws " + brief(String.valueOf(other)) + " "
                    + Arrays.asList(trace).subList(0, Math.min(trace.length, 6)));
            return "an exception";
        }
    }

    private static String use(NdArray array) {
        Object sum = switch (array) {
            case BooleanArray a -> a.sum();
            case ByteArray a -> a.sum();
            case ShortArray a -> a.sum();
            case IntArray a -> a.sum();
            case UIntArray a -> a.sum();
            case LongArray a -> a.sum();
            case HalfArray a -> a.sum();
            case Float8Array a -> a.sum();
            case FloatArray a -> a.sum();
            case DoubleArray a -> a.sum();
            case LongDoubleArray a -> a.sum();
            case ComplexArray a -> a.sum();
            case TextArray _,TimeArray _,RecordArray _ -> "";
        };
        return array.dtype() + " " + array.shape() + " " + sum + " " + array;
    }

    private static String brief(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }
}
