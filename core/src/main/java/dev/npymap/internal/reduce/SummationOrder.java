package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.CopiedSource;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.StridedRuns;
import dev.npymap.model.Reduction;

/// How NumPy adds the elements of one result that are neighbours on the innermost axes: chunk by chunk, each pairwise.
///
/// A run is a single chunk. Where elements are converted, or lie on several axes, they go through NumPy's buffer, and a
/// chunk is what that holds. Complex numbers at distances that are no multiples of their size, as packed records have
/// them, are added one by one where they need no buffer.
///
/// @param length how many elements there are
/// @param turn   after how many chunks begin anew
/// @param chunk  how many elements a chunk has at most
record SummationOrder(long length, long turn, long chunk) {
    /// How the elements themselves are added; in any order unless rounding depends on it.
    static SummationOrder of(ReductionAxes axes, ReductionRule what) {
        StridedRuns inner = axes.innerRuns();
        Layout a = axes.array();
        if (!what.isOrdered(a)) {
            return ofCopy(axes, false);
        }
        if (what.skipsNaN()) {
            return ofCopy(axes, a.bigEndian());
        }
        boolean float16 = a.dtype().byteSize() < Float.BYTES && what.kind() == Reduction.Kind.MEAN;
        boolean converted = a.bigEndian() || !isAligned(a) || a.dtype().kind().isWhole() || float16;
        long unit = a.dtype().byteSize();
        // Only complex numbers can be aligned and lie at distances that are no multiples of their size.
        boolean inTurn = a.isComplex() && !inner.isBuffered(converted) && inner.stride % unit != 0;
        return new SummationOrder(inner.size(), inner.turn(), inTurn ? 1 : inner.part(converted));
    }

    /// Whether several threads are worth it for one result, of which each adds a part of the elements.
    boolean isLong() {
        return !isInTurn() && length >= 8 * ParallelTree.PART;
    }

    /// Whether there are several elements, and each is added to the sum of all before it.
    boolean isInTurn() {
        return chunk == 1 && length > 1;
    }

    /// How the squared distances are added, of which NumPy makes an array in the order of the memory, in the byte order
    /// of the elements only if it replaces NaN among them.
    static SummationOrder ofDeviations(ReductionAxes axes, ReductionRule what) {
        return ofCopy(axes, what.skipsNaN() && axes.array().bigEndian());
    }

    /// For what goes through a copy in the order of the memory; for what has the same result in any order as well.
    ///
    /// @param converted whether the copy has other elements, so that the buffer is what a chunk is
    static SummationOrder ofCopy(ReductionAxes axes, boolean converted) {
        long length = axes.innerRuns().size();
        return new SummationOrder(length, length, converted ? StridedRuns.BUFFER : length);
    }

    /// How many elements the chunk has that begins with some element.
    long chunk(long first) {
        return Math.min(chunk, turn - first % turn);
    }

    /// Whether NumPy reads the elements where they lie.
    private static boolean isAligned(Layout a) {
        long unit = a.dtype().byteSize() / (a.isComplex() ? 2 : 1);
        boolean placed = a.segment().isNative()
                && !(a.source() instanceof CopiedSource source && source.copiedByNumpy());
        long bits = (placed ? a.segment().address() : 0) + a.offset();
        for (long stride : a.strides()) {
            bits |= stride;
        }
        return unit == 0 || bits % unit == 0;
    }
}
