package dev.npymap.internal.reduce;

/// The results of a reduction, divided into ranges that are computed one by one.
///
/// A range extends along one kept axis; on the kept axes outside of that it has a single position.
final class ResultRanges {
    private final ReductionAxes axes;
    private final int cut;
    private final long width;
    private final long cuts;
    private final long count;

    /// Divides the results of a reduction into ranges of about `most` results.
    ResultRanges(ReductionAxes axes, long most) {
        this.axes = axes;
        int axis = axes.dims().length - 1;
        int found = -1;
        long inside = 1;
        for (; axis >= 0 && inside <= most; axis--) {
            if (axes.steps()[axis] != 0) {
                found = axis;
                inside *= axes.dims()[axis];
            }
        }
        this.cut = found;
        long step = found < 0 ? 1 : axes.steps()[found];
        long dim = found < 0 ? 1 : axes.dims()[found];
        this.width = Math.max(1, most / step);
        this.cuts = (dim + width - 1) / width;
        this.count = axes.outputs() == 0 ? 0 : axes.outputs() / (step * dim) * cuts;
    }

    /// The number of ranges.
    int count() {
        return Math.toIntExact(count);
    }

    /// The position of the first result of a range.
    long first(int tile) {
        return cut < 0
                ? 0
                : tile / cuts * axes.steps()[cut] * axes.dims()[cut] + tile % cuts * width * axes.steps()[cut];
    }

    /// The elements that are reduced to the results of a range.
    ReductionAxes axes(int tile) {
        if (cut < 0) {
            return axes;
        }
        long from = tile % cuts * width;
        ReductionAxes part = axes.part(cut, from, Math.min(axes.dims()[cut], from + width));
        long rest = tile / cuts;
        for (int axis = cut - 1; axis >= 0; axis--) {
            if (axes.steps()[axis] != 0) {
                long position = rest % axes.dims()[axis];
                part = part.part(axis, position, position + 1);
                rest /= axes.dims()[axis];
            }
        }
        return part;
    }
}
