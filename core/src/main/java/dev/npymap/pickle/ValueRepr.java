package dev.npymap.pickle;

import dev.npymap.array.Complex;
import dev.npymap.array.Display;
import dev.npymap.array.NdArray;
import dev.npymap.internal.decimal.PythonNumber;
import dev.npymap.internal.display.ObjectText;
import dev.npymap.internal.python.PythonText;
import dev.npymap.model.Dtype;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/// Python's `repr` and `str` of values in full; [ValueText] makes bounded summaries.
final class ValueRepr {
    /// The same limit as for headers; each level takes a few stack frames.
    private static final int MAX_DEPTH = 200;
    /// The longest text in characters: a pickle of a few bytes can contain the same list any number of times.
    private static final int MAX_LENGTH = 1 << 28;
    /// How much longer repetitions may make the text, in characters: as much as reading a pickle allows.
    private static final long FREE_AGAIN = 1 << 22;
    private static final long AGAIN_PER_CHAR = 16;
    /// A value with a shorter text costs little more than the reference to it.
    private static final int SHORT = 64;

    private final StringBuilder out = new StringBuilder();
    private final Set<Value> around = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Value> before = Collections.newSetFromMap(new IdentityHashMap<>());
    /// Classes of objects and dtypes of records, which are printed with each object or record.
    private final Set<Object> types = Collections.newSetFromMap(new IdentityHashMap<>());
    /// The characters of repeated values so far, without the value that is being repeated.
    private long again;
    private int againFrom = -1;

    private ValueRepr() {
    }

    static String of(Value value) {
        ValueRepr repr = new ValueRepr();
        repr.add(value);
        return repr.out.toString();
    }

    static String strOf(Value value) {
        return switch (value) {
            case TextValue text -> text.value();
            case Value.Scalar(NdArray array) when array.dtype().kind() != Dtype.Kind.BYTES ->
                array.toString();
            case Value.Scalar(NdArray array) -> PythonText.quote(array.asText().bytes());
            case ArrayValue a when !a.holdsObjects() -> a.array().toString();
            case ArrayValue a when a.shape().rank() == 0 -> strOf(a.elements().getFirst());
            case ArrayValue a -> new ValueRepr().elements(a);
            case MaskedValue m -> Display.DEFAULT.str(m.data(), m.mask());
            default -> of(value);
        };
    }

    private void add(Value value) {
        int start = out.length();
        boolean comesAgain = againFrom < 0 && before.contains(value);
        againFrom = comesAgain ? start : againFrom;
        print(value);
        requireSuitableLength();
        if (comesAgain) {
            again += out.length() - start;
            againFrom = -1;
        } else if (againFrom < 0 && out.length() - start > SHORT) {
            before.add(value);
        }
    }

    private void requireSuitableLength() {
        if (out.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the text has more than " + MAX_LENGTH + " characters");
        }
        long repeated = again + (againFrom < 0 ? 0 : out.length() - againFrom);
        if (repeated > FREE_AGAIN + AGAIN_PER_CHAR * Math.max(0, out.length() - repeated)) {
            throw new IllegalArgumentException("repeated values would make the text many times as long as without"
                    + " the repetitions");
        }
    }

    /// Appends the text of an array or scalar, or the name of an object's class.
    private void addTyped(Object type, String text, int typeLength) {
        out.append(text);
        if (typeLength > SHORT && !types.add(type)) {
            again += typeLength;
        }
    }

    private void addArray(Dtype dtype, String text) {
        addTyped(dtype, text, dtype.kind() == Dtype.Kind.STRUCT ? Math.min(dtype.descr().length(), text.length()) : 0);
    }

