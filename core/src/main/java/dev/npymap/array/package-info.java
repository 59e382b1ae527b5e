/// NumPy's arrays in memory: views, elements, reductions, and the texts that NumPy prints.
///
/// Start at [dev.npymap.array.NdArray]. An array is a view of any [java.lang.foreign.MemorySegment]; this package does
/// not depend on files.
package dev.npymap.array;
