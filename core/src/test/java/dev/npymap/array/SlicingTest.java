package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.internal.python.PythonText;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.model.Source;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;

/// Views of views, each step compared with NumPy's: shape, elements, or the refusal.
class SlicingTest {
    private static final List<String> DTYPES = List.of("|u1", "<i2", ">i4", "<f8", "|V3", "<U2");

    /// One step from a view to the next: in Python, and here.
    private record Step(String python, ThrowingSupplier<NdArray> java) {
    }

    private static final Random RANDOM = Cases.random("SlicingTest");

    @Test
    void viewsOfViewsHoldTheElementsThatNumpyFinds() {
        Oracle numpy = Oracle.numpy();
        numpy.eval("""
                def view(a, shape):
                    b = a.view()
                    b.shape = shape
                    return b

                def step(view):
                    global a
                    b = np.asarray(view(a), a.dtype)
                    a = b
                    return list(b.shape), b.tobytes().hex(), b.flags.c_contiguous, b.flags.f_contiguous
                """);
        for (int n = 0; n < 3000; n++) {
            compareChain(numpy, n);
        }
    }

    private void compareChain(Oracle numpy, int number) {
        String dtype = DTYPES.get(RANDOM.nextInt(DTYPES.size()));
        Order order = RANDOM.nextBoolean() ? Order.C : Order.F;
        long[] dims = Cases.dims(RANDOM, 5, 5);
        byte[] bytes = Cases.bytes(RANDOM, Shape.of(dims).size() * Dtype.of(dtype).byteSize());
        if (dtype.equals("<U2")) {
            for (int n = 0; n < bytes.length; n++) {
                bytes[n] = n % 4 == 0 ? bytes[n] : 0;
            }
        }
        numpy.eval("a = np.frombuffer(x[0], %s).reshape(%s, order='%s')".formatted(PythonText.quote(dtype),
                Cases.tuple(dims), order), bytes);
        NdArray a = Cases.array(bytes, dtype, order, dims);
        String history = "case " + number + ": " + dtype + " " + order + " " + Shape.of(dims);
        for (int step = 0; step < 4; step++) {
            Step next = step(a);
            history += "; " + next.python;
            NdArray before = a;
            String expected;
            try {
                expected = numpy.text("step(lambda a: " + next.python + ")");
            } catch (Oracle.PythonException refused) {
                // With two faults in one index it is not said which one is found first.
                Class<? extends RuntimeException> type = next.python.matches(".*(:0|\\.\\.\\..*\\.\\.\\.).*")
                        ? RuntimeException.class
                        : refused.type().equals("IndexError") || refused.type().equals("AxisError")
                                ? IndexOutOfBoundsException.class
                                : IllegalArgumentException.class;
                RuntimeException thrown = assertThrows(type, next.java::get, history + " -> " + refused.getMessage());
                assertTrue(thrown.getMessage() != null && !thrown.getMessage().isEmpty(), history);
                continue;
            }
            String shown = history;
            try {
                a = next.java.get();
            } catch (Throwable thrown) {
                throw new AssertionError(shown + ": NumPy has " + expected, thrown);
            }
            assertEquals(expected, "(%s, '%s', %s, %s)".formatted(a.shape(), Cases.hex(Cases.toBytes(a)),
                    python(a.isContiguous(Order.C)), python(a.isContiguous(Order.F))), history);
            assertEquals(before.getClass(), a.getClass(), history);
        }
    }

    private static String python(boolean value) {
        return value ? "True" : "False";
    }

    private Step step(NdArray a) {
        return switch (RANDOM.nextInt(6)) {
            case 0 -> transpose(a);
            case 1 -> reshape(a);
            case 2 -> select(a);
            default -> slice(a);
        };
    }

    private Step slice(NdArray a) {
        List<String> items = new ArrayList<>();
        int count = RANDOM.nextInt(a.rank() + 2);
        boolean ellipsis = false;
        int axis = 0;
        for (int n = 0; n < count; n++) {
            long dim = axis < a.rank() ? a.shape().dim(axis) : 2;
            switch (RANDOM.nextInt(10)) {
                case 0 -> items.add("None");
                case 1 -> {
                    if (!ellipsis || RANDOM.nextInt(20) == 0) {
                        items.add("...");
                        ellipsis = true;
                    }
                }
                case 2, 3 -> {
                    items.add(position(dim));
                    axis++;
                }
                default -> {
                    items.add(range(dim));
                    axis++;
                }
            }
        }
        String text = String.join(RANDOM.nextBoolean() ? ", " : ",", items);
        return new Step("a[" + (text.isEmpty() ? "()" : text) + "]", () -> a.slice(text.isEmpty() ? "()" : text));
    }

