package dev.npymap.model;

/// The order in which the elements of an array lie in memory.
public enum Order {
    /// Row by row: the last index varies fastest (C order).
    C,
    /// Column by column: the first index varies fastest (Fortran order).
    F
}
