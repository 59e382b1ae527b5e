package dev.npymap.model;

import dev.npymap.internal.python.PythonText;
import java.util.Optional;

/// The array that stands in each record for one field, or in each element of a dtype that is one.
///
/// Its items may be sub-arrays again: NumPy keeps `(('<f8', (5,)), (2,))` apart from `('<f8', (2, 5))`, although the
/// elements lie alike and views of both have the same axes.
///
/// @param axes  its own axes; none for a plain element
/// @param items the sub-array that each of its items is, if it is one
public record SubArray(Shape axes, Optional<SubArray> items) {
    /// A plain element.
    public static final SubArray NONE = new SubArray(Shape.of(), Optional.empty());

    /// Checks that all axes together are not too many.
    public SubArray {
        join(axes, items);
    }

    /// {@return a sub-array of plain elements}
    /// @param axes its axes; without one, a plain element
    public static SubArray of(Shape axes) {
        return axes.rank() == 0 ? NONE : new SubArray(axes, Optional.empty());
    }

    /// {@return a sub-array whose items are this one}
    /// @param outer its axes; without one, this sub-array itself
    /// @throws IllegalArgumentException if all axes together are too many
    public SubArray in(Shape outer) {
        return outer.rank() == 0 ? this : new SubArray(outer, rank() == 0 ? Optional.empty() : Optional.of(this));
    }

    /// {@return all axes, those of the items behind its own}
    public Shape shape() {
        return join(axes, items);
    }

    /// {@return the number of its own axes; 0 for a plain element}
    public int rank() {
        return axes.rank();
    }

    private static Shape join(Shape axes, Optional<SubArray> items) {
        return items.map(inner -> axes.append(inner.shape())).orElse(axes);
    }

    /// Adds a dtype with its axes behind it, as two parts of a field: `'<f8', (5,)`.
    ///
    /// @param base adds the dtype of the elements
    void addTo(StringBuilder out, Runnable base) {
        items.ifPresentOrElse(inner -> inner.addPair(out, base), base);
        if (rank() > 0) {
            out.append(", ").append(PythonText.tuple(axes.toArray()));
        }
    }

    /// Adds a dtype with its axes behind it, as one value: `('<f8', (5,))`.
    ///
    /// @param base adds the dtype of the elements
    void addPair(StringBuilder out, Runnable base) {
        out.append(rank() > 0 ? "(" : "");
        addTo(out, base);
        out.append(rank() > 0 ? ")" : "");
    }
}
