package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.npymap.Oracle;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows picked by indices, against NumPy's `take` and assignment.
class RowsTest {
    private static final List<String> DTYPES = List.of("|u1", "<i2", ">i4", "<f8", "|V3", "<c16", "<U3", "|S5");
    private static final List<String> INDEX_DTYPES = List.of("<i8", "|i1", "<i2", ">i4", "<u4", "|u1", ">u8");
    private static final List<Threads> THREADS = List.of(Threads.ONE, Threads.of(2), Threads.of(7));
    private static final Random RANDOM = Cases.random("RowsTest");

    /// An array, which NumPy has as `a`, and positions on one of its axes, as `i`.
    private record Case(String words, byte[] bytes, String dtype, Order order, long[] dims, String slice, int axis,
            NdArray indices) {
        static Case make(Oracle numpy) {
            String dtype = DTYPES.get(RANDOM.nextInt(DTYPES.size()));
            Order order = RANDOM.nextBoolean() ? Order.C : Order.F;
            long[] dims = LongStream.generate(() -> 1 + RANDOM.nextInt(RANDOM.nextInt(8) == 0 ? 90 : 7))
                    .limit(1 + RANDOM.nextInt(3)).toArray();
            byte[] bytes = Cases.bytes(RANDOM, Shape.of(dims).size() * Dtype.of(dtype).byteSize());
            String slice = RANDOM.nextBoolean() ? "..." : RANDOM.nextBoolean() ? "::-1" : "..., ::2";
            numpy.eval("a = np.frombuffer(x[0], '%s').reshape(%s, order='%s').copy('K')[%s]".formatted(dtype,
                    Cases.tuple(dims), order, slice), bytes);
            int axis = RANDOM.nextInt(dims.length);
            long dim = Cases.array(bytes, dtype, order, dims).slice(slice).shape().dim(axis);
            NdArray indices = indices(dim);
            numpy.eval("i = np.frombuffer(x[0], '%s').reshape(%s)".formatted(indices.dtype().descr(),
                    Cases.tuple(indices.shape().toArray())), Cases.toBytes(indices));
            String words = dtype + " " + order + " " + Shape.of(dims) + "[" + slice + "] axis " + axis + " at "
                    + indices.repr();
            return new Case(words, bytes, dtype, order, dims, slice, axis, indices);
        }

        private static NdArray indices(long dim) {
            long[] dims = Cases.dims(RANDOM, 3, RANDOM.nextInt(6) == 0 ? 20 : 4);
            Dtype dtype = Dtype.of(INDEX_DTYPES.get(RANDOM.nextInt(INDEX_DTYPES.size())));
            long least = dtype.kind() == Dtype.Kind.UINT ? 0 : -dim;
            NdArray indices = NdArray.zeros(dtype, dims);
            LongArray.of(LongStream.generate(() -> RANDOM.nextLong(least, dim)).limit(indices.size()).toArray())
                    .reshape(dims).convertTo(indices);
            return indices;
        }

        NdArray array() {
            return Cases.array(bytes, dtype, order, dims).slice(slice);
        }

        Rows rows(NdArray array) {
            return array.rows(axis, indices);
        }
    }

    @Test
    void rowsThatRunBackwardsGoIntoArraysThatRunBackwards() {
        for (String slice : List.of(":, ::-1", "::-1, ::-1", ":, ::-2", "::2, 4::-1")) {
            IntArray a = IntArray.of(IntStream.range(0, 60).toArray(), 6, 10).slice(slice);
            IntArray expected = a.take(0, 2, 0, 2);
            IntArray target = NdArray.zeros(Dtype.INT32, expected.shape().toArray()).asInt().slice("::-1, ::-1");
            for (Threads threads : THREADS) {
                a.rows(0, 2, 0, 2).with(threads).copyTo(target);
                assertArrayEquals(expected.toArray(), target.toArray(), slice);
                IntArray scattered = NdArray.zeros(Dtype.INT32, 4, expected.shape().dim(1)).asInt().slice(":, ::-1");
                scattered.rows(0, 3, 0, 3).with(threads).copyFrom(expected.slice(":, ::-1"));
                assertArrayEquals(expected.select(0, 2).slice("::-1").toArray(), scattered.select(0, 3).toArray());
                assertArrayEquals(expected.select(0, 1).slice("::-1").toArray(), scattered.select(0, 0).toArray());
            }
        }
    }

