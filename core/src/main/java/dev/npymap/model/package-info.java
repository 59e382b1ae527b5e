/// The values that describe arrays and operations: dtypes, shapes, slices, sources, reductions, threads.
///
/// This package holds no elements; arrays are in `dev.npymap.array`.
package dev.npymap.model;
