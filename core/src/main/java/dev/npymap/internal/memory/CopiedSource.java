package dev.npymap.internal.memory;

import dev.npymap.model.Source;

/// A source whose bytes NumPy may copy before it uses them, which affects the order in which it adds floats; this
/// library uses them in place, at any alignment.
public interface CopiedSource extends Source {
    /// {@return whether NumPy copies the bytes}
    boolean copiedByNumpy();
}
