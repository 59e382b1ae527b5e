package dev.npymap.text;

import dev.npymap.array.BooleanArray;
import dev.npymap.array.ByteArray;
import dev.npymap.array.Display;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.Float8Array;
import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.LongDoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.ShortArray;
import dev.npymap.array.TextArray;
import dev.npymap.array.UIntArray;
import java.util.Arrays;

/// The elements of a block of rows, copied, and how each becomes text.
///
/// A block is an array with one or two axes; its elements are numbered in C order.
///
/// Threads: one.
abstract sealed class Cells permits FloatCells, IntegerCells, BooleanCells, TextCells, OtherCells {
    private final NdArray block;

    Cells(NdArray block) {
        this.block = block;
    }

    /// Copies the elements of a block.
    static Cells of(NdArray block) {
        return switch (block) {
            case DoubleArray a -> new FloatCells(block, a.toArray());
            case FloatArray a -> new FloatCells(block, widened(a.toArray()));
            case HalfArray a -> new FloatCells(block, widened(a.toArray()));
            case Float8Array a -> new FloatCells(block, widened(a.toArray()));
            case LongDoubleArray a -> new FloatCells(block, a.toArray());
            case LongArray a -> new IntegerCells(block, a.toArray());
            case UIntArray a -> new IntegerCells(block, a.toArray());
            case IntArray a -> new IntegerCells(block, widened(a.toArray()));
            case ShortArray a -> new IntegerCells(block, widened(a.toArray()));
            case ByteArray a -> new IntegerCells(block, widened(a.toArray()));
            case BooleanArray a -> new BooleanCells(block, a.toArray());
            case TextArray a -> new TextCells(block, a);
            default -> new OtherCells(block, false);
        };
    }

    /// A block of sub-arrays, one for each position of the first axis.
    static Cells ofSubArrays(NdArray block) {
        return new OtherCells(block, true);
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int n = 0; n < wide.length; n++) {
            wide[n] = values[n];
        }
        return wide;
    }

    private static long[] widened(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    /// Appends an element.
    ///
    /// @throws IllegalArgumentException where Python does not format it so
    final void append(TextBuffer out, FloatText floats, int cell, PrintfSpecification c) {
        switch (c.type()) {
            case 'e', 'E', 'f', 'F', 'g', 'G' -> floats.append(out, number(cell, c), c);
            case 'd', 'i', 'u', 'o', 'x', 'X' -> integer(out, cell, c);
            case 'c' -> c.append(out, character(cell, c));
            case 's' -> c.append(out, text(cell));
            case 'r' -> c.append(out, repr(cell));
            default -> c.append(out, ascii(repr(cell)));
        }
    }

    /// The element as a float.
    double number(int cell, PrintfSpecification c) {
        throw mismatch(c);
    }

    void integer(TextBuffer out, int cell, PrintfSpecification c) {
        throw mismatch(c);
    }

    String character(int cell, PrintfSpecification c) {
        throw mismatch(c);
    }

    /// `str` of the element.
    String text(int cell) {
        return Display.DEFAULT.scalarStr(element(cell));
    }

    /// `repr` of the element.
    String repr(int cell) {
        return Display.DEFAULT.scalarRepr(element(cell));
    }

    NdArray element(int cell) {
        if (block.rank() == 1) {
            return block.select(0, cell);
        }
        long columns = block.shape().dim(1);
        return block.select(0, cell / columns).select(0, cell % columns);
    }

    /// Octal and hexadecimal digits are those of integers alone.
    final void requireDecimal(PrintfSpecification c) {
        if (c.type() == 'x' || c.type() == 'X' || c.type() == 'o') {
            throw mismatch(c);
        }
    }

    final IllegalArgumentException mismatch(PrintfSpecification c) {
        return new IllegalArgumentException(
                "elements are " + block.dtype() + ", which %" + c.type() + " does not format");
    }

    private static String ascii(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.append(c < 0x80
                ? Character.toString(c)
                : (c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c)));
        return out.toString();
    }

    final NdArray block() {
        return block;
    }
}
