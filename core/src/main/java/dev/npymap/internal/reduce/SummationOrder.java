package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.CopiedSource;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.StridedRuns;
import dev.npymap.model.Reduction;

/// The order in which NumPy adds the neighbouring elements of one result: chunk by chunk, each chunk pairwise.
///
/// A single run is one chunk. Elements that are converted, or lie on several axes, go through NumPy's buffer, and a
/// chunk is what the buffer holds. Complex numbers whose stride is not a multiple of their size, as in packed records,
/// are added one by one if they need no buffer.
///
/// @param length the number of elements
/// @param turn   the number of elements after which chunks begin anew
/// @param chunk  the largest number of elements in a chunk
record SummationOrder(long length, long turn, long chunk) {
    /// The order of the elements themselves; any order if rounding does not depend on it.
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
        // Only complex numbers can be aligned and have a stride that is not a multiple of their size.
        boolean inTurn = a.isComplex() && !inner.isBuffered(converted) && inner.stride % unit != 0;
        return new SummationOrder(inner.size(), inner.turn(), inTurn ? 1 : inner.part(converted));
    }

    /// Whether it pays off that several threads each add a part of the elements of one result.
    boolean isLong() {
        return !isInTurn() && length >= 8 * ParallelTree.PART;
    }

    /// Whether there are several elements, and each is added to the sum of all before it.
    boolean isInTurn() {
        return chunk == 1 && length > 1;
    }

    /// The order of the squared distances. NumPy makes an array of them in the order of the memory, and in the byte
    /// order of the elements only if it replaces NaN among them.
    static SummationOrder ofDeviations(ReductionAxes axes, ReductionRule what) {
        return ofCopy(axes, what.skipsNaN() && axes.array().bigEndian());
    }

    /// The order of a copy in the order of the memory, which also suits results that do not depend on the order.
    ///
    /// @param converted whether the copy has another dtype or byte order, so that a chunk is what the buffer holds
    static SummationOrder ofCopy(ReductionAxes axes, boolean converted) {
        long length = axes.innerRuns().size();
        return new SummationOrder(length, length, converted ? StridedRuns.BUFFER : length);
    }

    /// The number of elements in the chunk that begins with an element.
    long chunk(long first) {
        return Math.min(chunk, turn - first % turn);
    }

    /// Whether NumPy reads the elements in place.
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
