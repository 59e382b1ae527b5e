package dev.npymap.model;

import dev.npymap.internal.python.PythonText;
import java.util.Optional;

/// One field of a structured dtype.
///
/// @param name   the name
/// @param title  NumPy's second name for the field, if it has one
/// @param dtype  the dtype of its elements
/// @param sub    the sub-array in each record, [SubArray#NONE] for a plain field
/// @param offset where the field begins in the record, in bytes
public record Field(String name, Optional<String> title, Dtype dtype, SubArray sub, long offset) {
    /// Builds a field that is a plain element or a sub-array of plain elements.
    ///
    /// @param name   the name
    /// @param title  NumPy's second name for the field, if it has one
    /// @param dtype  the dtype of its elements
    /// @param shape  the shape of the sub-array in each record; `[]` for a plain field
    /// @param offset where the field begins in the record, in bytes
    public Field(String name, Optional<String> title, Dtype dtype, Shape shape, long offset) {
        this(name, title, dtype, SubArray.of(shape), offset);
    }

    /// Builds a field without a title, to be placed by [Dtype#struct(Field...)].
    ///
    /// @param name  the name
    /// @param dtype the dtype of its elements
    /// @param dims  the shape of the sub-array in each record; none for a plain field
    /// @return the field, at offset 0
    public static Field of(String name, Dtype dtype, long... dims) {
        return new Field(name, Optional.empty(), dtype, Shape.of(dims), 0);
    }

    /// {@return the shape of the sub-array in each record, with the axes of all sub-arrays nested in it; `[]` for a
    /// plain field}
    public Shape shape() {
        return sub.shape();
    }

    /// {@return the size of the field in a record, in bytes}
    public long byteSize() {
        return shape().byteSize(dtype.byteSize()).orElseThrow(this::tooLarge);
    }

    /// Returns the same field with elements of another dtype.
    ///
    /// @param newDtype the dtype of the elements
    /// @return the field
    public Field with(Dtype newDtype) {
        return new Field(name, title, newDtype, sub, offset);
    }

    /// Where the field ends in a record, in bytes, exclusive.
    long end() {
        try {
            return Math.addExact(offset, byteSize());
        } catch (ArithmeticException e) {
            throw tooLarge();
        }
    }

    private IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("field " + PythonText.quote(name) + " of shape " + shape() + " at byte "
                + offset + " ends behind what 64 bits can count");
    }

    Field at(long newOffset) {
        return new Field(name, title, dtype, sub, newOffset);
    }
}
