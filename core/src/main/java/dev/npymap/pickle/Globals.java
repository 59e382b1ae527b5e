package dev.npymap.pickle;

import dev.npymap.internal.pickle.PickleInput;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The classes and functions whose calls become values. A call of any other becomes a [PickledObject].
final class Globals {
    private static final Set<String> LATIN_1 = Set.of("latin1", "latin-1", "iso-8859-1", "iso8859-1", "latin_1");
    private static final Set<String> ARRAY_CLASSES = Set.of("numpy.ndarray", "numpy.matrix", "numpy.memmap",
            "numpy.recarray", "numpy.rec.recarray", "numpy.chararray", "numpy.char.chararray",
            "numpy.matrixlib.defmatrix.matrix", "numpy._core.defmatrix.matrix", "numpy._core.records.recarray",
            "numpy._core.memmap.memmap", "numpy._core.defchararray.chararray");
    /// The extension modules that have contained NumPy's classes and functions in some version.
    private static final Set<String> EXTENSIONS = Set.of("numpy._core.multiarray", "numpy._core._multiarray_umath",
            "numpy._core.umath");

    /// No known name is longer, in characters.
    private static final int MAX_KNOWN = 100;

    private final PickleMachine machine;
    private final ArrayUnpickler arrays;
    private final DtypeUnpickler dtypes;
    private final JoblibArrays joblib;
    private final KeyMarks marks;
    /// The inert objects that stand in for arrays and dtypes without a state yet, if their state is not understood.
    private final Map<Value, PickledObject> unbuilt = new IdentityHashMap<>();

    Globals(PickleMachine machine, PickleInput input, JoblibArrays joblib, KeyMarks marks) {
        this.machine = machine;
        this.arrays = new ArrayUnpickler(machine, input);
        this.dtypes = new DtypeUnpickler(machine);
        this.joblib = joblib;
        this.marks = marks;
    }

    /// The name of a class or function in Python 3 and NumPy 2; empty if it is too long to be a known one.
    static String canonical(Value.Name name) {
        if (name.module().length() + name.name().length() > MAX_KNOWN) {
            return "";
        }
        String module = switch (name.module()) {
            case "__builtin__" -> "builtins";
            case "copy_reg" -> "copyreg";
            default -> name.module().startsWith("numpy.core.")
                    ? "numpy._core." + name.module().substring("numpy.core.".length())
                    : name.module();
        };
        if (EXTENSIONS.contains(module)) {
            boolean type = name.name().equals("ndarray") || name.name().equals("dtype");
            module = type ? "numpy" : "numpy._core.multiarray";
        }
        return module + "." + name.name();
    }

    /// The value of a call.
    Value call(Value callable, Items arguments) throws ArrayFormatException {
        PickledObject inert = inert(callable, arguments);
        if (!(callable instanceof Value.Name name)) {
            return inert;
        }
        try {
            Value made = made(name, arguments);
            if (made instanceof ArrayValue || made instanceof MaskedValue || made instanceof DtypeValue) {
                unbuilt.putIfAbsent(made, inert);
            }
            return made;
        } catch (NotUnderstood _) {
            return inert;
        }
    }

    private Value made(Value.Name callable, Items arguments) throws ArrayFormatException, NotUnderstood {
        return switch (canonical(callable)) {
            case "numpy._core.multiarray._reconstruct", "numpy._core._internal._reconstruct" -> !arguments.isEmpty()
                    && arguments.get(0) instanceof Value.Name type && ARRAY_CLASSES.contains(canonical(type))
                            ? new ArrayValue()
                            : inert(callable, arguments);
            case "numpy._core.multiarray.scalar" -> arrays.scalar(arguments);
            case "numpy._core.numeric._frombuffer" -> arrays.fromBuffer(arguments);
            case "numpy.dtype" -> dtypes.of(arguments);
            case "numpy._core._internal._convert_to_stringdtype_kwargs" -> new DtypeValue(Optional.empty());
            case "numpy.ma.core._mareconstruct", "numpy.ma.mrecords._mrreconstruct" -> new MaskedValue();
            case "_codecs.encode" -> encoded(callable, arguments);
            case "builtins.bytes" -> arguments.isEmpty() ? empty(false) : inert(callable, arguments);
            case "builtins.bytearray" -> byteArray(callable, arguments);
            case "builtins.complex" -> complex(callable, arguments);
            case "builtins.set" -> set(false, callable, arguments);
            case "builtins.frozenset" -> set(true, callable, arguments);
            case "collections.OrderedDict" -> orderedDictionary(callable, arguments);
            case "copyreg._reconstructor" -> reconstructed(callable, arguments);
            default -> inert(callable, arguments);
        };
    }

