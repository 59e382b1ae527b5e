package dev.npymap.model;

import java.util.List;

/// What NumPy keeps of a dtype besides the type of an element. Dtypes that differ in nothing else are equal in NumPy.
///
/// @param alignment C's alignment of an element in bytes
/// @param flags     NumPy's flags, as its pickles have them
/// @param pickled   whether these notes came from a pickle; such a dtype is an object of its own
/// @param record    whether NumPy's scalars of the dtype are of the class `numpy.record`
/// @param named     whether headers give the dtype's name in ml_dtypes, not the code that `np.save` writes
/// @param metadata  whether the dtype had metadata, which are left out
/// @param keys      the names and titles of fields in the order of NumPy's dictionary; empty for each name before its
///                  title
record DtypeNotes(int alignment, long flags, boolean pickled, boolean record, boolean named, boolean metadata,
        List<String> keys) {
    /// The flag of dtypes whose fields are at C's offsets.
    static final long ALIGNED = 0x80;

    /// The flag of texts: memory is initialised.
    private static final int NEEDS_INIT = 8;
    /// The flag of dtypes with fields.
    private static final int STRUCT = 16;
    /// The flags that a dtype inherits from its fields: initialised, pickled as a list, counted references, Python's
    /// lock.
    private static final int INHERITED = 0x1b;
    private static final int OBJECT = 63;
    /// The flag of dtypes that NumPy itself does not have.
    private static final int USER_DEFINED = 64;

    /// What NumPy keeps of a dtype that it makes from a name or from a list of fields.
    static DtypeNotes of(Dtype.Kind kind, long byteSize, List<Field> fields) {
        return new DtypeNotes(switch (kind) {
            case BOOL, BYTES, VOID, STRUCT -> 1;
            case TEXT -> 4;
            case COMPLEX -> (int) byteSize / 2;
            case INT, UINT, FLOAT, DATETIME, TIMEDELTA, OBJECT, BFLOAT16, FLOAT8 -> (int) byteSize;
        }, switch (kind) {
            case TEXT -> NEEDS_INIT;
            case OBJECT -> OBJECT;
            case BFLOAT16, FLOAT8 -> USER_DEFINED;
            case STRUCT -> {
                long flags = STRUCT;
                for (Field field : fields) {
                    flags |= field.dtype().flags() & INHERITED;
                }
                yield flags;
            }
            case BOOL, INT, UINT, FLOAT, COMPLEX, BYTES, VOID, DATETIME, TIMEDELTA -> 0;
        }, false, false, false, false, List.of());
    }

    DtypeNotes with(int newAlignment, long newFlags) {
        return new DtypeNotes(newAlignment, newFlags, pickled, record, named, metadata, keys);
    }

    DtypeNotes asPickled() {
        return new DtypeNotes(alignment, flags, true, record, named, metadata, keys);
    }

    DtypeNotes with(List<String> newKeys) {
        return new DtypeNotes(alignment, flags, pickled, record, named, metadata, List.copyOf(newKeys));
    }

    DtypeNotes asRecord() {
        return new DtypeNotes(alignment, flags, pickled, true, named, metadata, keys);
    }

    DtypeNotes asNamed() {
        return new DtypeNotes(alignment, flags, pickled, record, true, metadata, keys);
    }

    DtypeNotes withMetadata() {
        return new DtypeNotes(alignment, flags, pickled, record, named, true, keys);
    }
}
