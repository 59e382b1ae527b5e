package dev.npymap.pickle;

import dev.npymap.array.NdArray;
import dev.npymap.internal.pickle.PickleInput;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Builds arrays from their pickled descriptions.
final class ArrayUnpickler {
    /// How often a dtype is traversed until its array is built.
    private static final int WALKS = 4;

    private final PickleMachine machine;
    private final PickleInput input;

    ArrayUnpickler(PickleMachine machine, PickleInput input) {
        this.machine = machine;
        this.input = input;
    }

    /// `numpy.ndarray.__setstate__`: an optional version, shape, dtype, whether in Fortran order, elements.
    void build(ArrayValue target, Value state) throws ArrayFormatException, NotUnderstood {
        if (!(state instanceof ListValue tuple) || !tuple.isTuple() || tuple.size() < 4 || tuple.size() > 5) {
            throw machine.wrong("not the state of an array: " + state);
        }
        List<Value> parts = tuple.items();
        int first = parts.size() - 4;
        Shape shape = shape(parts.get(first));
        DtypeValue dtype = dtype(parts.get(first + 1));
        Order order = truth(parts.get(first + 2)) ? Order.F : Order.C;
        Value elements = parts.get(first + 3);
        if (dtype.holdsObjects()) {
            target.setObjects(shape, dtype, order, objects(shape, elements));
            return;
        }
        target.set(array(payload(elements), dtype, shape, order), false);
    }

    /// `numpy.ma.MaskedArray.__setstate__`: version, shape, dtype, order, elements, mask, fill value.
    void build(MaskedValue target, Value state) throws ArrayFormatException, NotUnderstood {
        if (!(state instanceof ListValue tuple) || !tuple.isTuple() || tuple.size() != 7) {
            throw new NotUnderstood();
        }
        List<Value> parts = tuple.items();
        Shape shape = shape(parts.get(1));
        DtypeValue dtype = dtype(parts.get(2));
        if (dtype.holdsObjects()) {
            throw new NotUnderstood();
        }
        Order order = truth(parts.get(3)) ? Order.F : Order.C;
        NdArray data = array(payload(parts.get(4)), dtype, shape, order);
        DtypeValue mask = DtypeValue.of(mask(dtype.dtype().get()));
        target.build(data, array(payload(parts.get(5)), mask, shape, order), parts.get(6));
    }

    /// The dtype of a mask, with a boolean for every number: `numpy.ma.make_mask_descr`.
    private static Dtype mask(Dtype dtype) {
        if (dtype.kind() != Dtype.Kind.STRUCT) {
            return Dtype.BOOL;
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : dtype.fields()) {
            fields.add(field.with(mask(field.dtype())));
        }
        return Dtype.struct(fields.toArray(Field[]::new));
    }

    /// `_frombuffer(buffer, dtype, shape, order[, axes])`.
    Value fromBuffer(Items arguments) throws ArrayFormatException, NotUnderstood {
        if (arguments.size() != 4 && arguments.size() != 5 || !(arguments.get(0) instanceof BytesValue bytes)) {
            throw new NotUnderstood();
        }
        DtypeValue dtype = dtype(arguments.get(1));
        if (dtype.holdsObjects()) {
            throw machine.wrong("a buffer cannot hold Python objects");
        }
        Shape shape = shape(arguments.get(2));
        String order = arguments.get(3) instanceof TextValue text && text.encodedSize() == 1 ? text.value() : "";
        NdArray array = array(bytes, dtype, shape, order.equals("F") ? Order.F : Order.C);
        if (order.equals("K") && arguments.size() == 5) {
            array = array.transpose(axes(arguments.get(4), shape.rank()));
        } else if (!order.equals("C") && !order.equals("F")) {
            throw machine.wrong("an array's order is C, F or K, not " + arguments.get(3));
        }
        return bytes.isMutable() ? ArrayValue.of(array) : ArrayValue.ofReadOnly(array);
    }

