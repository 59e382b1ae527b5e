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
        return path.isEmpty() ? value : find(value, path, 0).orElseThrow(() -> leadsNowhere(value, path));
    }

    /// Takes the shortest name first: only some keys hold a `/`.
    private static Optional<Value> find(Value value, String path, int from) {
        for (int end = end(path, from); end <= path.length(); end = end(path, end + 1)) {
            Optional<Value> next = part(value, path.substring(from, end));
            if (next.isPresent()) {
                int behind = end + 1;
                Optional<Value> found = end == path.length() ? next : next.flatMap(n -> find(n, path, behind));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static int end(String path, int from) {
        int slash = from > path.length() ? -1 : path.indexOf('/', from);
        return slash >= 0 ? slash : from > path.length() ? Integer.MAX_VALUE : path.length();
    }

    private static IllegalArgumentException leadsNowhere(Value value, String path) {
        Value here = value;
        int from = 0;
        while (true) {
            int end = end(path, from);
            Optional<Value> next = end > path.length() ? Optional.empty() : part(here, path.substring(from, end));
            if (next.isEmpty()) {
                return new IllegalArgumentException("nothing at '" + path.substring(0, Math.min(end, path.length()))
                        + "': " + ValueText.kind(here) + " has no such item: " + here);
            }
            here = next.get();
            from = end + 1;
        }
    }

    private static Optional<Value> part(Value value, String name) {
        return switch (value) {
            case Mapping m -> m.find(new Text(name)).or(() -> number(name).flatMap(n -> m.find(Value.Whole.of(n))))
                    .or(() -> listed(value, name));
            case PickledObject _,MaskedValue _ -> listed(value, name);
            case Sequence s -> nth(s.items(), name);
            case Group g -> nth(g.items(), name);
            case ArrayValue a when a.holdsObjects() -> nth(a.elements(), name);
            default -> Optional.empty();
        };
    }

    private static Optional<Value> listed(Value value, String name) {
        return value.parts().stream().filter(part -> part.name().equals(name)).map(Value.Part::value).findFirst();
    }

    private static Optional<Long> number(String name) {
        return name.matches("-?[0-9]{1,18}") ? Optional.of(Long.parseLong(name)) : Optional.empty();
    }

    private static Optional<Value> nth(List<Value> items, String name) {
        return number(name).filter(n -> n >= 0 && n < items.size()).map(n -> items.get(n.intValue()));
    }
}
