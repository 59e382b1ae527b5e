package dev.npymap.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.Dtype;
import dev.npymap.array.Field;
import dev.npymap.array.NdArray;
import dev.npymap.array.RecordArray;
import dev.npymap.array.TextArray;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Looks for characters that are none: the one thing in the elements of an array that can be wrong.
final class TextCheck {
    private static final ValueLayout.OfInt LITTLE = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt BIG = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /// From a position in the array's memory to one in its file.
    private final long toFile;

    private TextCheck(long toFile) {
        this.toFile = toFile;
    }

    /// Checks all texts of an array, those in its records included.
    ///
    /// @param array      as it was mapped, not a part of it
    /// @param dataOffset where its elements begin in the file, in bytes
    /// @throws ArrayFormatException if a character lies beyond Unicode
    static void of(NdArray array, long dataOffset) throws ArrayFormatException {
        if (array.size() > 0) {
            new TextCheck(dataOffset - array.offset(new long[array.rank()])).check(array);
        }
    }

    private void check(NdArray array) throws ArrayFormatException {
        if (array instanceof TextArray texts && texts.dtype().kind() == Dtype.Kind.TEXT) {
            long[] index = new long[texts.rank()];
            for (long left = texts.size(); left > 0; left--) {
                checkText(texts, texts.offset(index));
                advance(index, texts);
            }
        } else if (array instanceof RecordArray records) {
            for (Field field : records.dtype().fields()) {
                check(records.field(field.name()));
            }
        }
    }

    private void checkText(TextArray texts, long at) throws ArrayFormatException {
        ValueLayout.OfInt layout = texts.dtype().byteOrder() == ByteOrder.BIG_ENDIAN ? BIG : LITTLE;
        for (long n = 0; n < texts.dtype().byteSize(); n += Integer.BYTES) {
            int c = texts.segment().get(layout, at + n);
            if (!Character.isValidCodePoint(c)) {
                throw new ArrayFormatException(texts.source(),
                        "not a character of Unicode: U+" + Integer.toHexString(c) + " in an element of "
                                + texts.dtype().descr(),
                        at + n + toFile);
            }
        }
    }

    /// Moves on to the next element in C order.
    private static void advance(long[] index, NdArray array) {
        for (int axis = index.length - 1; axis >= 0 && ++index[axis] == array.shape().dim(axis); axis--) {
            index[axis] = 0;
        }
    }
}