    private void print(Value value) {
        switch (value) {
            case Value.None _,Value.Truth _ -> out.append(value);
            case Value.Whole(BigInteger number) -> out.append(PickleNumbers.text(number));
            case Value.Real(double number) -> out.append(PythonNumber.text(number));
            case Value.ComplexNumber(double re, double im) -> out.append(new Complex(re, im));
            case Value.Scalar(NdArray array) -> addArray(array.dtype(), Display.DEFAULT.scalarRepr(array));
            case Value.Name(String module, String name) -> out.append("<name ").append(module).append('.').append(name)
                    .append('>');
            case TextValue text -> out.append(PythonText.quote(text.value()));
            case BytesValue bytes -> out.append(bytes.isMutable() ? "bytearray(" : "")
                    .append(PythonText.quote(bytes.toArray())).append(bytes.isMutable() ? ")" : "");
            case DtypeValue d -> out.append(d.repr());
            case ListValue s -> nested(s, s.isTuple() ? "(...)" : "[...]", () -> items(s.open(), s.items(), s.close()));
            case SetValue g -> nested(g, g.isFrozen() ? "frozenset(...)" : "set(...)",
                    () -> items(g.open(), g.items(), g.close()));
            case DictValue m when m.isOrdered() -> nested(m, "...", () -> ordered(m));
            case DictValue m -> nested(m, "{...}", () -> entries(m));
            case ArrayValue a when a.holdsObjects() -> nested(a, "...", () -> objects(a));
            case ArrayValue a -> addArray(a.array().dtype(), a.array().repr());
            case MaskedValue m -> addArray(m.data().dtype(),
                    Display.DEFAULT.repr(m.data(), m.mask(), m.fill()));
            case PickledObject o -> nested(o, "<...>", () -> object(o));
        }
    }

    /// Appends a value that may contain itself.
    private void nested(Value value, String again, Runnable contents) {
        if (!around.add(value)) {
            out.append(again);
            return;
        }
        if (around.size() > MAX_DEPTH) {
            throw new IllegalArgumentException("values are nested more than " + MAX_DEPTH + " deep");
        }
        contents.run();
        around.remove(value);
    }

    private void items(String open, List<Value> items, String close) {
        out.append(open);
        for (int n = 0; n < items.size(); n++) {
            out.append(n == 0 ? "" : ", ");
            add(items.get(n));
        }
        out.append(close);
    }

    private void entries(DictValue mapping) {
        out.append('{');
        boolean first = true;
        for (DictValue.Entry entry : mapping.entries()) {
            out.append(first ? "" : ", ");
            first = false;
            add(entry.key());
            out.append(": ");
            add(entry.value());
        }
        out.append('}');
    }

    private void ordered(DictValue mapping) {
        out.append("OrderedDict(");
        if (mapping.size() > 0) {
            entries(mapping);
        }
        out.append(')');
    }

    private void objects(ArrayValue array) {
        LongFunction<String> element = n -> element(array.elements().get((int) n));
        array.type().dtype().ifPresentOrElse(
                dtype -> addArray(dtype, ObjectText.repr(array.shape(), dtype, element)),
                () -> out.append(ObjectText.repr(array.shape(), array.typeText(), element)));
    }

    private String elements(ArrayValue array) {
        return ObjectText.str(array.shape(), n -> element(array.elements().get((int) n)));
    }

    /// The text of an element; NumPy distinguishes a list in an array from an axis.
    private String element(Value value) {
        int start = out.length();
        add(value);
        String text = out.substring(start);
        out.setLength(start);
        return value instanceof ListValue s && !s.isTuple() ? "list(" + text + ")" : text;
    }

    private void object(PickledObject object) {
        String name = object.name();
        out.append('<');
        addTyped(object.callable(), name, name.length());
        items("(", object.arguments(), ")");
        part(" state ", object.state() != Value.None.NONE, () -> add(object.state()));
        part(" items ", !object.items().isEmpty(), () -> items("[", object.items(), "]"));
        part(" entries ", object.entries().size() > 0, () -> entries(object.entries()));
        out.append('>');
    }

    private void part(String name, boolean there, Runnable contents) {
        if (there) {
            out.append(name);
            contents.run();
        }
    }
}
