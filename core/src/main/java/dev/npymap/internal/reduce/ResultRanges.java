package dev.npymap.internal.reduce;

/// The results of a reduction cut into ranges that are computed one by one.
///
/// A range lies on one axis that is kept; on kept axes outside of that it has one position.
final class ResultRanges {
    private final ReductionAxes axes;
    private final int cut;
    private final long width;
    private final long cuts;
    private final long count;

    /// Cuts the results of a reduction into ranges of about `most`.
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

    /// How many ranges there are.
    int count() {
        return Math.toIntExact(count);
    }

    /// The position of the first result of a range.
    long first(int tile) {
        return cut < 0
                ? 0
                : tile / cuts * axes.steps()[cut] * axes.dims()[cut] + tile % cuts * width * axes.steps()[cut];
    }

    /// What is reduced to the results of a range.
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
