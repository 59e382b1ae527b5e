package dev.npymap.internal.reduce;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;

/// Tests whether elements that are not numbers are zero: texts and raw bytes are if all their bytes are, records if all
/// their fields are.
///
/// NumPy differs where it converts records to booleans: a record must have one field then, whose first element counts.
final class NonZero {
    /// The number of significant bytes in a longdouble; the others are padding.
    private static final int X87_BYTES = 10;

    private final MemorySegment segment;
    private final Dtype dtype;

    NonZero(Layout a) {
        this.segment = a.segment();
        this.dtype = a.dtype();
    }

    /// Whether this class tests elements of a dtype; numbers and times are compared with zero.
    static boolean isAskedOf(Dtype dtype) {
        return switch (dtype.kind()) {
            case BYTES, TEXT, VOID, STRUCT -> true;
            case BOOL, INT, UINT, FLOAT, BFLOAT16, FLOAT8, COMPLEX, DATETIME, TIMEDELTA, OBJECT -> false;
        };
    }

    /// The element of each record that determines its boolean.
    ///
    /// @return the first element of the only field, recursively if that is a record; other arrays unchanged
    /// @throws ClassCastException if a record does not have exactly one field
    static Layout firsts(Layout a, ReductionRule what) {
        Layout layout = a;
        while (layout.dtype().kind() == Dtype.Kind.STRUCT) {
            List<Field> fields = layout.dtype().fields();
            if (fields.size() != 1) {
                throw new ClassCastException(a.name() + ": elements are " + a.dtype() + ", which have no " + what
                        + (what.kind() == Reduction.Kind.COUNT_NON_ZERO ? " along axes" : "") + ": "
                        + fields.size() + " fields make no boolean");
            }
            Field field = fields.getFirst();
            if (field.shape().size() == 0) {
                return Layout.zeros(Dtype.BOOL, Shape.of(), a.source()).with(0, a.shape(), new long[a.rank()]);
            }
            layout = layout.with(layout.offset() + field.offset(), field.dtype(), layout.shape(), layout.strides());
        }
        return layout;
    }

    /// Tests elements.
    ///
    /// @param places the offsets of the elements in the segment, in bytes; each is replaced by 1 or 0
    void replace(long[] places, int count) {
        for (int n = 0; n < count; n++) {
            places[n] = is(dtype, places[n]) ? 1 : 0;
        }
    }

    private boolean is(Dtype type, long at) {
        long size = type.byteSize();
        return switch (type.kind()) {
            case STRUCT -> type.fields().stream().anyMatch(field -> is(field, at + field.offset()));
            case FLOAT, BFLOAT16 -> isNumber(type, at, size);
            case COMPLEX -> isNumber(type, at, size / 2) || isNumber(type, at + size / 2, size / 2);
            case BOOL, INT, UINT, FLOAT8, BYTES, TEXT, DATETIME, TIMEDELTA, VOID, OBJECT -> hasBit(at, size);
        };
    }

    /// A sub-array is compared as bytes, so that a negative zero counts as not zero.
    private boolean is(Field field, long at) {
        return field.shape().rank() == 0 ? is(field.dtype(), at) : hasBit(at, field.byteSize());
    }

    private boolean hasBit(long at, long count) {
        for (long n = 0; n < count; n++) {
            if (segment.get(JAVA_BYTE, at + n) != 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether a float has a bit set besides its sign.
    private boolean isNumber(Dtype type, long at, long size) {
        boolean big = type.byteOrder() == ByteOrder.BIG_ENDIAN;
        long used = Math.min(size, X87_BYTES);
        long first = big ? at + size - used : at;
        long sign = big ? first : first + used - 1;
        return (segment.get(JAVA_BYTE, sign) & Byte.MAX_VALUE) != 0 || hasBit(big ? first + 1 : first, used - 1);
    }
}
