package dev.npymap.catalog;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.SomeNames;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.npy.NpyHeader;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.BytesValue;
import dev.npymap.pickle.DictValue;
import dev.npymap.pickle.DtypeValue;
import dev.npymap.pickle.ListValue;
import dev.npymap.pickle.MaskedValue;
import dev.npymap.pickle.PickledObject;
import dev.npymap.pickle.SetValue;
import dev.npymap.pickle.TextValue;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A value from a pickle, or an array from a file of several.
///
/// @param origin where the value comes from
/// @param path   the path of the value in the file; empty for the whole file
/// @param value  the value
/// @param before the path of the same value where it was met before
record ValueEntry(Origin origin, TreePath path, Value value, Optional<TreePath> before) implements Entry {
    /// Longer names of parts are not considered when nothing was found.
    private static final int MAX_STEP = 1000;

    ValueEntry(Origin origin, Value value) {
        this(origin, TreePath.of(""), value, Optional.empty());
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Kind kind() {
        if (value instanceof ArrayValue array && array.holdsObjects()) {
            return Kind.OBJECTS;
        }
        return value instanceof ArrayValue || value instanceof Value.Scalar ? Kind.ARRAY : Kind.VALUE;
    }

    @Override
    public String type() {
        return switch (value) {
            case Value.None _ -> "NoneType";
            case Value.Truth _ -> "bool";
            case Value.Whole _ -> "int";
            case Value.Real _ -> "float";
            case Value.ComplexNumber _ -> "complex";
            case Value.Scalar _ -> "numpy scalar";
            case Value.Name _ -> "class or function";
            case TextValue _ -> "str";
            case BytesValue b -> b.isMutable() ? "bytearray" : "bytes";
            case ListValue s -> s.isTuple() ? "tuple" : "list";
            case DictValue m -> m.isOrdered() ? "OrderedDict" : "dict";
            case SetValue g -> g.isFrozen() ? "frozenset" : "set";
            case ArrayValue _ -> "numpy.ndarray";
            case DtypeValue _ -> "numpy.dtype";
            case MaskedValue _ -> "numpy.ma.MaskedArray";
            case PickledObject o -> o.name();
        };
    }

    /// An array of Python objects in a pickle is one as well; in a file or member it is read on request only.
    @Override
    public boolean isContainer() {
        return !isArray();
    }

    private Optional<NdArray> elements() {
        return isArray() ? Optional.of(value.asArray()) : Optional.empty();
    }

    @Override
    public Optional<Dtype> dtype() {
        return value instanceof ArrayValue array && array.holdsObjects()
                ? Optional.of(Dtype.OBJECT)
                : elements().map(NdArray::dtype);
    }

    @Override
    public Optional<String> descr() {
        return value instanceof ArrayValue array
                ? Optional.of(array.typeText())
                : elements().map(scalar -> scalar.dtype().descr());
    }

    @Override
    public Optional<Shape> shape() {
        return value instanceof ArrayValue array ? Optional.of(array.shape()) : elements().map(NdArray::shape);
    }

    @Override
    public Order order() {
        return elements().filter(array -> array.isContiguous(Order.F) && !array.isContiguous(Order.C)).isPresent()
                ? Order.F
                : Order.C;
    }

    @Override
    public long byteSize() {
        return elements().map(NdArray::byteSize).orElse(path.isEmpty() ? origin.byteSize() : 0);
    }

    @Override
    public boolean isZeroCopy() {
        return elements().filter(array -> array.segment().isMapped()).isPresent();
    }

    @Override
    public Optional<Long> dataOffset() {
        return elements().filter(array -> array.segment().isMapped() && array.size() > 0)
                .map(array -> array.source().offset() + array.offset(new long[array.rank()]));
    }

    @Override
    public Optional<String> sameAs() {
        return before.map(TreePath::toString);
    }

    @Override
    public boolean isLeaf() {
        return value.parts().isEmpty() || PickleTree.isPlain(value);
    }

    @Override
    public boolean hasMetadata() {
        return switch (value) {
            case ArrayValue array -> array.hasMetadata();
            case DtypeValue dtype -> dtype.hasMetadata();
            case MaskedValue masked -> masked.data().dtype().hasMetadata();
            default -> elements().filter(array -> array.dtype().hasMetadata()).isPresent();
        };
    }

    @Override
    public <T> Optional<T> detail(Class<T> type) {
        Optional<?> found = type == NpyHeader.class
                ? origin.header().filter(_ -> path.isEmpty())
                : type == Pickled.class && origin.header().isEmpty()
                        ? Optional.of(new Pickled(origin.protocol()))
                        : Optional.empty();
        return found.map(type::cast);
    }

    @Override
    public NdArray array(Slice... items) {
        return items.length == 0 ? value.asArray() : value.asArray().slice(items);
    }

    @Override
    public Listing tree() {
        NameBudget budget = new NameBudget(origin.byteSize());
        List<Entry> listed = new ArrayList<>();
        long[] all = {0};
        walk(found -> {
            if (all[0]++ == 0 || budget.take(found.textLength())) {
                listed.add(found);
            }
        });
        return new Listing(Collections.unmodifiableList(listed), all[0] - listed.size());
    }

    @Override
    public List<Entry> arrays() throws IOException {
        List<ValueEntry> found = new ArrayList<>();
        walk(entry -> {
            if (entry.isArray()) {
                found.add(entry);
            }
        });
        NameBudget budget = new NameBudget(origin.byteSize());
        for (ValueEntry entry : found) {
            if (!budget.take(entry.path.length())) {
                throw new IOException("unsupported: the names of its " + found.size()
                        + " arrays are many times as long as the file");
            }
        }
        return List.copyOf(found);
    }

    @Override
    public Optional<Entry> part(String name) {
        return at(name).map(found -> new ValueEntry(origin,
                path.isEmpty() ? TreePath.of(name) : path.to(name), found, Optional.empty()));
    }

    /// Looks up a name; an array without axes is the object that it holds.
    private Optional<Value> at(String name) {
        Value whole = value instanceof ArrayValue array && array.holdsObjects() && array.shape().rank() == 0
                ? array.elements().getFirst()
                : value;
        return at(whole, name).or(() -> whole == value ? Optional.empty() : at(value, name));
    }

    private static Optional<Value> at(Value value, String name) {
        try {
            return Optional.of(value.at(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Describes how far a path leads, and which names exist there.
    String known(String name) {
        Value here = value;
        int from = 0;
        for (int end = name.indexOf('/'); end > 0; end = name.indexOf('/', end + 1)) {
            try {
                here = here.at(name.substring(from, Math.min(end, from + MAX_STEP)));
                from = end + 1;
            } catch (IllegalArgumentException _) {
                // The name may contain a slash.
            }
        }
        List<Value.Part> parts = here.parts();
        return (from == 0 ? "" : "/" + name.substring(0, from - 1)) + " has "
                + (parts.isEmpty() ? "none with a name" : SomeNames.of(parts, Value.Part::name));
    }

    @Override
    public Following following() {
        return origin.following();
    }

    @Override
    public void series(Visitor visitor) throws IOException {
        if (path.isEmpty() && origin.place().isPresent()) {
            origin.place().get().series().visit(origin.place().get().number(), visitor);
        } else {
            visitor.visit(0, 0, this);
        }
    }

    private interface Visit {
        void of(ValueEntry entry);
    }

    private void walk(Visit visit) {
        new PickleTree((at, found, sameAs) -> visit.of(new ValueEntry(origin, at, found, sameAs))).walk(path, value);
    }

    /// The number of characters that describe the value, beyond a constant number.
    private long textLength() {
        return path.length() + before.map(TreePath::length).orElse(0L) + type().length()
                + descr().map(String::length).orElse(0);
    }
}
