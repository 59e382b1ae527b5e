package dev.npymap.array;

import java.io.UncheckedIOException;
import java.util.stream.Stream;

/// An array of byte strings (`S`) or texts (`U`) of a fixed width, padded with NUL.
///
/// Byte strings are read as Latin-1, a character for each byte; [#bytes] has the bytes. Texts are UTF-32. NULs at the
/// end of an element are padding and are left out, as in NumPy. An element with a number that is no character of
/// Unicode makes whatever reads it throw [UncheckedIOException] around an [ArrayFormatException] with the byte.
public final class TextArray extends NdArray {
    TextArray(Layout layout) {
        super(layout);
    }

    /// Builds an array of texts on the heap, as wide as the longest.
    ///
    /// @param values the elements in C order, copied
    /// @param dims   the lengths of the axes; none for one axis of all values
    /// @return an array of `U` that can be written to
    public static TextArray of(String[] values, long... dims) {
        int width = 1;
        for (String value : values) {
            width = Math.max(width, value.codePointCount(0, value.length()));
        }
        TextArray array = zeros(Dtype.text(width), dims.length == 0 ? new long[]{values.length} : dims).asText();
        array.copyFrom(values);
        return array;
    }

    /// {@return the element at a position of an array with one axis}
    /// @param i its position, from 0
    public String get(long i) {
        return load(at(i));
    }

    /// {@return the element at a position of an array with two axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    public String get(long i, long j) {
        return load(at(i, j));
    }

    /// {@return the element at a position of an array with three axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @param k its position on the third
    public String get(long i, long j, long k) {
        return load(at(i, j, k));
    }

    /// {@return the element at a position of an array with any number of axes}
    /// @param index its position on each axis, from 0
    public String get(long... index) {
        return load(at(index));
    }

    /// Sets an element of an array with one axis.
    ///
    /// @param i     its position, from 0
    /// @param value the new element, at most as long as the dtype is wide
    public void set(long i, String value) {
        store(at(i), value);
    }

    /// Sets an element of an array with two axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param value the new element, at most as long as the dtype is wide
    public void set(long i, long j, String value) {
        store(at(i, j), value);
    }

    /// Sets an element of an array with three axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param k     its position on the third
    /// @param value the new element, at most as long as the dtype is wide
    public void set(long i, long j, long k, String value) {
        store(at(i, j, k), value);
    }

    /// Sets an element.
    ///
    /// @param index its position on each axis, from 0
    /// @param value the new element, at most as long as the dtype is wide
    public void set(long[] index, String value) {
        store(at(index), value);
    }

    /// Returns the bytes of an element of `S`, without its padding.
    ///
    /// @param index its position on each axis, from 0
    /// @return the bytes, in a new array
    /// @throws ClassCastException if the elements are texts
    public byte[] bytes(long... index) {
        if (dtype().kind() != Dtype.Kind.BYTES) {
            throw new ClassCastException(source() + ": elements are " + dtype() + ", not bytes");
        }
        return Characters.bytes(layout(), at(index));
    }

    /// {@return the elements in C order, in a new array}
    public String[] toArray() {
        String[] values = new String[arrayLength()];
        Memory.guard(layout(), () -> {
            for (Runs run = Runs.inOrder(layout()); run.next();) {
                for (int n = 0; n < run.count; n++) {
                    values[(int) run.position + n] = load(run.at + n * run.stride);
                }
            }
        });
        return values;
    }

    /// Fills this array.
    ///
    /// @param values as many as this array has elements, in C order
    public void copyFrom(String... values) {
        checkLength(values.length);
        requireWritable();
        Memory.guard(layout(), () -> {
            for (Runs run = Runs.inOrder(layout()); run.next();) {
                for (int n = 0; n < run.count; n++) {
                    store(run.at + n * run.stride, values[(int) run.position + n]);
                }
            }
        });
    }

    /// {@return the elements in C order; a fault in a mapping surfaces in the terminal operation as [InternalError]}
    public Stream<String> stream() {
        return Elements.stream(layout()).mapToObj(this::load);
    }

    @Override
    public TextArray slice(Slice... items) {
        return (TextArray) super.slice(items);
    }

    @Override
    public TextArray slice(String items) {
        return (TextArray) super.slice(items);
    }

    @Override
    public TextArray select(int axis, long position) {
        return (TextArray) super.select(axis, position);
    }

    @Override
    public TextArray transpose(int... axes) {
        return (TextArray) super.transpose(axes);
    }

    @Override
    public TextArray reshape(long... dims) {
        return (TextArray) super.reshape(dims);
    }

    @Override
    public TextArray copy() {
        return (TextArray) super.copy();
    }

    @Override
    public TextArray copy(Threads threads) {
        return (TextArray) super.copy(threads);
    }

    @Override
    public TextArray take(int axis, long... indices) {
        return (TextArray) super.take(axis, indices);
    }

    private String load(long at) {
        return Characters.text(layout(), at);
    }

    private void store(long at, String value) {
        Characters.store(layout(), at, value);
    }
}
