package dev.npymap.pickle;

import dev.npymap.internal.pickle.PickleInput;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import java.util.List;
import java.util.Optional;

/// Arrays in joblib's files: after the instruction that completes an array's description the pickle is interrupted by
/// the array's bytes. Newer files align them, and have the amount of padding in one byte.
///
/// An array of Python objects interrupts the pickle with a pickle of its own.
final class JoblibArrays {
    private static final int MAX_NESTING = 16;
    private static final TextValue ALIGNMENT = new TextValue("numpy_array_alignment_bytes");

    private final PickleMachine machine;
    private final PickleInput input;
    private final Budget budget;
    private final KeyMarks marks;
    private final int nesting;

    JoblibArrays(PickleMachine machine, PickleInput input, Budget budget, KeyMarks marks, int nesting) {
        this.machine = machine;
        this.input = input;
        this.budget = budget;
        this.marks = marks;
        this.nesting = nesting;
    }

    boolean isWrapper(PickledObject object) {
        return object.callable() instanceof Value.Name(String module, String name)
                && name.equals("NumpyArrayWrapper") && module.endsWith("joblib.numpy_pickle");
    }

    /// Reads the array that follows the instruction.
    Value read(Value state) throws ArrayFormatException, NotUnderstood {
        if (!(state instanceof DictValue description)) {
            throw machine.wrong("not the description of joblib's array: " + state);
        }
        machine.charge(description.puts());
        Optional<Value> dtype = description.find(new TextValue("dtype"));
        if (!(dtype.orElse(Value.None.NONE) instanceof DtypeValue type)) {
            throw machine.wrong("joblib's array has no dtype: " + state);
        }
        if (type.holdsObjects()) {
            if (nesting >= MAX_NESTING) {
                throw machine.wrong("unsupported: pickles inside of pickles, " + MAX_NESTING + " deep");
            }
            return new PickleMachine(input, List.of(), budget, marks, nesting + 1).run();
        }
        Value shape = description.find(new TextValue("shape")).orElse(Value.None.NONE);
        Value order = description.find(new TextValue("order")).orElse(Value.None.NONE);
        if (description.find(ALIGNMENT).orElse(Value.None.NONE) != Value.None.NONE) {
            input.view(input.u8());
        }
        ArrayUnpickler arrays = new ArrayUnpickler(machine, input);
        ArrayValue array = new ArrayValue();
        arrays.build(array, ListValue.tuple(shape, type, new Value.Truth(order.equals(new TextValue("F"))),
                elements(arrays, shape, type.dtype().get())));
        return array;
    }

    private BytesValue elements(ArrayUnpickler arrays, Value shape, Dtype dtype) throws ArrayFormatException {
        long byteSize = arrays.shape(shape).byteSize(dtype.byteSize()).orElseThrow(
                () -> machine.wrong("joblib's array has more bytes than 64 bits can count: shape " + shape));
        long start = input.position();
        return new BytesValue(input.view(byteSize), true, input.source(start));
    }
}
