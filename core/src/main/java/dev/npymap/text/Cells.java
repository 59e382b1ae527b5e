package dev.npymap.text;

import dev.npymap.array.BooleanArray;
import dev.npymap.array.ByteArray;
import dev.npymap.array.Display;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.Dtype;
import dev.npymap.array.Float8Array;
import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.LongDoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.PythonText;
import dev.npymap.array.ShortArray;
import dev.npymap.array.TextArray;
import dev.npymap.array.UIntArray;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The elements of a block of rows, copied, and how each becomes text.
///
/// A block is an array with one or two axes; its elements are numbered in C order.
///
/// Threads: one.
abstract sealed class Cells {
    private final NdArray block;

    private Cells(NdArray block) {
        this.block = block;
    }

    /// Copies the elements of a block.
    static Cells of(NdArray block) {
        return switch (block) {
            case DoubleArray a -> new Floats(block, a.toArray());
            case FloatArray a -> new Floats(block, widened(a.toArray()));
            case HalfArray a -> new Floats(block, widened(a.toArray()));
            case Float8Array a -> new Floats(block, widened(a.toArray()));
            case LongDoubleArray a -> new Floats(block, a.toArray());
            case LongArray a -> new Integers(block, a.toArray());
            case UIntArray a -> new Integers(block, a.toArray());
            case IntArray a -> new Integers(block, widened(a.toArray()));
            case ShortArray a -> new Integers(block, widened(a.toArray()));
            case ByteArray a -> new Integers(block, widened(a.toArray()));
            case BooleanArray a -> new Booleans(block, a.toArray());
            case TextArray a -> new Texts(block, a);
            default -> new Others(block, false);
        };
    }

    /// A block of sub-arrays, one for each position of the first axis.
    static Cells ofSubArrays(NdArray block) {
        return new Others(block, true);
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
    final void append(TextBuffer out, FloatText floats, int cell, Conversion c) {
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
    double number(int cell, Conversion c) {
        throw mismatch(c);
    }

    void integer(TextBuffer out, int cell, Conversion c) {
        throw mismatch(c);
    }

    String character(int cell, Conversion c) {
        throw mismatch(c);
    }

    /// `str` of the element.
    String text(int cell) {
        return PythonText.str(element(cell));
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

    final IllegalArgumentException mismatch(Conversion c) {
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

    private static final class Floats extends Cells {
        private final double[] values;
        private final boolean float64;
        private final boolean extended;

        Floats(NdArray block, double[] values) {
            super(block);
            this.values = values;
            this.float64 = block instanceof DoubleArray;
            this.extended = block instanceof LongDoubleArray;
        }

        @Override
        double number(int cell, Conversion c) {
            return values[cell];
        }

        @Override
        void integer(TextBuffer out, int cell, Conversion c) {
            if (c.type() == 'x' || c.type() == 'X' || c.type() == 'o') {
                throw mismatch(c);
            }
            double value = values[cell];
            if (extended && Math.abs(value) >= 1L << 53) {
                String text = text(cell);
                if (Character.isDigit(text.charAt(text.length() - 1))) {
                    IntegerText.append(out, LongDouble.integer(element(cell)), c);
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

        @Override
        String text(int cell) {
            return float64 ? PythonText.number(values[cell]) : super.text(cell);
        }
    }

    private static final class Integers extends Cells {
        private final long[] values;
        private final boolean unsigned;

        Integers(NdArray block, long[] values) {
            super(block);
            this.values = values;
            this.unsigned = block.dtype().kind() == Dtype.Kind.UINT;
        }

        @Override
        double number(int cell, Conversion c) {
            long value = values[cell];
            return unsigned && value < 0 ? wide(value).doubleValue() : value;
        }

        @Override
        void integer(TextBuffer out, int cell, Conversion c) {
            long value = values[cell];
            if (unsigned && value < 0 || value == Long.MIN_VALUE) {
                IntegerText.append(out, unsigned ? wide(value) : BigInteger.valueOf(value), c);
            } else {
                IntegerText.append(out, value, c);
            }
        }

        @Override
        String character(int cell, Conversion c) {
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

    private static final class Booleans extends Cells {
        private final boolean[] values;

        Booleans(NdArray block, boolean[] values) {
            super(block);
            this.values = values;
        }

        @Override
        double number(int cell, Conversion c) {
            return values[cell] ? 1 : 0;
        }

        @Override
        void integer(TextBuffer out, int cell, Conversion c) {
            if (c.type() == 'x' || c.type() == 'X' || c.type() == 'o') {
                throw mismatch(c);
            }
            IntegerText.append(out, values[cell] ? 1 : 0, c);
        }

        @Override
        String text(int cell) {
            return values[cell] ? "True" : "False";
        }
    }

    private static final class Texts extends Cells {
        private final String[] values;
        private final boolean bytes;

        Texts(NdArray block, TextArray texts) {
            super(block);
            this.values = texts.toArray();
            this.bytes = block.dtype().kind() == Dtype.Kind.BYTES;
        }

        @Override
        String character(int cell, Conversion c) {
            String value = values[cell];
            if (bytes || value.codePointCount(0, value.length()) != 1) {
                throw mismatch(c);
            }
            return value;
        }

        @Override
        String text(int cell) {
            return bytes
                    ? PythonText.quote(values[cell].getBytes(StandardCharsets.ISO_8859_1))
                    : values[cell];
        }
    }

    /// Times, complex numbers in records, records in records, raw bytes, sub-arrays.
    private static final class Others extends Cells {
        private final boolean subArrays;

        Others(NdArray block, boolean subArrays) {
            super(block);
            this.subArrays = subArrays;
        }

        @Override
        NdArray element(int cell) {
            return subArrays ? block().select(0, cell) : super.element(cell);
        }

        @Override
        String text(int cell) {
            return subArrays ? element(cell).toString() : super.text(cell);
        }

        @Override
        String repr(int cell) {
            return subArrays ? element(cell).repr() : super.repr(cell);
        }

        @Override
        double number(int cell, Conversion c) {
            return real(c).number(cell, c);
        }

        @Override
        void integer(TextBuffer out, int cell, Conversion c) {
            if (c.type() == 'x' || c.type() == 'X' || c.type() == 'o') {
                throw mismatch(c);
            }
            real(c).integer(out, cell, c);
        }

        /// Python drops the imaginary part of a complex number in a record.
        private Cells real(Conversion c) {
            if (subArrays || block().dtype().kind() != Dtype.Kind.COMPLEX) {
                throw mismatch(c);
            }
            return Cells.of(block().asComplex().real());
        }
    }

    final NdArray block() {
        return block;
    }
}
