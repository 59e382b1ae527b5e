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

/// Walks through the values in a pickle, each with the name that leads to it.
///
/// A container of plain values alone is not descended into, but shown as one. A value that occurs twice is descended
/// into once, so that the walk ends, and costs no more than the pickle; only paths that are shown become texts.
final class PickleTree {
    /// Deeper values would have too long names.
    private static final int MAX_DEPTH = 1000;

    private final Visitor visitor;
    /// The containers that were met, with their paths.
    private final Map<Value, TreePath> seen = new IdentityHashMap<>();

    /// Visits each value, a container before its parts.
    interface Visitor {
        /// @param path   the path of the value in the file; empty for the whole file
        /// @param sameAs the path of the same container where it was met before
        void visit(TreePath path, Value value, Optional<TreePath> sameAs);
    }

    /// A container that is being walked through.
    private record Level(TreePath path, Iterator<Value.Part> parts) {
    }

    PickleTree(Visitor visitor) {
        this.visitor = visitor;
    }

    /// Walks through a value.
    ///
    /// @param path the path of the value
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
