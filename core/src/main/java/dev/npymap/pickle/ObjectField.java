package dev.npymap.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.array.BooleanArray;
import dev.npymap.array.ComplexArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.TextArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// One field of records that hold Python objects; each such record is pickled as a tuple.
final class ObjectField {
    /// How many bytes texts of a fixed width may take for each byte of text, so that no dtype claims arbitrary memory.
    private static final long PADDING = 16;
    private static final long LEAST_TEXT = 1 << 16;

    private ObjectField() {
    }

    private static List<Field> fields(ArrayValue array) {
        return array.holdsObjects() ? array.type().dtype().map(Dtype::fields).orElse(List.of()) : List.of();
    }

    /// The length of the longest name of a field; -1 if there are none.
    static int longestName(ArrayValue records) {
        return fields(records).stream().flatMap(field -> Stream.of(field.name(), field.title().orElse("")))
                .mapToInt(String::length).max().orElse(-1);
    }

    /// The position of a field in the tuples.
    static Optional<Integer> position(ArrayValue records, String name) {
        List<Field> fields = fields(records);
        for (int n = 0; n < fields.size(); n++) {
            if (fields.get(n).name().equals(name) || fields.get(n).title().equals(Optional.of(name))) {
                return Optional.of(n);
            }
        }
        return Optional.empty();
    }

    /// The field as an array of its dtype, or of Python objects if its elements are not numbers and texts of that
    /// dtype.
    static Value of(ArrayValue records, int position) {
        Field field = records.type().dtype().orElseThrow().fields().get(position);
        Value[] values = new Value[records.elements().size()];
        for (int n = 0; n < values.length; n++) {
            values[n] = records.elements().get(n) instanceof ListValue tuple && position < tuple.size()
                    ? tuple.get(position)
                    : Value.None.NONE;
        }
        try {
            Optional<NdArray> plain = field.shape().rank() == 0
                    ? plain(field.dtype(), values, records.shape())
                    : stacked(field, values, records.shape());
            if (plain.isPresent()) {
                return ArrayValue.of(plain.get());
            }
        } catch (ClassCastException | IllegalArgumentException _) {
            // Some elements do not match the dtype.
        }
        ArrayValue objects = new ArrayValue();
        Dtype dtype = field.shape().rank() == 0 && !field.dtype().fields().isEmpty() ? field.dtype() : Dtype.OBJECT;
        objects.setObjects(records.shape(), DtypeValue.of(dtype), Order.C, new Items(values));
        return objects;
    }

    private static Optional<NdArray> plain(Dtype dtype, Value[] values, Shape shape) {
        return switch (dtype.kind()) {
            case BOOL -> {
                BooleanArray truths = NdArray.zeros(Dtype.BOOL, values.length).asBoolean();
                for (int n = 0; n < values.length; n++) {
                    truths.set(n, values[n].asBoolean());
                }
                yield Optional.of(as(truths, dtype, shape));
            }
            case INT, UINT -> {
                LongArray whole = NdArray.zeros(dtype.kind() == Dtype.Kind.INT ? Dtype.INT64 : Dtype.UINT64,
                        values.length).asLong();
                for (int n = 0; n < values.length; n++) {
                    whole.set(n, whole(values[n], dtype));
                }
                yield Optional.of(as(whole, dtype, shape));
            }
            case FLOAT, BFLOAT16, FLOAT8 -> {
                DoubleArray reals = NdArray.zeros(Dtype.FLOAT64, values.length).asDouble();
                for (int n = 0; n < values.length; n++) {
                    reals.set(n, values[n].asDouble());
                }
                yield Optional.of(as(reals, dtype, shape));
            }
            case COMPLEX -> {
                double[] parts = new double[2 * values.length];
                for (int n = 0; n < values.length; n++) {
                    if (!(values[n] instanceof Value.ComplexNumber(double re, double im))) {
                        yield Optional.empty();
                    }
                    parts[2 * n] = re;
                    parts[2 * n + 1] = im;
                }
                yield Optional.of(as(ComplexArray.of(parts, values.length), dtype, shape));
            }
            case TEXT -> {
                long length = Arrays.stream(values).mapToLong(value -> value.asText().length()).sum();
                Optional<NdArray> texts = room(dtype, shape, Integer.BYTES * length);
                for (int n = 0; texts.isPresent() && n < values.length; n++) {
                    ((TextArray) texts.get()).set(n, values[n].asText());
                }
                yield texts.map(all -> all.reshape(shape.toArray()));
            }
            case BYTES, VOID -> {
                long length = Arrays.stream(values).mapToLong(value -> bytes(value).byteSize()).sum();
                Optional<NdArray> texts = room(dtype, shape, length);
                for (int n = 0; texts.isPresent() && n < values.length; n++) {
                    byte[] text = bytes(values[n]).toArray();
                    if (text.length > dtype.byteSize()) {
                        yield Optional.empty();
                    }
                    MemorySegment.copy(text, 0, texts.get().segment(), JAVA_BYTE, n * dtype.byteSize(), text.length);
                }
                yield texts.map(all -> all.reshape(shape.toArray()));
            }
            case STRUCT, DATETIME, TIMEDELTA, OBJECT -> Optional.empty();
        };
    }

    private static BytesValue bytes(Value value) {
        return (BytesValue) value;
    }

    /// An array for texts, unless the dtype claims far more memory than the texts have.
    private static Optional<NdArray> room(Dtype dtype, Shape shape, long textSize) {
        OptionalLong byteSize = shape.byteSize(dtype.byteSize());
        return byteSize.isPresent() && byteSize.getAsLong() <= LEAST_TEXT + PADDING * textSize
                ? Optional.of(NdArray.zeros(dtype, shape.size()))
                : Optional.empty();
    }

    /// An integer that the dtype has.
    private static long whole(Value value, Dtype dtype) {
        int bits = Byte.SIZE * (int) dtype.byteSize();
        if (value instanceof Value.Whole(BigInteger number) && (dtype.kind() == Dtype.Kind.INT
                ? number.bitLength() < bits
                : number.signum() >= 0 && number.bitLength() <= bits)) {
            return number.longValue();
        }
        throw new ClassCastException(value + " is not an integer of " + dtype);
    }

    /// The arrays of a field that has axes of its own, one behind the other.
    private static Optional<NdArray> stacked(Field field, Value[] values, Shape shape) {
        long byteSize = field.shape().size() * field.dtype().byteSize();
        for (Value value : values) {
            NdArray array = value.asArray();
            if (!array.shape().equals(field.shape()) || !array.dtype().isLike(field.dtype())) {
                return Optional.empty();
            }
        }
        NdArray all = NdArray.zeros(field.dtype(), shape.append(field.shape()), Order.C, Source.MEMORY);
        for (int n = 0; n < values.length; n++) {
            values[n].asArray().to(field.dtype()).copyTo(all.segment().asSlice(n * byteSize, byteSize));
        }
        return Optional.of(all);
    }

    private static NdArray as(NdArray values, Dtype dtype, Shape shape) {
        return values.to(dtype).reshape(shape.toArray());
    }
}
