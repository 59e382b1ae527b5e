package dev.npymap.text;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.LongDoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.internal.decimal.PythonNumber;
import dev.npymap.internal.decimal.X87;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;

/// Floats of any width, as doubles.
final class FloatCells extends Cells {
    private final double[] values;
    private final boolean float64;
    private final boolean extended;

    FloatCells(NdArray piece, double[] values) {
        super(piece);
        this.values = values;
        this.float64 = piece instanceof DoubleArray;
        this.extended = piece instanceof LongDoubleArray;
    }

    @Override
    double number(int cell, PrintfSpecification c) {
        return values[cell];
    }

    @Override
    void integer(TextBuffer out, int cell, PrintfSpecification c) {
        requireDecimal(c);
        double value = values[cell];
        if (extended && Math.abs(value) >= 1L << 53) {
            String text = text(cell);
            if (Character.isDigit(text.charAt(text.length() - 1))) {
                IntegerText.append(out, integer(element(cell)), c);
                return;
            }
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("cannot convert " + value + " to an integer");
        }
        if (Math.abs(value) < 0x1p63) {
            IntegerText.append(out, (long) value, c);
        } else {
            IntegerText.append(out, new BigDecimal(value).toBigInteger(), c);
        }
    }

    private static BigInteger integer(NdArray element) {
        return X87.integer(element.segment(), element.offset(), element.dtype().byteOrder() == ByteOrder.BIG_ENDIAN);
    }

    @Override
    String text(int cell) {
        return float64 ? PythonNumber.text(values[cell]) : super.text(cell);
    }
}
