package dev.npymap.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The path of a value in a pickle. It becomes a text on request: keys may be long, and the path of a deeply nested
/// value contains those of all containers around it.
///
/// @param around the path of the container of the value; empty where the walk began
/// @param name   the name of the value in the container
/// @param length the length of the text in characters
record TreePath(Optional<TreePath> around, String name, long length) {
    /// The path where a walk begins.
    ///
    /// @param name the name that leads there; empty for a whole file
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
