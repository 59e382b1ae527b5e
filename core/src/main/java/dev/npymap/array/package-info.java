/// NumPy's arrays in memory: dtypes, shapes, views, elements, reductions, and the texts that NumPy prints.
///
/// [dev.npymap.array.NdArray] is where to begin. An array is a view of a [java.lang.foreign.MemorySegment], whoever
/// made that; nothing here knows of files.
package dev.npymap.array;
