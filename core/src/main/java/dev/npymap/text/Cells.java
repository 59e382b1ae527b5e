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

/// The elements of a piece of an array, copied, and the text of each.
///
/// A piece is an array of rows, with one or two axes; its elements are numbered in C order.
///
/// Threads: one.
abstract sealed class Cells permits FloatCells, IntegerCells, BooleanCells, TextCells, OtherCells {
    private final NdArray piece;

    Cells(NdArray piece) {
        this.piece = piece;
    }

    /// Copies the elements of a piece.
    static Cells of(NdArray piece) {
        return switch (piece) {
            case DoubleArray a -> new FloatCells(piece, a.toArray());
            case FloatArray a -> new FloatCells(piece, widened(a.toArray()));
            case HalfArray a -> new FloatCells(piece, widened(a.toArray()));
            case Float8Array a -> new FloatCells(piece, widened(a.toArray()));
            case LongDoubleArray a -> new FloatCells(piece, a.toArray());
            case LongArray a -> new IntegerCells(piece, a.toArray());
            case UIntArray a -> new IntegerCells(piece, a.toArray());
            case IntArray a -> new IntegerCells(piece, widened(a.toArray()));
            case ShortArray a -> new IntegerCells(piece, widened(a.toArray()));
            case ByteArray a -> new IntegerCells(piece, widened(a.toArray()));
            case BooleanArray a -> new BooleanCells(piece, a.toArray());
            case TextArray a -> new TextCells(piece, a);
            default -> new OtherCells(piece, false);
        };
    }

    /// A piece of sub-arrays, one for each position of the first axis.
    static Cells ofSubArrays(NdArray piece) {
        return new OtherCells(piece, true);
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

    /// Appends the text of an element.
    ///
    /// @throws IllegalArgumentException if Python does not format the element so
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
        if (piece.rank() == 1) {
            return piece.select(0, cell);
        }
        long columns = piece.shape().dim(1);
        return piece.select(0, cell / columns).select(0, cell % columns);
    }

    /// Refuses octal and hexadecimal digits, which only integers have.
    final void requireDecimal(PrintfSpecification c) {
        if (c.type() == 'x' || c.type() == 'X' || c.type() == 'o') {
            throw mismatch(c);
        }
    }

    final IllegalArgumentException mismatch(PrintfSpecification c) {
        return new IllegalArgumentException(
                "elements are " + piece.dtype() + ", which %" + c.type() + " does not format");
    }

    private static String ascii(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.append(c < 0x80
                ? Character.toString(c)
                : (c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c)));
        return out.toString();
    }

    final NdArray piece() {
        return piece;
    }
}
