package dev.npymap.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What leads to a value in a pickle. It becomes a text when somebody asks: keys may be long, and those deep in a tree
/// have all that are around them in their paths.
///
/// @param around what leads to the container that the value is in; nothing where the walk began
/// @param name   the value's name in there
/// @param length of the text
record TreePath(Optional<TreePath> around, String name, long length) {
    /// Where a walk begins.
    ///
    /// @param name what leads there; empty for all of a file
    static TreePath of(String name) {
        return new TreePath(Optional.empty(), name, name.length());
    }

    /// The path of a part.
    TreePath to(String part) {
        return new TreePath(Optional.of(this), part, length == 0 ? part.length() : length + 1 + part.length());
    }

    boolean isEmpty() {
        return length == 0;
    }

    @Override
    public String toString() {
        Deque<String> names = new ArrayDeque<>();
        for (Optional<TreePath> here = Optional.of(this); here.isPresent(); here = here.get().around()) {
            if (!here.get().isEmpty()) {
                names.push(here.get().name());
            }
        }
        return String.join("/", names);
    }
}
