/// What describes an array and the work on it: dtypes, shapes, slices, where the bytes come from, reductions, threads.
///
/// Nothing here has elements; those are in `dev.npymap.array`.
package dev.npymap.model;
