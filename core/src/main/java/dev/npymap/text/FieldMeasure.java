package dev.npymap.text;

import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;
import java.nio.charset.StandardCharsets;

/// Determines the width or time unit that a field needs, as an int32: the number of characters, or the unit's ordinal.
final class FieldMeasure implements FieldParser {
    private static final Bits LITTLE = new Bits(false);

    private final Dtype.Kind kind;

    FieldMeasure(Dtype dtype) {
        this.kind = dtype.kind();
    }

    /// Whether the dtype depends on the fields.
    static boolean isNeeded(Dtype dtype) {
        return switch (dtype.kind()) {
            case BYTES, TEXT -> dtype.byteSize() == 0;
            case DATETIME -> dtype.unit() == DatetimeUnit.GENERIC;
            default -> false;
        };
    }

    /// Returns the dtype for the widest or finest field.
    ///
    /// @param greatest the greatest measure; -1 if there is no field
    static Dtype measured(Dtype dtype, int greatest) {
        return switch (dtype.kind()) {
            case BYTES -> Dtype.bytes(Math.max(greatest, 1));
            case TEXT -> Dtype.text(Math.max(greatest, 1)).withOrder(dtype.byteOrder());
            default -> greatest < 0
                    ? dtype
                    : Dtype.datetime(DatetimeUnit.values()[greatest], 1).withOrder(dtype.byteOrder());
        };
    }

    @Override
    public boolean parse(byte[] text, int from, int to, boolean plain, byte[] out, int at) {
        String field = new String(text, from, to - from, StandardCharsets.UTF_8);
        int measure = field.codePointCount(0, field.length());
        if (kind == Dtype.Kind.DATETIME) {
            DatetimeUnit unit = TimeParser.unit(field);
            measure = unit == DatetimeUnit.GENERIC ? -1 : unit.ordinal();
        }
        LITTLE.store(out, at, measure, Integer.BYTES);
        return kind != Dtype.Kind.BYTES || field.chars().allMatch(c -> c <= 0xff);
    }
}