    private String position(long dim) {
        return Long.toString(RANDOM.nextInt(15) == 0
                ? RANDOM.nextLong(-dim - 3, dim + 3)
                : dim == 0 ? 0 : RANDOM.nextLong(-dim, dim));
    }

    private String range(long dim) {
        String start = RANDOM.nextInt(3) == 0 ? "" : bound(dim);
        String stop = RANDOM.nextInt(3) == 0 ? "" : bound(dim);
        String step = switch (RANDOM.nextInt(8)) {
            case 0, 1, 2 -> "";
            case 3 -> ":";
            case 4, 5 -> ":" + (1 + RANDOM.nextInt(3));
            case 6 -> ":-" + (1 + RANDOM.nextInt(3));
            default -> switch (RANDOM.nextInt(12)) {
                case 0 -> ":0";
                case 1 -> ":" + Long.MAX_VALUE;
                case 2 -> ":-" + Long.MAX_VALUE;
                default -> ":-1";
            };
        };
        return start + ":" + stop + step;
    }

    private String bound(long dim) {
        return switch (RANDOM.nextInt(20)) {
            case 0 -> Long.toString(Long.MAX_VALUE);
            case 1 -> "-" + Long.MAX_VALUE;
            default -> Long.toString(RANDOM.nextLong(-dim - 2, dim + 3));
        };
    }

    private Step transpose(NdArray a) {
        if (RANDOM.nextInt(3) == 0) {
            return new Step("a.T", a::transpose);
        }
        List<Integer> axes = IntStream.range(0, a.rank()).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(axes, RANDOM);
        int[] order = axes.stream().mapToInt(axis -> RANDOM.nextInt(4) == 0 ? axis - a.rank() : axis).toArray();
        if (order.length > 0 && RANDOM.nextInt(15) == 0) {
            order[0] += RANDOM.nextInt(5) - 2;
        }
        return new Step("a.transpose(" + Cases.tuple(Arrays.stream(order).asLongStream().toArray()) + ")",
                () -> a.transpose(order));
    }

    private Step reshape(NdArray a) {
        List<Long> dims = new ArrayList<>();
        for (long dim : a.shape().toArray()) {
            if (!dims.isEmpty() && RANDOM.nextInt(2) == 0) {
                dims.set(dims.size() - 1, dims.getLast() * dim);
            } else {
                dims.add(dim);
            }
        }
        for (int n = 0; n < dims.size(); n++) {
            long dim = dims.get(n);
            long part = 1 + RANDOM.nextInt(4);
            if (dim > 0 && dim % part == 0 && RANDOM.nextBoolean()) {
                dims.set(n, part);
                dims.add(n + 1, dim / part);
            }
        }
        if (RANDOM.nextInt(4) == 0) {
            dims.add(RANDOM.nextInt(dims.size() + 1), 1L);
        }
        if (RANDOM.nextInt(4) == 0) {
            Collections.shuffle(dims, RANDOM);
        }
        for (int n = 0; n < dims.size(); n++) {
            if (RANDOM.nextInt(10) == 0) {
                dims.set(n, RANDOM.nextInt(6) == 0 ? dims.get(n) + 1 : -1);
            }
        }
        long[] lengths = dims.stream().mapToLong(n -> n).toArray();
        return new Step("view(a, " + Cases.tuple(lengths) + ")", () -> a.reshape(lengths));
    }

    private Step select(NdArray a) {
        int axis = RANDOM.nextInt(12) == 0
                ? RANDOM.nextInt(9) - 4
                : a.rank() == 0 ? 0 : RANDOM.nextInt(-a.rank(), a.rank());
        String position = a.rank() == 0 ? "0" : position(a.shape().dim(Math.floorMod(axis, a.rank())));
        return new Step("np.moveaxis(a, %d, 0)[%s]".formatted(axis, position),
                () -> a.select(axis, Long.parseLong(position)));
    }