    private static PickledObject inert(Value callable, Items arguments) {
        return new PickledObject(callable, arguments, PickledObject.NO_ENTRIES);
    }

    private static BytesValue empty(boolean mutable) {
        return new BytesValue(MemorySegment.ofArray(new byte[0]).asReadOnly(), mutable, Source.MEMORY);
    }

    /// Python 3's representation of bytes in the protocols of Python 2.
    private Value encoded(Value callable, Items arguments) throws ArrayFormatException {
        return arguments.size() == 2 && arguments.get(0) instanceof TextValue text && latin1(arguments.get(1))
                ? arrays.latin1(text)
                : inert(callable, arguments);
    }

    private static boolean latin1(Value encoding) {
        return encoding instanceof TextValue text && text.encodedSize() <= 16 && LATIN_1.contains(text.value());
    }

    private Value byteArray(Value callable, Items arguments) throws ArrayFormatException {
        if (arguments.isEmpty()) {
            return empty(true);
        }
        if (arguments.size() == 1 && arguments.get(0) instanceof BytesValue bytes) {
            return bytes.as(true);
        }
        if (arguments.size() == 2 && arguments.get(0) instanceof TextValue text && latin1(arguments.get(1))) {
            return arrays.latin1(text).as(true);
        }
        return inert(callable, arguments);
    }

    private static Value complex(Value callable, Items arguments) {
        return arguments.size() == 2 && arguments.get(0) instanceof Value.Real(double re)
                && arguments.get(1) instanceof Value.Real(double im)
                        ? new Value.ComplexNumber(re, im)
                        : inert(callable, arguments);
    }

    private Value set(boolean frozen, Value callable, Items arguments) throws ArrayFormatException {
        if (arguments.isEmpty()) {
            return new SetValue(frozen, new Items(), marks);
        }
        return arguments.size() == 1 && arguments.get(0) instanceof ListValue items
                ? new SetValue(frozen, copy(items), marks)
                : inert(callable, arguments);
    }

    private Items copy(ListValue items) throws ArrayFormatException {
        machine.chargeCopies(items.size());
        return new Items(items.items().toArray(Value[]::new));
    }

    private Value orderedDictionary(Value callable, Items arguments) throws ArrayFormatException, NotUnderstood {
        if (arguments.isEmpty()) {
            return new DictValue(true, marks);
        }
        if (arguments.size() != 1 || !(arguments.get(0) instanceof ListValue pairs)) {
            return inert(callable, arguments);
        }
        machine.chargeCopies(2L * pairs.size());
        DictValue mapping = new DictValue(true, marks);
        for (Value item : pairs.items()) {
            if (!(item instanceof ListValue pair) || pair.size() != 2) {
                throw new NotUnderstood();
            }
            mapping.put(pair.items().get(0), pair.items().get(1));
        }
        return mapping;
    }

    /// An object in protocols 0 and 1: a class without arguments, or with the value of a built-in base class.
    private static Value reconstructed(Value callable, Items arguments) {
        if (arguments.size() != 3 || !(arguments.get(0) instanceof Value.Name type)) {
            return inert(callable, arguments);
        }
        boolean plain = arguments.get(1) instanceof Value.Name base && canonical(base).equals("builtins.object");
        return inert(type, plain
                ? new Items()
                : new Items(arguments.get(2)));
    }

    /// The result of giving an object a state: the object itself, or an inert object in its place.
    Value build(Value target, Value state) throws ArrayFormatException {
        PickledObject inert = unbuilt.remove(target);
        try {
            return built(target, state);
        } catch (NotUnderstood _) {
            if (inert == null) {
                throw machine.wrong("unsupported second state of " + ValueText.kind(target));
            }
            inert.build(state);
            return inert;
        }
    }

    private Value built(Value target, Value state) throws ArrayFormatException, NotUnderstood {
        switch (target) {
            case ArrayValue array -> arrays.build(array, state);
            case MaskedValue masked -> arrays.build(masked, state);
            case DtypeValue dtype -> dtypes.build(dtype, state);
            case PickledObject object -> {
                object.build(state);
                return joblib.isWrapper(object) ? joblib.read(state) : object;
            }
            case DictValue _,SetValue _ -> {
                // These are attributes of a subclass; the plain value has none.
            }
            default -> throw machine.wrong("cannot be given a state: " + ValueText.kind(target));
        }
        return target;
    }
}
