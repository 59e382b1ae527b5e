package dev.npymap.model;

import dev.npymap.internal.python.PythonText;
import java.util.Optional;

/// The sub-array that a field has in each record, or that a dtype has in each element.
///
/// The items of a sub-array may be sub-arrays again: NumPy distinguishes `(('<f8', (5,)), (2,))` from `('<f8', (2,
/// 5))`, although the elements lie alike and views of both have the same axes.
///
/// @param axes  the sub-array's own axes; none for a plain element
/// @param items the sub-array that each item is; empty if the items are plain elements
public record SubArray(Shape axes, Optional<SubArray> items) {
    /// A plain element, which is no sub-array.
    public static final SubArray NONE = new SubArray(Shape.of(), Optional.empty());

    /// Checks that there are not more axes than an array may have.
    public SubArray {
        join(axes, items);
    }

    /// {@return a sub-array of plain elements}
    /// @param axes the axes; none for a plain element
    public static SubArray of(Shape axes) {
        return axes.rank() == 0 ? NONE : new SubArray(axes, Optional.empty());
    }

    /// {@return a sub-array whose items are this one}
    /// @param outer the axes; if there are none, this sub-array is returned
    /// @throws IllegalArgumentException if there are more axes in all than an array may have
    public SubArray in(Shape outer) {
        return outer.rank() == 0 ? this : new SubArray(outer, rank() == 0 ? Optional.empty() : Optional.of(this));
    }

    /// {@return all axes, this sub-array's own first, then those of its items}
    public Shape shape() {
        return join(axes, items);
    }

    /// {@return the number of this sub-array's own axes; 0 for a plain element}
    public int rank() {
        return axes.rank();
    }

    private static Shape join(Shape axes, Optional<SubArray> items) {
        return items.map(inner -> axes.append(inner.shape())).orElse(axes);
    }

    /// Appends the dtype followed by the axes, as two parts of a field: `'<f8', (5,)`.
    ///
    /// @param base appends the dtype of the elements
    void addTo(StringBuilder out, Runnable base) {
        items.ifPresentOrElse(inner -> inner.addPair(out, base), base);
        if (rank() > 0) {
            out.append(", ").append(PythonText.tuple(axes.toArray()));
        }
    }

    /// Appends the dtype followed by the axes, as one value: `('<f8', (5,))`.
    ///
    /// @param base appends the dtype of the elements
    void addPair(StringBuilder out, Runnable base) {
        out.append(rank() > 0 ? "(" : "");
        addTo(out, base);
        out.append(rank() > 0 ? ")" : "");
    }
}
