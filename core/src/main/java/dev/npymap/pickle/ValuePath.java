package dev.npymap.pickle;

import dev.npymap.array.PythonText;
import java.util.List;
import java.util.Optional;

/// Finds values inside of values.
final class ValuePath {
    private ValuePath() {
    }

    static Value key(Value value, String key) {
        return find(value, key).orElseThrow(() -> new IllegalArgumentException(
                "no key " + PythonText.quote(key) + " in " + ValueText.kind(value) + ": " + value));
    }

    /// Keys of a dictionary; for an object those of its entries, then those of its state.
    private static Optional<Value> find(Value value, String key) {
        return switch (value) {
            case Mapping m -> m.find(new Text(key));
            case PickledObject o -> o.entries().find(new Text(key)).or(() -> attribute(o.state(), key));
            default -> throw new ClassCastException(
                    "the value is " + ValueText.kind(value) + " and has no keys: " + value);
        };
    }

    /// An object's state is its dictionary, or a pair of that and of its slots.
    private static Optional<Value> attribute(Value state, String key) {
        if (state instanceof Sequence pair && pair.size() == 2) {
            return attributes(pair.get(0), key).or(() -> attributes(pair.get(1), key));
        }
        return attributes(state, key);
    }

    private static Optional<Value> attributes(Value state, String key) {
        return state instanceof Mapping m ? m.find(new Text(key)) : Optional.empty();
    }

    static Value item(Value value, long index) {
        List<Value> items = value instanceof PickledObject o ? o.items() : value.asList();
        if (index < 0 || index >= items.size()) {
            throw new IndexOutOfBoundsException(
                    "index " + index + " is out of bounds for " + ValueText.kind(value) + " of " + items.size());
        }
        return items.get((int) index);
    }

    static Value follow(Value value, String path) {
        Value here = value;
        if (path.isEmpty()) {
            return here;
        }
        int from = 0;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            Value parent = here;
            String walked = path.substring(0, to);
            here = step(here, path.substring(from, to)).orElseThrow(() -> new IllegalArgumentException(
                    "nothing at '" + walked + "': " + ValueText.kind(parent) + " has no such item: " + parent));
            from = to + 1;
        }
        return here;
    }

    private static Optional<Value> step(Value value, String step) {
        boolean number = step.matches("[0-9]{1,18}");
        Optional<Value> number64 = number ? Optional.of(Value.Whole.of(Long.parseLong(step))) : Optional.empty();
        return switch (value) {
            case Mapping m -> m.find(new Text(step)).or(() -> number64.flatMap(m::find));
            case PickledObject o -> find(o, step).or(() -> number64.flatMap(n -> nth(o.items(), n.asLong())));
            case Sequence s -> number64.flatMap(n -> nth(s.items(), n.asLong()));
            case Group g -> number64.flatMap(n -> nth(g.items(), n.asLong()));
            case ArrayValue a when a.holdsObjects() -> number64.flatMap(n -> nth(a.elements(), n.asLong()));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> nth(List<Value> items, long index) {
        return index < items.size() ? Optional.of(items.get((int) index)) : Optional.empty();
    }
}
