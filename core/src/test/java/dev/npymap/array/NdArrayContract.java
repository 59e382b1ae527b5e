package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.model.Source;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every view keeps to, whatever its elements are. A view's test names its dtypes and some of its elements.
abstract class NdArrayContract {
    private static final Source PRICES = Source.of("prices.npy");

    /// The dtypes that this view shows, as NumPy writes them.
    abstract List<String> dtypes();

    /// Elements that differ from each other and from zero, of the type that `get` returns.
    abstract List<?> elements();

    /// The class of the view.
    abstract Class<? extends NdArray> type();

    /// What elements are compared by.
    Object comparable(NdArray array, Object element) {
        return element;
    }

    /// The dtype that a text of [#dtypes()] means.
    Dtype dtype(String text) {
        return Dtype.of(text);
    }

    private Stream<Dtype> all() {
        return dtypes().stream().map(this::dtype);
    }

    /// An array whose elements are those of the test, over and over, in C order.
    private NdArray filled(Dtype dtype, Order order, long... dims) {
        Shape shape = Shape.of(dims);
        NdArray array = NdArray.of(MemorySegment.ofArray(new byte[(int) (shape.size() * dtype.byteSize())]), dtype,
                shape, order, PRICES);
        long[] index = new long[dims.length];
        for (int n = 0; n < array.size(); n++) {
            set(array, index, element(n));
            for (int axis = dims.length - 1; axis >= 0 && ++index[axis] == dims[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return array;
    }

    private Object element(int n) {
        return elements().get(n % elements().size());
    }

    private Object get(NdArray array, long... index) {
        return comparable(array, call(array, "get", (Object) index));
    }

    private void set(NdArray array, long[] index, Object value) {
        call(array, "set", index, value);
    }

    /// Calls the public method of a view whose parameters go with the arguments.
    private static Object call(NdArray array, String name, Object... arguments) {
        for (Method method : array.getClass().getMethods()) {
            Class<?>[] parameters = method.getParameterTypes();
            boolean fits = method.getName().equals(name) && parameters.length == arguments.length;
            for (int n = 0; fits && n < arguments.length; n++) {
                fits = parameters[n].isInstance(arguments[n])
                        || parameters[n].isPrimitive() && MethodTypes.boxed(parameters[n]).isInstance(arguments[n]);
            }
            if (fits) {
                try {
                    return method.invoke(array, arguments);
                } catch (InvocationTargetException thrown) {
                    if (thrown.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    throw new AssertionError(thrown);
                } catch (IllegalAccessException hidden) {
                    throw new AssertionError(hidden);
                }
            }
        }
        throw new AssertionError("no " + name + Arrays.toString(arguments) + " in " + array.getClass());
    }

    /// The boxes of primitive types.
    private static final class MethodTypes {
        static Class<?> boxed(Class<?> primitive) {
            return MethodType.methodType(primitive).wrap().returnType();
        }
    }

    private boolean hasFastGetters(NdArray array) {
        return !(array instanceof RecordArray);
    }

    @Test
    void itsClassGoesWithTheDtype() {
        all().forEach(dtype -> {
            NdArray array = NdArray.zeros(dtype, 2, 3);
            assertSame(type(), array.getClass());
            assertEquals(dtype, array.dtype());
            assertEquals(Shape.of(2, 3), array.shape());
            assertEquals(2, array.rank());
            assertEquals(6, array.size());
            assertEquals(6 * dtype.byteSize(), array.byteSize());
            assertEquals("array", array.source().name());
        });
    }

    @Test
    void readsWhatWasSetByAnyNumberOfIndices() {
        all().forEach(dtype -> {
            for (Order order : Order.values()) {
                NdArray array = filled(dtype, order, 2, 3, 2, 2);
                for (int n = 0; n < 24; n++) {
                    assertEquals(comparable(array, element(n)), get(array, n / 12, n / 4 % 3, n / 2 % 2, n % 2));
                }
                for (int rank = 1; rank <= 3; rank++) {
                    long[] dims = Arrays.copyOf(new long[]{3, 2, 4}, rank);
                    NdArray some = filled(dtype, order, dims);
                    Object[] last = Arrays.stream(dims).mapToObj(dim -> dim - 1).toArray();
                    long[] index = Arrays.stream(dims).map(dim -> dim - 1).toArray();
                    Object expected = get(some, index);
                    assertEquals(comparable(some, element((int) some.size() - 1)), expected);
                    if (hasFastGetters(some)) {
                        assertEquals(expected, comparable(some, call(some, "get", last)));
                        List<Object> arguments = new ArrayList<>(List.of(last));
                        arguments.add(element(0));
                        call(some, "set", arguments.toArray());
                        assertEquals(comparable(some, element(0)), get(some, index));
                    }
                }
            }
        });
    }

    @Test
    void anArrayWithoutAxesHasOneElement() {
        all().forEach(dtype -> {
            NdArray array = filled(dtype, Order.C);
            assertEquals(1, array.size());
            assertEquals(comparable(array, element(0)), get(array));
            set(array, new long[0], element(1));
            assertEquals(comparable(array, element(1)), get(array));
            assertFalse(array.toString().isEmpty());
        });
    }

    @Test
    void viewsKeepTheirTypeAndShareTheMemory() {
        all().forEach(dtype -> {
            NdArray array = filled(dtype, Order.C, 4, 6);
            for (NdArray view : List.of(array.slice("1:, ::-2"), array.slice(Slice.at(2)), array.transpose(),
                    array.reshape(2, 2, 6), array.select(1, -1), array.transpose(1, 0), array.slice("..., None"))) {
                assertSame(type(), view.getClass());
                assertEquals(dtype, view.dtype());
                assertSame(array.segment(), view.segment());
                assertEquals("prices.npy", view.source().name());
            }
            assertEquals(get(array, 3, 5), get(array.slice("::-1, ::-1"), 0, 0));
            assertEquals(get(array, 1, 4), get(array.transpose(), 4, 1));
            assertEquals(get(array, 1, 4), get(array.reshape(24), 10));
            assertEquals(get(array, 2, 5), get(array.select(1, -1), 2));
            set(array.transpose(), new long[]{4, 1}, element(7));
            assertEquals(comparable(array, element(7)), get(array, 1, 4));
        });
    }

    @Test
    void copiesHaveTheirOwnMemoryAndTheSameBytes() {
        all().forEach(dtype -> {
            NdArray array = filled(dtype, Order.F, 3, 4).slice("::-1, 1:");
            NdArray copy = array.copy();
            assertSame(type(), copy.getClass());
            assertNotSame(array.segment(), copy.segment());
            assertArrayEquals(Cases.toBytes(array), Cases.toBytes(copy));
            assertTrue(copy.isContiguous(Order.C));
            byte[] columns = new byte[(int) array.byteSize()];
            array.copyTo(MemorySegment.ofArray(columns), Order.F);
            assertArrayEquals(Cases.toBytes(array.transpose()), columns);
            NdArray other = NdArray.zeros(dtype, 3, 3);
            other.copyFrom(MemorySegment.ofArray(Cases.toBytes(array)));
            assertArrayEquals(Cases.toBytes(array), Cases.toBytes(other));
            NdArray third = NdArray.zeros(dtype, 3, 3).transpose();
            third.copyFrom(array);
            assertArrayEquals(Cases.toBytes(array), Cases.toBytes(third));
            assertThrows(IllegalArgumentException.class, () -> other.copyFrom(array.slice("1:")));
            assertThrows(IndexOutOfBoundsException.class,
                    () -> array.copyTo(MemorySegment.ofArray(new byte[(int) array.byteSize() - 1])));
            assertThrows(IndexOutOfBoundsException.class,
                    () -> array.copyFrom(MemorySegment.ofArray(new byte[(int) array.byteSize() - 1])));
        });
    }

    @Test
    void thereIsNoElementOutsideTheShape() {
        all().forEach(dtype -> {
            for (long[] index : new long[][]{{3}, {-1}, {2, 4}, {-1, 0}, {0, -1}, {3, 0}, {0, 0, 5}, {2, 3, -1},
                    {0, 0, 0, 2}, {Long.MAX_VALUE}, {Long.MIN_VALUE, 0}}) {
                NdArray array = NdArray.of(MemorySegment.ofArray(new byte[(int) (120 * dtype.byteSize())]), dtype,
                        Shape.of(Arrays.copyOf(new long[]{3, 4, 5, 2}, index.length)), Order.C, PRICES);
                assertRefused(array, () -> get(array, index));
                assertRefused(array, () -> array.offset(index));
                assertRefused(array, () -> set(array, index, element(0)));
                if (index.length <= 3 && hasFastGetters(array)) {
                    assertRefused(array, () -> call(array, "get", Arrays.stream(index).boxed().toArray()));
                }
            }
            NdArray array = filled(dtype, Order.C, 2, 2);
            assertRefused(array, () -> get(array, 0));
            assertRefused(array, () -> get(array, 0, 0, 0));
            assertRefused(array, () -> get(array));
            assertRefused(array, () -> array.slice("2"));
        });
    }

    private static void assertRefused(NdArray array, Runnable access) {
        IndexOutOfBoundsException refused = assertThrows(IndexOutOfBoundsException.class, access::run);
        assertTrue(refused.getMessage().startsWith(array.source() + ": "), refused.getMessage());
    }

    @Test
    void reductionsGoWithTheReductionOfEachRow() {
        all().filter(
                dtype -> !(NdArray.zeros(dtype) instanceof TextArray || NdArray.zeros(dtype) instanceof RecordArray))
                .forEach(dtype -> {
                    NdArray array = filled(dtype, Order.F, 3, 4).slice("::-1");
                    NdArray most = array.reduce(Reduction.MAX, -1);
                    NdArray where = array.reduce(Reduction.ARG_MIN, 0);
                    assertSame(type(), most.getClass());
                    assertEquals(Shape.of(3), most.shape());
                    assertEquals(dtype.withOrder(ByteOrder.LITTLE_ENDIAN), most.dtype());
                    for (int row = 0; row < 3; row++) {
                        assertEquals(get(array.select(0, row).reduce(Reduction.MAX)), get(most, row));
                    }
                    for (int column = 0; column < 4; column++) {
                        assertEquals(array.select(1, column).reduce(Reduction.ARG_MIN).asLong().get(),
                                where.asLong().get(column));
                    }
                    assertEquals(array.countNonZero(), array.reduce(Reduction.COUNT_NON_ZERO, 0).asLong().sum());
                    assertTrue(array.any());
                    assertThrows(IllegalArgumentException.class, () -> array.slice(":, :0").reduce(Reduction.MIN, 1));
                });
    }

    @Test
    void nothingIsReadAfterTheArenaIsClosed() {
        all().forEach(dtype -> {
            NdArray array;
            try (Arena arena = Arena.ofConfined()) {
                array = NdArray.of(arena.allocate(6 * dtype.byteSize()), dtype, Shape.of(6), Order.C, PRICES);
            }
            if (hasFastGetters(array)) {
                assertThrows(IllegalStateException.class, () -> get(array, 0));
            }
            assertThrows(IllegalStateException.class, () -> set(array, new long[]{0}, element(0)));
            assertThrows(IllegalStateException.class, array::copy);
        });
    }

    @Test
    void readOnlyMemoryIsNotWritten() {
        all().forEach(dtype -> {
            NdArray array = NdArray.of(MemorySegment.ofArray(new byte[(int) (6 * dtype.byteSize())]).asReadOnly(),
                    dtype,
                    Shape.of(6), Order.C, PRICES);
            assertThrows(IllegalArgumentException.class, () -> set(array, new long[]{0}, element(0)));
            assertThrows(IllegalArgumentException.class, () -> array.copyFrom(array.copy()));
            assertEquals(get(array, 0), get(array.copy(), 0));
        });
    }

    @Test
    void otherTypesAreRefusedInWords() {
        all().forEach(dtype -> {
            NdArray array = filled(dtype, Order.C, 2);
            ClassCastException refused = assertThrows(ClassCastException.class,
                    () -> Objects.hash(array instanceof DoubleArray ? array.asInt() : array.asDouble()));
            assertTrue(refused.getMessage().startsWith("prices.npy: elements are "), refused.getMessage());
        });
    }

    @Test
    void segmentsThatAreTooShortAreRefused() {
        all().forEach(dtype -> {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                    () -> NdArray.of(MemorySegment.ofArray(new byte[(int) (6 * dtype.byteSize()) - 1]), dtype,
                            Shape.of(6), Order.C, PRICES));
            assertTrue(refused.getMessage().startsWith("prices.npy: shape [6] of "), refused.getMessage());
        });
    }
}
