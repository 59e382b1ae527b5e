package dev.npymap.catalog;

import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.DictValue;
import dev.npymap.pickle.PickledObject;
import dev.npymap.pickle.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/// Walks through what a pickle holds, each value under the name that leads to it.
///
/// A container of nothing but plain values is not walked into: it is shown as one. What is there twice is walked into
/// once, so that the walk ends, and costs what the pickle does; texts are made of those paths only that are shown.
final class PickleTree {
    /// Names of what lies deeper would be too long.
    private static final int MAX_DEPTH = 1000;

    private final Visitor visitor;
    /// The containers that were met, with their paths.
    private final Map<Value, TreePath> seen = new IdentityHashMap<>();

    /// Sees each value, a container before what it holds.
    interface Visitor {
        /// @param path   what leads to the value from the file; empty for all of it
        /// @param sameAs what led to this very container before
        void visit(TreePath path, Value value, Optional<TreePath> sameAs);
    }

    /// A container that is walked through.
    private record Level(TreePath path, Iterator<Value.Part> parts) {
    }

    PickleTree(Visitor visitor) {
        this.visitor = visitor;
    }

    /// Walks through a value.
    ///
    /// @param path what leads to it
    void walk(TreePath path, Value value) {
        Deque<Level> levels = new ArrayDeque<>();
        enter(path, value, levels);
        while (!levels.isEmpty()) {
            Level level = levels.getLast();
            if (!level.parts().hasNext()) {
                levels.removeLast();
                continue;
            }
            Value.Part part = level.parts().next();
            enter(level.path().to(part.name()), part.value(), levels);
        }
    }

    private void enter(TreePath path, Value value, Deque<Level> levels) {
        Optional<TreePath> before = Optional.ofNullable(seen.get(value));
        visitor.visit(path, value, before);
        if (before.isPresent() || value.parts().isEmpty()) {
            return;
        }
        seen.put(value, path);
        if (!isPlain(value)) {
            if (levels.size() == MAX_DEPTH) {
                throw new IllegalArgumentException("values are nested more than " + MAX_DEPTH + " deep");
            }
            levels.add(new Level(path, value.parts().iterator()));
        }
    }

    /// Whether a list, tuple or set holds values that one line can show.
    static boolean isPlain(Value container) {
        return !(container instanceof DictValue)
                && !(container instanceof PickledObject)
                && container.parts().stream().map(Value.Part::value)
                        .allMatch(part -> part.parts().isEmpty() && !(part instanceof ArrayValue));
    }
}
