package dev.npymap.internal.memory;

import dev.npymap.model.Source;

/// A source whose bytes NumPy may copy into memory of its own, on which the order depends in which it adds floats; here
/// they are used where they lie, at any alignment.
public interface CopiedSource extends Source {
    /// {@return whether NumPy copies the bytes}
    boolean copiedByNumpy();
}