    @Test
    void textsThatPythonRefusesAreRefused() {
        Oracle numpy = Oracle.numpy();
        numpy.eval("a = np.zeros((3, 4), 'u1')");
        NdArray a = NdArray.zeros(Dtype.UINT8, 3, 4);
        for (String text : List.of("", " ", ",", "1,,2", "::::", "1:2:3:4", "b", "1.0", "0x1", "..", "....", "1 2",
                ": :1 2",
                "-", "+", "--1", "1_", "_1", "1__0", "012", "1:2,", "(1, 2)", "[1, 2", "1]", ":,:,", "1,", "+1", "- 1",
                "1_0:", "None,", "newaxis", "Ellipsis", "...,...", "9223372036854775808", ":9223372036854775808",
                "\u0661", "True", "1:\n2", "::0", "0,0,0", "3", "-4", ":,4", "()", "(),", "None", "np.newaxis, ...",
                "0b1", "00", "-0", "01", "1:02", "0_0", "0_1", "1:True", "1j", "'a'", "1;2", "1#", "2:6, 4", "0 , 1",
                " 1 ", "\t1", "1 :2")) {
            boolean refused;
            String expected = "";
            try {
                expected = numpy.text("list(eval('a[' + x[0].decode() + ']', dict(a=a, np=np, newaxis=None)).shape)",
                        text.getBytes(StandardCharsets.UTF_8));
                refused = false;
            } catch (Oracle.PythonException _) {
                refused = true;
            }
            String shown = "\"" + text + "\" " + (refused ? "is refused" : "gives " + expected);
            if (refused || List.of("--1", "(1, 2)", "0b1", "True", "1:True", "(),", "0x1", "1#").contains(text)) {
                RuntimeException thrown = assertThrows(RuntimeException.class, () -> a.slice(text), shown);
                assertTrue(thrown instanceof IllegalArgumentException || thrown instanceof IndexOutOfBoundsException,
                        shown + ": " + thrown);
            } else if (text.equals(":9223372036854775808")) {
                // Python's bounds have no limit; these end at 2^63.
                assertThrows(IllegalArgumentException.class, () -> a.slice(text));
            } else {
                assertEquals(expected, a.slice(text).shape().toString(), shown);
            }
        }
    }

    @Test
    void listsOfPositionsAreNoViews() {
        NdArray a = NdArray.zeros(Dtype.UINT8, 3, 4);
        for (String text : List.of("[0,2]", "[0]", "[]", "[ ]", "[0, 2,]", "[[0,2]]", "[0,2], 1:3", ":, [0,2]",
                "[:, [0,2]]", "[[0,2], 1:3]", "[0], [1]")) {
            assertEquals("\"" + text + "\" has a list of positions, which no view has; NdArray.rows takes the rows at"
                    + " some positions",
                    assertThrows(IllegalArgumentException.class, () -> a.slice(text)).getMessage());
        }
        assertEquals(Shape.of(2, 4), a.slice("[1:3, :]").shape());
        assertEquals(Shape.of(2), a.slice(" [ 0 , 1:3 ] ").shape());
        assertEquals(Shape.of(4), a.slice("[1, ...]").shape());
        assertEquals(Shape.of(1, 4), a.slice("[None, 0]").shape());
    }

    @Test
    void messagesBeginWithTheSource() {
        NdArray a = NdArray.of(MemorySegment.ofArray(new byte[12]), Dtype.UINT8, Shape.of(3, 4),
                Order.C, Source.of("prices.npy"));
        assertEquals("prices.npy: index 3 is out of bounds for axis 0 of shape [3, 4]",
                assertThrows(IndexOutOfBoundsException.class, () -> a.slice("3")).getMessage());
        assertEquals("prices.npy: too many indices: 3 for shape [3, 4]",
                assertThrows(IndexOutOfBoundsException.class, () -> a.slice("0, 0, 0")).getMessage());
        assertEquals("prices.npy: a view of shape [4, 3] cannot be reshaped to [12] without a copy; call copy() first",
                assertThrows(IllegalArgumentException.class, () -> a.transpose().reshape(12)).getMessage());
        assertEquals("prices.npy: an array of 12 elements cannot be reshaped to [5, -1]",
                assertThrows(IllegalArgumentException.class, () -> a.reshape(5, -1)).getMessage());
    }

    @Test
    void typedItemsAndTheNotationMeanTheSame() {
        assertEquals(List.of(Slice.range(2, 6), Slice.at(4), Slice.ellipsis(), Slice.every(-1), Slice.newAxis(),
                Slice.from(-3), Slice.until(5), Slice.range(1, -1, 2), Slice.all()),
                Slice.parse("2:6, 4, ..., ::-1, None, -3:, :5, 1:-1:2, :"));
        assertThrows(IllegalArgumentException.class, () -> Slice.every(0));
    }
}
