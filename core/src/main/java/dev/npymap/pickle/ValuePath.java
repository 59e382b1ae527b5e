package dev.npymap.pickle;

import dev.npymap.internal.python.PythonText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds values nested in a value.
final class ValuePath {
    private final String path;
    private final Map<Value, Set<Integer>> searched = new IdentityHashMap<>();

    private ValuePath(String path) {
        this.path = path;
    }

    static Value key(Value value, String key) {
        return find(value, key).orElseThrow(() -> new IllegalArgumentException(
                "no key " + PythonText.quote(key) + " in " + ValueText.kind(value) + ": " + value));
    }

    /// Looks up a key of a dictionary; for an object in its entries, then in its state.
    private static Optional<Value> find(Value value, String key) {
        return switch (value) {
            case DictValue m -> m.find(new TextValue(key));
            case PickledObject o -> o.entries().find(new TextValue(key)).or(() -> attribute(o.state(), key));
            default -> throw new ClassCastException(
                    "the value is " + ValueText.kind(value) + " and has no keys: " + value);
        };
    }

    /// Looks up an attribute in an object's state, which is a dictionary, or a pair of a dictionary and of slots.
    private static Optional<Value> attribute(Value state, String key) {
        if (state instanceof ListValue pair && pair.size() == 2) {
            return attributes(pair.get(0), key).or(() -> attributes(pair.get(1), key));
        }
        return attributes(state, key);
    }

    private static Optional<Value> attributes(Value state, String key) {
        return state instanceof DictValue m ? m.find(new TextValue(key)) : Optional.empty();
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
        return path.isEmpty()
                ? value
                : new ValuePath(path).search(value).orElseThrow(() -> leadsNowhere(value, path));
    }

    /// A value that the beginning of a path leads to, and where the rest of the path begins.
    private record Place(Value value, int from) {
    }

    /// Tries the shortest name first, since few keys contain a `/`. The rest of the path is followed once from each
    /// place.
    private Optional<Value> search(Value root) {
        Deque<Place> open = new ArrayDeque<>(List.of(new Place(root, 0)));
        while (!open.isEmpty()) {
            Place here = open.pop();
            if (here.from() > path.length()) {
                return Optional.of(here.value());
            }
            if (searched.computeIfAbsent(here.value(), _ -> new HashSet<>()).add(here.from())) {
                steps(here).reversed().forEach(open::push);
            }
        }
        return Optional.empty();
    }

    private List<Place> steps(Place here) {
        int longest = ValueParts.longestName(here.value());
        List<Place> steps = new ArrayList<>();
        for (int end = end(path, here.from()); end - here.from() <= longest; end = end(path, end + 1)) {
            int behind = end + 1;
            ValueParts.find(here.value(), path.substring(here.from(), end))
                    .ifPresent(part -> steps.add(new Place(part, behind)));
        }
        return steps;
    }

    /// Where the name that begins at a position ends if it has no `/`; a large number if it begins after the path's
    /// end.
    private static int end(String path, int from) {
        int slash = from > path.length() ? -1 : path.indexOf('/', from);
        return slash >= 0 ? slash : from > path.length() ? Integer.MAX_VALUE : path.length();
    }

    private static IllegalArgumentException leadsNowhere(Value value, String path) {
        Value here = value;
        int from = 0;
        while (true) {
            int end = end(path, from);
            Optional<Value> next = end > path.length()
                    ? Optional.empty()
                    : ValueParts.find(here, path.substring(from, end));
            if (next.isEmpty()) {
                return new IllegalArgumentException("nothing at '" + path.substring(0, Math.min(end, path.length()))
                        + "': " + ValueText.kind(here) + " has no such item: " + here);
            }
            here = next.get();
            from = end + 1;
        }
    }
}
