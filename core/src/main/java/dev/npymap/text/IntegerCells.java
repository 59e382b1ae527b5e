package dev.npymap.text;

import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import java.math.BigInteger;

/// Integers of any width, as longs; uint64 as its 64 bits.
final class IntegerCells extends Cells {
    private final long[] values;
    private final boolean unsigned;

    IntegerCells(NdArray piece, long[] values) {
        super(piece);
        this.values = values;
        this.unsigned = piece.dtype().kind() == Dtype.Kind.UINT;
    }

    @Override
    double number(int cell, PrintfSpecification c) {
        long value = values[cell];
        return unsigned && value < 0 ? wide(value).doubleValue() : value;
    }

    @Override
    void integer(TextBuffer out, int cell, PrintfSpecification c) {
        long value = values[cell];
        if (unsigned && value < 0 || value == Long.MIN_VALUE) {
            IntegerText.append(out, unsigned ? wide(value) : BigInteger.valueOf(value), c);
        } else {
            IntegerText.append(out, value, c);
        }
    }

    @Override
    String character(int cell, PrintfSpecification c) {
        long value = values[cell];
        if (value < 0 || value > Character.MAX_CODE_POINT) {
            throw new IllegalArgumentException("%c takes numbers below 0x110000, not " + text(cell));
        }
        return Character.toString((int) value);
    }

    @Override
    String text(int cell) {
        return unsigned ? Long.toUnsignedString(values[cell]) : Long.toString(values[cell]);
    }

    private static BigInteger wide(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
