package dev.npymap.internal.npy;

import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import java.util.stream.IntStream;

/// Dtypes as files have them: those for which NumPy has no name may be stored as raw bytes.
public final class StoredDtype {
    private StoredDtype() {
    }

    /// The dtype that elements get in a file which has others already.
    public static Dtype of(Dtype dtype, Dtype inFile) {
        return switch (dtype.kind()) {
            case BFLOAT16, FLOAT8 -> inFile.kind() == Dtype.Kind.VOID ? Dtype.raw(dtype.byteSize()) : dtype;
            case STRUCT -> dtype.fields().size() == inFile.fields().size()
                    ? Dtype.struct(dtype.byteSize(), IntStream.range(0, dtype.fields().size())
                            .mapToObj(n -> of(dtype.fields().get(n), inFile.fields().get(n))).toList())
                    : dtype;
            default -> dtype;
        };
    }

    private static Field of(Field field, Field inFile) {
        return field.with(of(field.dtype(), inFile.dtype()));
    }
}