    private int[] axes(Value value, int rank) throws ArrayFormatException {
        int[] axes = new int[rank];
        boolean[] used = new boolean[rank];
        boolean valid = value instanceof ListValue s && s.size() == rank;
        for (int n = 0; valid && n < rank; n++) {
            long axis = machine.integer(((ListValue) value).items().get(n));
            valid = axis >= 0 && axis < rank && !used[(int) axis];
            if (valid) {
                axes[n] = (int) axis;
                used[axes[n]] = true;
            }
        }
        if (!valid) {
            throw machine.wrong("not an order of " + rank + " axes: " + value);
        }
        return axes;
    }

    /// `scalar(dtype[, bytes])`; a scalar of the object dtype is the object itself.
    Value scalar(Items arguments) throws ArrayFormatException, NotUnderstood {
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw new NotUnderstood();
        }
        DtypeValue dtype = dtype(arguments.get(0));
        if (dtype.holdsObjects()) {
            return arguments.size() == 2 ? arguments.get(1) : Value.None.NONE;
        }
        if (arguments.size() == 1) {
            requirePlain(dtype);
            machine.charge(dtype.dtype().get().byteSize());
            return new Value.Scalar(NdArray.zeros(dtype.dtype().get()));
        }
        return new Value.Scalar(array(payload(arguments.get(1)), dtype, Shape.of(), Order.C));
    }

    /// The bytes of a Latin-1 text.
    BytesValue latin1(TextValue text) throws ArrayFormatException {
        return text.latin1(input);
    }

    private BytesValue payload(Value value) throws ArrayFormatException, NotUnderstood {
        return switch (value) {
            case BytesValue bytes -> bytes;
            case TextValue text -> text.latin1(input);
            case PickledObject _ -> throw new NotUnderstood();
            default -> throw machine.wrong("the elements of an array are bytes, not " + ValueText.kind(value));
        };
    }

    private NdArray array(BytesValue bytes, DtypeValue type, Shape shape, Order order) throws ArrayFormatException {
        requirePlain(type);
        machine.charge(WALKS * (long) type.nodes());
        Dtype dtype = type.dtype().orElseThrow();
        if (!shape.byteSize(dtype.byteSize()).equals(OptionalLong.of(bytes.byteSize()))) {
            throw machine.wrong("shape " + shape + " of " + dtype.byteSize() + " bytes per element does not go with "
                    + bytes.byteSize() + " bytes of data");
        }
        try {
            return NdArray.of(bytes.segment(), dtype, shape, order, bytes.source());
        } catch (IllegalArgumentException invalid) {
            throw machine.wrong("not an array: " + invalid.getMessage());
        }
    }

    private void requirePlain(DtypeValue type) throws ArrayFormatException {
        if (type.sub().rank() > 0) {
            throw machine.wrong("unsupported dtype of an array: a sub-array of shape " + type.sub());
        }
    }

    private List<Value> objects(Shape shape, Value elements) throws ArrayFormatException {
        if (!(elements instanceof ListValue list) || list.size() != shape.size()) {
            throw machine.wrong("an array of shape " + shape + " of Python objects needs a list of " + shape.size()
                    + ", found " + ValueText.kind(elements)
                    + (elements instanceof ListValue s ? " of " + s.size() : ""));
        }
        machine.chargeCopies(list.size());
        return new Items(list.items().toArray(Value[]::new));
    }

    private boolean truth(Value value) throws ArrayFormatException {
        return switch (value) {
            case Value.Truth(boolean truth) -> truth;
            case Value.Whole(BigInteger number) -> number.signum() != 0;
            default -> throw machine.wrong("not a bool: " + value);
        };
    }

    private DtypeValue dtype(Value value) throws ArrayFormatException, NotUnderstood {
        return switch (value) {
            case DtypeValue dtype -> dtype;
            case PickledObject _ -> throw new NotUnderstood();
            default -> throw machine.wrong("not a dtype: " + value);
        };
    }

    Shape shape(Value value) throws ArrayFormatException {
        if (!(value instanceof ListValue dims) || dims.size() > Shape.MAX_RANK) {
            throw machine.wrong("not a shape of at most " + Shape.MAX_RANK + " axes: " + value);
        }
        long[] lengths = new long[dims.size()];
        for (int axis = 0; axis < lengths.length; axis++) {
            lengths[axis] = machine.integer(dims.items().get(axis));
        }
        try {
            return Shape.of(lengths);
        } catch (IllegalArgumentException invalid) {
            throw machine.wrong(invalid.getMessage());
        }
    }
}