    @Test
    void rowsAreThoseThatNumpyTakes() {
        Oracle numpy = Oracle.numpy();
        for (int n = 0; n < 500; n++) {
            Case some = Case.make(numpy);
            byte[] expected = numpy
                    .eval("np.asarray(np.take(a, i.astype('i8'), %d), a.dtype).tobytes()".formatted(some.axis));
            Rows rows = some.rows(some.array());
            for (Threads threads : THREADS) {
                assertArrayEquals(expected, Cases.toBytes(rows.with(threads).copy()), some.words);
                NdArray reversed = NdArray.zeros(Dtype.of(some.dtype), rows.shape(), Order.F, Source.MEMORY);
                rows.with(threads).copyTo(reversed);
                assertArrayEquals(expected, Cases.toBytes(reversed), some.words);
                byte[] longer = new byte[expected.length + 3];
                rows.with(threads).copyTo(MemorySegment.ofArray(longer));
                assertArrayEquals(Arrays.copyOf(expected, longer.length), longer, some.words);
            }
        }
    }

    @Test
    void theLastOfTheRowsForOnePositionStays() {
        Oracle numpy = Oracle.numpy();
        for (int n = 0; n < 500; n++) {
            Case some = Case.make(numpy);
            Shape shape = some.rows(some.array()).shape();
            byte[] values = Cases.bytes(RANDOM, shape.size() * Dtype.of(some.dtype).byteSize());
            Order order = RANDOM.nextBoolean() ? Order.C : Order.F;
            numpy.eval("a[%si.astype('i8')] = np.frombuffer(x[0], '%s').reshape(%s, order='%s')"
                    .formatted(":,".repeat(some.axis), some.dtype, Cases.tuple(shape.toArray()), order), values);
            byte[] expected = numpy.eval("a.tobytes()");
            for (Threads threads : THREADS) {
                NdArray array = some.array();
                some.rows(array).with(threads).copyFrom(Cases.array(values, some.dtype, order, shape.toArray()));
                assertArrayEquals(expected, Cases.toBytes(array), some.words);
            }
        }
    }

    @Test
    void manyRowsAreTheSameForAnyNumberOfThreads() {
        long[] positions = RANDOM.longs(60_000, -1000, 1000).toArray();
        for (String dtype : List.of("<f4", ">i8", "|V3")) {
            for (int axis = 0; axis < 2; axis++) {
                NdArray array = Cases.array(Cases.bytes(RANDOM, 1_000_000 * Dtype.of(dtype).byteSize()), dtype, Order.C,
                        1000, 1000);
                NdArray part = axis == 0 ? array.slice(":, :20") : array.slice(":20");
                byte[] taken = Cases.toBytes(part.rows(axis, positions).copy());
                NdArray values = part.rows(axis, positions).copy();
                NdArray written = array.copy();
                NdArray target = axis == 0 ? written.slice(":, :20") : written.slice(":20");
                values.copyFrom(values.slice("::-1").copy());
                target.rows(axis, positions).copyFrom(values);
                for (int count : new int[]{2, 7}) {
                    assertArrayEquals(taken, Cases.toBytes(part.rows(axis, positions).with(Threads.of(count)).copy()));
                    NdArray again = array.copy();
                    (axis == 0 ? again.slice(":, :20") : again.slice(":20")).rows(axis, positions)
                            .with(Threads.of(count)).copyFrom(values);
                    assertArrayEquals(Cases.toBytes(written), Cases.toBytes(again));
                }
            }
        }
    }

    @Test
    void aSegmentThatIsReadOnlyIsNamedAsTheTarget() {
        IntArray array = IntArray.of(new int[]{1, 2, 3, 4}, 2, 2);
        MemorySegment target = MemorySegment.ofArray(new byte[16]).asReadOnly();
        String words = "array: cannot be copied to a segment that is read-only";
        assertEquals(words, assertThrows(IllegalArgumentException.class,
                () -> array.rows(0, 0, 1).copyTo(target)).getMessage());
        assertEquals(words, assertThrows(IllegalArgumentException.class, () -> array.copyTo(target)).getMessage());
        assertEquals(words, assertThrows(IllegalArgumentException.class,
                () -> array.copyTo(target, Order.F)).getMessage());
    }

