package dev.npymap.pickle;

import dev.npymap.array.Complex;
import dev.npymap.array.Display;
import dev.npymap.array.NdArray;
import dev.npymap.internal.decimal.PythonNumber;
import dev.npymap.model.Dtype;
import java.math.BigInteger;
import java.util.List;

/// Summaries of values, bounded in length and depth even for values that contain themselves.
final class ValueText {
    private static final int MAX_LENGTH = 1000;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_ITEMS = 20;
    /// Larger numbers would take long to convert to decimal digits.
    private static final int MAX_BITS = 1024;
    private static final int MAX_TEXT = 200;
    private static final int MAX_BYTES = 32;

    private final StringBuilder out = new StringBuilder();

    private ValueText() {
    }

    static String of(Value value) {
        ValueText text = new ValueText();
        text.add(value, 0);
        return text.out.toString();
    }

    /// The kind of a value, with an article.
    static String kind(Value value) {
        return switch (value) {
            case Value.None _ -> "None";
            case Value.Truth _ -> "a bool";
            case Value.Whole _ -> "an int";
            case Value.Real _ -> "a float";
            case Value.ComplexNumber _ -> "a complex";
            case Value.Scalar _ -> "a NumPy scalar";
            case Value.Name _ -> "the name of a class or function";
            case TextValue _ -> "a text";
            case BytesValue b -> b.isMutable() ? "a bytearray" : "bytes";
            case ListValue s -> s.isTuple() ? "a tuple" : "a list";
            case DictValue _ -> "a dict";
            case SetValue g -> g.isFrozen() ? "a frozenset" : "a set";
            case ArrayValue a -> a.holdsObjects() ? "an array of Python objects" : "an array";
            case DtypeValue _ -> "a dtype";
            case MaskedValue _ -> "a masked array";
            case PickledObject o -> "an object of " + cut(o.name(), MAX_TEXT);
        };
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }

    private boolean full() {
        return out.length() >= MAX_LENGTH;
    }

    private void add(Value value, int depth) {
        if (full() || depth > MAX_DEPTH) {
            out.append("...");
            return;
        }
        switch (value) {
            case Value.None _,Value.Truth _ -> out.append(value);
            case Value.Whole(BigInteger number) -> out.append(number.bitLength() <= MAX_BITS
                    ? number.toString()
                    : "<int of " + number.bitLength() + " bits>");
            case Value.Real(double number) -> out.append(PythonNumber.text(number));
            case Value.ComplexNumber(double re, double im) -> out.append(new Complex(re, im));
            case Value.Scalar(NdArray array) -> out.append(isShort(array)
                    ? Display.DEFAULT.scalarRepr(array)
                    : "<scalar of " + cut(array.dtype().descr(), MAX_TEXT) + ">");
            case Value.Name(String module, String name) -> out.append("<name ")
                    .append(cut(module + "." + name, MAX_TEXT)).append('>');
            case TextValue text -> out.append(text.summary(MAX_TEXT));
            case BytesValue bytes when bytes.byteSize() <= MAX_BYTES -> out.append(bytes.repr());
            case BytesValue bytes -> out.append('<').append(bytes.isMutable() ? "bytearray" : "bytes").append(" of ")
                    .append(bytes.byteSize()).append('>');
            case ListValue s -> items(s.open(), s.items(), s.close(), depth);
            case SetValue g -> items(g.open(), g.items(), g.close(), depth);
            case DictValue m when m.isOrdered() -> {
                out.append("OrderedDict(");
                if (m.size() > 0) {
                    entries(m, depth);
                }
                out.append(')');
            }
            case DictValue m -> entries(m, depth);
            case ArrayValue a -> out.append("<array of shape ").append(a.shape()).append(", ")
                    .append(cut(a.typeText(), MAX_TEXT)).append('>');
            case DtypeValue d -> out.append(d.summary(MAX_TEXT));
            case MaskedValue m -> out.append("<masked array of shape ").append(m.data().shape()).append(", ")
                    .append(cut(m.data().dtype().descr(), MAX_TEXT)).append('>');
            case PickledObject o -> object(o, depth);
        }
    }

    private static boolean isShort(NdArray scalar) {
        return scalar.dtype().kind() != Dtype.Kind.STRUCT && scalar.byteSize() <= MAX_BYTES;
    }

    private void items(String open, List<Value> items, String close, int depth) {
        out.append(open);
        for (int n = 0; n < items.size(); n++) {
            out.append(n == 0 ? "" : ", ");
            if (n == MAX_ITEMS || full()) {
                out.append("... ").append(items.size()).append(" in all");
                break;
            }
            add(items.get(n), depth + 1);
        }
        out.append(close);
    }

    private void entries(DictValue mapping, int depth) {
        out.append('{');
        int n = 0;
        for (DictValue.Entry entry : mapping.entries()) {
            out.append(n == 0 ? "" : ", ");
            if (n == MAX_ITEMS || full()) {
                out.append("... ").append(mapping.size()).append(" in all");
                break;
            }
            add(entry.key(), depth + 1);
            out.append(": ");
            add(entry.value(), depth + 1);
            n++;
        }
        out.append('}');
    }

    private void object(PickledObject object, int depth) {
        out.append('<').append(cut(object.name(), MAX_TEXT));
        items("(", object.arguments(), ")", depth);
        if (object.state() != Value.None.NONE) {
            out.append(" state ");
            add(object.state(), depth + 1);
        }
        if (!object.items().isEmpty()) {
            out.append(" items ");
            items("[", object.items(), "]", depth);
        }
        if (object.entries().size() > 0) {
            out.append(" entries ");
            entries(object.entries(), depth);
        }
        out.append('>');
    }
}
