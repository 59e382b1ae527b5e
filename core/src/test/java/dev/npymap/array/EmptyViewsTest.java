package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import dev.npymap.pickle.Pickle;
import dev.npymap.text.Text;
import dev.npymap.text.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Views without elements, whose first element would lie anywhere: all that can be done with a view.
class EmptyViewsTest {
    private static final List<String> DTYPES = List.of("|b1", "<i4", ">f8", "<f16", "<c16", "|S3", "<U0", "<M8[s]",
            "|V3");

    /// The shape of an array, and what is taken of it.
    private record Case(long[] dims, String slice) {
    }

    private static final List<Case> CASES = List.of(new Case(new long[]{0, 10}, ":, 5"),
            new Case(new long[]{0, 10}, ":, -1"), new Case(new long[]{10, 0}, "9"),
            new Case(new long[]{0, 10}, "::-1, 9"),
            new Case(new long[]{0, 10}, ":, ::-1"), new Case(new long[]{4, 5}, "4:"),
            new Case(new long[]{4, 5}, "4:, 4"),
            new Case(new long[]{4, 5}, "3, 5:"), new Case(new long[]{4, 5}, "::-1, 2:2"),
            new Case(new long[]{0}, "::-1"),
            new Case(new long[]{3, 0, 7}, "2, :, 6"), new Case(new long[]{3, 0, 7}, "::-2, ..., ::-3"),
            new Case(new long[]{1L << 30, 0, 1L << 20}, "1073741823, :, 1048575"),
            new Case(new long[]{0, 5, 3}, "..., 4, ::-1"), new Case(new long[]{2, 3}, "None, 1:1, 2"));

    @TempDir
    private Path directory;

    @Test
    void everythingCanBeDoneWithAViewWithoutElements() throws IOException {
        for (String text : DTYPES) {
            Dtype dtype = Dtype.of(text);
            for (Case one : CASES) {
                NdArray heap = NdArray.zeros(dtype, one.dims);
                try (Arena arena = Arena.ofShared()) {
                    List<NdArray> arrays = new ArrayList<>(List.of(heap, NdArray.of(arena.allocate(heap.byteSize(), 8),
                            dtype, heap.shape(), Order.F, Source.MEMORY)));
                    if (text.endsWith("8")) {
                        Path path = directory.resolve("a.npy");
                        Npy.write(path, heap);
                        arrays.addAll(List.of(Npy.map(path, arena), Npy.read(path)));
                    }
                    for (NdArray whole : arrays) {
                        NdArray view = whole.slice(one.slice);
                        String what = text + " " + Arrays.toString(one.dims) + "[" + one.slice + "]";
                        assertEquals(0, view.size(), what);
                        use(whole == heap ? view.transpose() : view, what);
                    }
                }
            }
        }
    }

    private void use(NdArray a, String what) throws IOException {
        Dtype dtype = a.dtype();
        for (Advice advice : Advice.values()) {
            a.advise(advice);
        }
        assertEquals(0, a.byteSize(), what);
        assertTrue(a.isContiguous(Order.C) && a.isContiguous(Order.F), what);
        assertTrue(a.segment().byteSize() >= 0, what);
        assertEquals(a.shape(), a.copy().shape(), what);
        assertEquals(a.shape(), a.with(Threads.of(2)).copy().shape(), what);
        a.copyTo(MemorySegment.ofArray(new byte[0]));
        a.with(Threads.of(2)).copyTo(MemorySegment.ofArray(new byte[0]), Order.F);
        NdArray other = NdArray.zeros(dtype, a.shape(), Order.F, Source.MEMORY);
        other.copyFrom(a);
        other.copyFrom(MemorySegment.ofArray(new byte[0]));
        assertEquals(List.of(0L), list(a.reshape(-1).shape()), what);
        assertEquals(a.shape(), a.reshape(a.shape().toArray()).shape(), what);
        assertEquals(a.shape(), a.as(dtype).shape(), what);
        assertEquals(a.shape(), a.slice("...").shape(), what);
        assertEquals(a.shape(), a.to(dtype.kind() == Dtype.Kind.INT ? Dtype.FLOAT32 : dtype).shape(), what);
        assertEquals(0, a.countNonZero(), what);
        assertEquals(!a.any(), a.all(), what);
        for (int axis = 0; axis < a.rank(); axis++) {
            rows(a, axis, what);
            assertEquals(a.rank() - 1, a.with(Threads.of(2)).reduce(Reduction.COUNT_NON_ZERO, axis).rank(), what);
            long stride = a.stride(axis);
            assertEquals(stride, a.stride(axis - a.rank()), what);
        }
        assertTrue(a.toString().startsWith("["), what);
        assertTrue(a.repr().contains("[]"), what);
        write(a, what);
        if (a instanceof DoubleArray d) {
            assertEquals(0, d.sum(), what);
            assertEquals(0, d.toArray().length, what);
            assertEquals(0, Summary.of(d).count(), what);
            assertEquals(0, d.stream().count(), what);
        }
    }

    private static void rows(NdArray a, int axis, String what) {
        long dim = a.shape().dim(axis);
        long[] indices = dim == 0 ? new long[0] : new long[]{0, dim - 1, -1};
        NdArray rows = a.take(axis, indices);
        assertEquals(indices.length, rows.shape().dim(axis), what);
        a.copy().rows(axis, indices).with(Threads.of(2)).copyFrom(rows);
        if (dim == 0) {
            assertThrows(IndexOutOfBoundsException.class, () -> a.take(axis, 0), what);
            assertThrows(IndexOutOfBoundsException.class, () -> a.select(axis, -1), what);
        } else {
            assertEquals(a.rank() - 1, a.select(axis, -1).rank(), what);
        }
    }

    private void write(NdArray a, String what) throws IOException {
        if (Arrays.stream(a.shape().toArray()).anyMatch(dim -> dim > 1000)) {
            return;
        }
        ByteArrayOutputStream npy = new ByteArrayOutputStream();
        Npy.write(npy, a);
        assertEquals(a.shape(), Npy.wrap(MemorySegment.ofArray(npy.toByteArray()), "b").shape(), what);
        Pickle.write(new ByteArrayOutputStream(), a, 4);
        if (a.rank() > 0 && a.rank() < 3) {
            Text.write(new ByteArrayOutputStream(), a, TextFormat.DEFAULT);
        }
    }

    private static List<Long> list(Shape shape) {
        return Arrays.stream(shape.toArray()).boxed().toList();
    }

    @Test
    void placesOfEmptyViewsAreThoseOfNumpy() {
        for (Case one : CASES) {
            NdArray view = NdArray.zeros(Dtype.FLOAT64, one.dims).slice(one.slice);
            List<Long> found = new ArrayList<>(list(view.shape()));
            found.add(view.isContiguous(Order.C) ? 1L : 0L);
            assertEquals(Oracle.numpy().text("(lambda a: str(list(a.shape) + [int(a.flags.c_contiguous)]))("
                    + "np.zeros(" + Cases.tuple(one.dims) + ")[" + one.slice + "])"), found.toString(), one.slice);
        }
    }
}