    @Test
    void slowRowsOfAMappedFileMayBeTheLast(@TempDir Path dir) throws IOException {
        long byteSize = 1 << 26;
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(dir.resolve("rows"), StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            NdArray array = NdArray.of(channel.map(FileChannel.MapMode.READ_WRITE, 0, byteSize, arena), Dtype.UINT8,
                    Shape.of(2, byteSize / 2), Order.C, Source.of("rows"));
            array.segment().set(ValueLayout.JAVA_BYTE, byteSize - 1, (byte) 7);
            assertEquals(7, array.take(0, 1).asByte().get(0, byteSize / 2 - 1));
        }
    }

    @Test
    void aPositionOutsideOfTheAxisLeavesEverythingAsItIs() {
        IntArray array = IntArray.of(new int[]{1, 2, 3, 4, 5, 6}, 3, 2);
        for (long[] wrong : new long[][]{{0, 3}, {1, -4}, {0, Long.MIN_VALUE}, {Long.MAX_VALUE}}) {
            IndexOutOfBoundsException refused = assertThrows(IndexOutOfBoundsException.class,
                    () -> array.rows(0, wrong).copyFrom(NdArray.zeros(Dtype.INT32, wrong.length, 2)));
            assertEquals("array: index " + wrong[wrong.length - 1] + " is out of bounds for axis 0 of shape [3, 2]",
                    refused.getMessage());
        }
        assertThrows(IndexOutOfBoundsException.class, () -> array.rows(2, 0));
        assertEquals("array: index 18446744073709551615 is out of bounds for axis 0 of shape [3, 2]",
                assertThrows(IndexOutOfBoundsException.class,
                        () -> array.rows(0, LongArray.of(new long[]{-1}).as(Dtype.UINT64))).getMessage());
        assertThrows(ClassCastException.class, () -> array.rows(0, DoubleArray.of(new double[]{1})));
        assertThrows(IllegalArgumentException.class,
                () -> array.rows(0, 1, 1).copyFrom(IntArray.of(new int[]{1, 2})));
        assertThrows(IllegalArgumentException.class,
                () -> array.rows(0, 1, 1).copyTo(MemorySegment.ofArray(new byte[15])));
        assertArrayEquals(new int[]{1, 2, 3, 4, 5, 6}, array.toArray());
    }

    @Test
    void rowsMayBeCopiedWithinOneArray() {
        IntArray array = IntArray.of(new int[]{1, 2, 3, 4, 5, 6}, 3, 2);
        array.rows(0, 2, 0).with(Threads.ALL).copyTo(array.slice(":2"));
        assertArrayEquals(new int[]{5, 6, 1, 2, 5, 6}, array.toArray());
        array.rows(0, 1, 0).with(Threads.ALL).copyFrom(array.slice("1:"));
        assertArrayEquals(new int[]{5, 6, 1, 2, 5, 6}, array.toArray());
    }

    @Test
    void rowsOfAnotherByteOrderAreSwapped() {
        IntArray array = IntArray.of(new int[]{1, 2, 3});
        IntArray swapped = NdArray.zeros(Dtype.of(">i4"), 2).asInt();
        array.rows(0, -1, 0).copyTo(swapped);
        assertArrayEquals(new int[]{3, 1}, swapped.toArray());
        array.rows(0, 1, 1).copyFrom(swapped);
        assertArrayEquals(new int[]{1, 1, 3}, array.toArray());
    }

    @Test
    void confinedMemoryIsReadByTheCallerAlone() {
        try (Arena arena = Arena.ofConfined()) {
            NdArray array = NdArray.of(arena.allocate(8_000_000), Dtype.FLOAT64, Shape.of(1000, 1000), Order.C,
                    Source.MEMORY);
            long[] all = LongStream.range(0, 1000).toArray();
            assertEquals(1_000_000, array.rows(0, all).with(Threads.of(7)).copy().size());
        }
    }
}
