package dev.npymap.model;

import java.util.List;

/// What NumPy notes of a dtype beside what an element is. Dtypes that differ in nothing else are equal to NumPy.
///
/// @param alignment the multiple of bytes that C would place an element on
/// @param flags     NumPy's flags, as its pickles have them
/// @param pickled   whether a pickle said so; such a dtype is an object of its own
/// @param record    whether NumPy's scalars of it are of the class `numpy.record`
/// @param named     whether a header has the name of one of ml_dtypes' dtypes, not the code that `np.save` writes
/// @param metadata  whether it had metadata, which are left out
/// @param keys      the names and titles of fields in the order of NumPy's dictionary; none for each name before its title
record DtypeNotes(int alignment, long flags, boolean pickled, boolean record, boolean named, boolean metadata,
        List<String> keys) {
    /// The fields lie where C would place them.
    static final long ALIGNED = 0x80;

    /// Of texts: the elements are initialised.
    private static final int NEEDS_INIT = 8;
    /// Of a dtype with fields.
    private static final int STRUCT = 16;
    /// What a dtype has from its fields: initialised, pickled as a list, counted references, Python's lock.
    private static final int INHERITED = 0x1b;
    private static final int OBJECT = 63;
    /// Of dtypes that NumPy itself does not have.
    private static final int USER_DEFINED = 64;

    /// What NumPy notes of a dtype that it makes of its name, or of a list of fields.
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
