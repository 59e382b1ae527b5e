package dev.npymap.internal.display;

import dev.npymap.model.Dtype;
import java.nio.ByteOrder;

/// Dtypes as `repr` prints them after an array: `int16`, `'<U3'`, `'datetime64[ns]'`, `[('a', '<i4')]`.
final class DtypeName {
    private DtypeName() {
    }

    /// A text that evaluates to the dtype if NumPy's names are imported.
    static String text(Dtype dtype) {
        return switch (dtype.kind()) {
            case STRUCT -> dtype.isRecord()
                    ? "(numpy.record, " + dtype.fieldsRepr() + ")"
                    : dtype.fieldsRepr();
            case BYTES, TEXT, VOID -> "'" + dtype.descr() + "'";
            default -> dtype.byteOrder() == ByteOrder.BIG_ENDIAN
                    ? "'" + dtype.descr() + "'"
                    : dtype.name().chars().allMatch(Character::isLetterOrDigit)
                            ? dtype.name()
                            : "'" + dtype.name() + "'";
        };
    }
}
