package dev.npymap.text;

import dev.npymap.array.NdArray;

/// Booleans of a piece.
final class BooleanCells extends Cells {
    private final boolean[] values;

    BooleanCells(NdArray piece, boolean[] values) {
        super(piece);
        this.values = values;
    }

    @Override
    double number(int cell, PrintfSpecification c) {
        return values[cell] ? 1 : 0;
    }

    @Override
    void integer(TextBuffer out, int cell, PrintfSpecification c) {
        requireDecimal(c);
        IntegerText.append(out, values[cell] ? 1 : 0, c);
    }

    @Override
    String text(int cell) {
        return values[cell] ? "True" : "False";
    }
}
