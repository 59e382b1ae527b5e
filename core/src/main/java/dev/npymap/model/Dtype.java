package dev.npymap.model;

import dev.npymap.internal.python.PythonText;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The type of an array's elements: a kind, a size in bytes, a byte order, and for structured dtypes the fields.
///
/// Immutable. Dtypes have the texts of NumPy (`numpy.dtype.str`, `numpy.lib.format.dtype_to_descr`). Two dtypes are
/// equal if NumPy's `==` says so: alignment and flags do not count.
public final class Dtype {
    /// The kinds of elements.
    public enum Kind {
        /// `b1`: one byte, false if zero.
        BOOL('b'),
        /// `i1` to `i8`: signed integers.
        INT('i'),
        /// `u1` to `u8`: unsigned integers.
        UINT('u'),
        /// `f2`, `f4`, `f8`: IEEE 754; `f16`: x87's 80 bits in 16 bytes.
        FLOAT('f'),
        /// `c8`, `c16`, `c32`: two floats of half the size.
        COMPLEX('c'),
        /// `S`: a fixed number of bytes, padded with NUL.
        BYTES('S'),
        /// `U`: a fixed number of code points in UTF-32, padded with NUL.
        TEXT('U'),
        /// `V`: raw bytes without a type.
        VOID('V'),
        /// A structured dtype with named fields, whose letter in NumPy is `V`.
        STRUCT('V'),
        /// `M8`: a count of units since 1970-01-01.
        DATETIME('M'),
        /// `m8`: a count of units.
        TIMEDELTA('m'),
        /// `O`: pickled Python objects; recognised in headers, but never elements of an array here.
        OBJECT('O'),
        /// bfloat16 of ml_dtypes: the upper half of a `float32`; NumPy's files call it `V2`.
        BFLOAT16('V'),
        /// An 8-bit float in one of ml_dtypes' formats; NumPy's files call it `V1` or `f1`.
        FLOAT8('V');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        /// {@return whether elements are booleans or integers}
        public boolean isWhole() {
            return this == BOOL || this == INT || this == UINT;
        }

        /// {@return whether elements are floats of any width}
        public boolean isFloat() {
            return this == FLOAT || this == BFLOAT16 || this == FLOAT8;
        }

        /// {@return whether elements count units of time}
        public boolean isTime() {
            return this == DATETIME || this == TIMEDELTA;
        }

        /// {@return whether elements are byte strings or texts}
        public boolean isText() {
            return this == BYTES || this == TEXT;
        }

        /// NumPy's letter for this kind in the texts of dtypes.
        char code() {
            return code;
        }
    }

    /// One byte, false if zero.
    public static final Dtype BOOL = new Dtype(Kind.BOOL, 1);
    /// Signed, 1 byte.
    public static final Dtype INT8 = new Dtype(Kind.INT, 1);
    /// Signed, 2 bytes.
    public static final Dtype INT16 = new Dtype(Kind.INT, 2);
    /// Signed, 4 bytes.
    public static final Dtype INT32 = new Dtype(Kind.INT, 4);
    /// Signed, 8 bytes.
    public static final Dtype INT64 = new Dtype(Kind.INT, 8);
    /// Unsigned, 1 byte.
    public static final Dtype UINT8 = new Dtype(Kind.UINT, 1);
    /// Unsigned, 2 bytes.
    public static final Dtype UINT16 = new Dtype(Kind.UINT, 2);
    /// Unsigned, 4 bytes.
    public static final Dtype UINT32 = new Dtype(Kind.UINT, 4);
    /// Unsigned, 8 bytes.
    public static final Dtype UINT64 = new Dtype(Kind.UINT, 8);
    /// IEEE 754 binary16.
    public static final Dtype FLOAT16 = new Dtype(Kind.FLOAT, 2);
    /// IEEE 754 binary32.
    public static final Dtype FLOAT32 = new Dtype(Kind.FLOAT, 4);
    /// IEEE 754 binary64.
    public static final Dtype FLOAT64 = new Dtype(Kind.FLOAT, 8);
    /// x87's 80-bit extended precision in 16 bytes, the `longdouble` of NumPy on x86-64 Linux.
    public static final Dtype LONGDOUBLE = new Dtype(Kind.FLOAT, 16);
    /// Two `float32`.
    public static final Dtype COMPLEX64 = new Dtype(Kind.COMPLEX, 8);
    /// Two `float64`.
    public static final Dtype COMPLEX128 = new Dtype(Kind.COMPLEX, 16);
    /// Two `longdouble`.
    public static final Dtype COMPLEX256 = new Dtype(Kind.COMPLEX, 32);
    /// A Python object: recognised in headers, refused as an element.
    public static final Dtype OBJECT = new Dtype(Kind.OBJECT, 8);
    /// bfloat16 of ml_dtypes: the upper half of a `float32`.
    public static final Dtype BFLOAT16 = new Dtype(Kind.BFLOAT16, 2);

    private final Kind kind;
    private final long byteSize;
    private final boolean bigEndian;
    private final DatetimeUnit unit;
    private final int multiple;
    private final Optional<Float8> float8;
    private final Fields fields;
    private final DtypeNotes notes;
    private final int hash;

    private Dtype(Kind kind, long byteSize) {
        this(kind, byteSize, Fields.NONE);
    }

    private Dtype(Kind kind, long byteSize, Fields fields) {
        this(kind, byteSize, false, DatetimeUnit.GENERIC, 1, Optional.empty(), fields,
                DtypeNotes.of(kind, byteSize, fields.list()));
    }

    private Dtype(Kind kind, long byteSize, boolean bigEndian, DatetimeUnit unit, int multiple, Optional<Float8> float8,
            Fields fields, DtypeNotes notes) {
        this.kind = kind;
        this.byteSize = byteSize;
        this.bigEndian = bigEndian;
        this.unit = unit;
        this.multiple = multiple;
        this.float8 = float8;
        this.fields = fields;
        this.notes = notes;
        this.hash = Objects.hash(kind, byteSize, bigEndian, unit, multiple, float8, fields.list());
    }

    /// Reads a dtype text as `numpy.dtype(text)` does: `<f8`, `float64`, `M8[25us]`, `U5`, `i4,(2,3)f8`.
    ///
    /// @param text any spelling that NumPy accepts, except a sub-array outside of a record
    /// @return the dtype
    /// @throws IllegalArgumentException if NumPy would not accept the text
    public static Dtype of(String text) {
        return DtypeText.parse(text);
    }

    /// {@return the dtype of byte strings, `|S<length>`}
    /// @param length the length of each element in bytes
    /// @throws IllegalArgumentException if the length is negative or exceeds 31 bits
    public static Dtype bytes(long length) {
        return new Dtype(Kind.BYTES, size(length));
    }

    /// {@return the dtype of texts, `<U<length>`}
    /// @param length the length of each element in code points of 4 bytes
    /// @throws IllegalArgumentException if the length is negative or its size in bytes exceeds 31 bits
    public static Dtype text(long length) {
        return new Dtype(Kind.TEXT, size(Math.clamp(length, -1, Integer.MAX_VALUE) * 4L));
    }

    /// {@return the dtype of raw bytes, `|V<byteSize>`}
    /// @param byteSize the size of each element in bytes
    /// @throws IllegalArgumentException if the size is negative or exceeds 31 bits
    public static Dtype raw(long byteSize) {
        return new Dtype(Kind.VOID, size(byteSize));
    }

    /// {@return the dtype of points in time, `<M8[<multiple><unit>]`}
    /// @param unit     the unit of the count
    /// @param multiple how many units one step of the count is
    /// @throws IllegalArgumentException if the multiple is less than 1
    public static Dtype datetime(DatetimeUnit unit, int multiple) {
        return time(Kind.DATETIME, unit, multiple);
    }

    /// {@return the dtype of spans of time, `<m8[<multiple><unit>]`}
    /// @param unit     the unit of the count
    /// @param multiple how many units one step of the count is
    /// @throws IllegalArgumentException if the multiple is less than 1
    public static Dtype timedelta(DatetimeUnit unit, int multiple) {
        return time(Kind.TIMEDELTA, unit, multiple);
    }

    /// {@return the dtype of the 8-bit floats of a format}
    /// @param format one of ml_dtypes' formats
    public static Dtype float8(Float8 format) {
        return new Dtype(Kind.FLOAT8, 1, false, DatetimeUnit.GENERIC, 1, Optional.of(format), Fields.NONE,
                DtypeNotes.of(Kind.FLOAT8, 1, List.of()));
    }

    /// Returns a structured dtype whose fields follow each other without padding.
    ///
    /// @param fields the fields, whose offsets are ignored and computed anew
    /// @return the dtype
    /// @throws IllegalArgumentException if two fields share a name or title
    public static Dtype struct(Field... fields) {
        List<Field> placed = new ArrayList<>();
        long offset = 0;
        for (Field field : fields) {
            Field next = field.at(offset);
            placed.add(next);
            offset = next.end();
        }
        return struct(offset, placed);
    }

    /// Returns a structured dtype with its fields at C's offsets, as `numpy.dtype(fields, align=True)` does.
    ///
    /// @param fields the fields, whose offsets are ignored and computed anew
    /// @return the dtype, padded to a multiple of its alignment
    /// @throws IllegalArgumentException if two fields share a name or title
    public static Dtype aligned(Field... fields) {
        List<Field> placed = new ArrayList<>();
        long end = 0;
        int alignment = 1;
        for (Field field : fields) {
            Field next = field.at(roundUp(end, field.dtype().alignment()));
            placed.add(next);
            end = next.end();
            alignment = Math.max(alignment, field.dtype().alignment());
        }
        Dtype dtype = struct(roundUp(end, alignment), placed);
        return dtype.with(dtype.notes.with(alignment, dtype.flags() | DtypeNotes.ALIGNED));
    }

    /// The least multiple of an alignment that is not less than an offset; a pickle may hold any alignment.
    static long roundUp(long at, int alignment) {
        return alignment <= 1 ? at : Math.ceilDiv(at, alignment) * (long) alignment;
    }

    /// Returns a structured dtype with its fields at their own offsets; fields may overlap.
    ///
    /// NumPy keeps dtypes whose fields overlap or are out of order in pickles, but not in `.npy` files: see
    /// [#isOverlaid].
    ///
    /// @param byteSize the size of one record in bytes, padding included
    /// @param fields   the fields, in any order
    /// @return the dtype
    /// @throws IllegalArgumentException if two fields share a name or title, or one lies outside the record
    public static Dtype struct(long byteSize, List<Field> fields) {
        for (Field field : fields) {
            long end = field.end();
            if (field.offset() < 0 || end > byteSize) {
                throw new IllegalArgumentException(
                        "fields end at byte " + end + " of a record of " + byteSize + " bytes");
            }
        }
        return new Dtype(Kind.STRUCT, size(byteSize), new Fields(fields));
    }

    /// {@return whether the fields of a structured dtype, or of one nested in it, overlap or are not in the order of
    /// their offsets, which a `.npy` header cannot express}
    public boolean isOverlaid() {
        return fields.overlaid();
    }

    static Dtype time(Kind kind, DatetimeUnit unit, int multiple) {
        if (multiple < 1) {
            throw new IllegalArgumentException("a time unit's multiple is at least 1, not " + multiple);
        }
        return new Dtype(kind, 8, false, unit, unit == DatetimeUnit.GENERIC ? 1 : multiple, Optional.empty(),
                Fields.NONE, DtypeNotes.of(kind, 8, List.of()));
    }

    /// NumPy stores the size of an element in 31 bits.
    private static long size(long size) {
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("an element cannot have " + size + " bytes");
        }
        return size;
    }

    /// {@return what kind of element this is}
    public Kind kind() {
        return kind;
    }

    /// {@return the size of one element in bytes}
    public long byteSize() {
        return byteSize;
    }

    /// {@return whether another dtype equals this one except for the byte order}
    /// @param other the other dtype
    public boolean isLike(Dtype other) {
        return withOrder(ByteOrder.LITTLE_ENDIAN).equals(other.withOrder(ByteOrder.LITTLE_ENDIAN));
    }

    /// {@return the byte order of the numbers in an element; little endian for dtypes without a byte order}
    public ByteOrder byteOrder() {
        return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /// {@return the unit of a datetime64 or timedelta64; [DatetimeUnit#GENERIC] for other dtypes}
    public DatetimeUnit unit() {
        return unit;
    }

    /// {@return how many units one step of a datetime64 or timedelta64 is; 1 for other dtypes}
    public int multiple() {
        return multiple;
    }

    /// {@return the format of an 8-bit float; empty for other dtypes}
    public Optional<Float8> float8() {
        return float8;
    }

    /// {@return the fields of a structured dtype, by ascending offset unless it is overlaid; empty for other dtypes}
    public List<Field> fields() {
        return fields.list();
    }

    /// Finds a field by its name or title.
    ///
    /// Cost: one look-up in a hash table.
    ///
    /// @param name a name or title
    /// @return the field
    /// @throws IllegalArgumentException if the dtype has no such field
    public Field field(String name) {
        return fields.find(name).orElseThrow(() -> new IllegalArgumentException(
                "no field " + PythonText.quote(name) + " in " + descr()));
    }

    /// {@return whether an element is or holds a Python object}
    public boolean holdsObjects() {
        return kind == Kind.OBJECT || fields.holdObjects();
    }

    /// {@return C's alignment of an element in bytes, `numpy.dtype.alignment`; views need no alignment}
    public int alignment() {
        return notes.alignment();
    }

    /// {@return `numpy.dtype.flags`, which NumPy's pickles hold}
    public long flags() {
        return notes.flags();
    }

    /// {@return whether the fields are at C's offsets, `numpy.dtype.isalignedstruct`}
    public boolean isAligned() {
        return (notes.flags() & DtypeNotes.ALIGNED) != 0;
    }

    /// {@return whether NumPy's scalars of this structured dtype are of the class `numpy.record`}
    public boolean isRecord() {
        return notes.record();
    }

    /// {@return whether headers name this dtype by its name in ml_dtypes, see [#asNamed()]}
    public boolean isNamed() {
        return notes.named();
    }

    /// {@return whether the dtype, or one nested in it, had metadata in its pickle or header: a dictionary that NumPy
    /// carries along and this library leaves out}
    public boolean hasMetadata() {
        return notes.metadata();
    }

    /// {@return an equal dtype whose [#hasMetadata()] is true}
    public Dtype withMetadata() {
        return with(notes.withMetadata());
    }

    /// Returns this dtype with the alignment and flags of a pickle, which matter only to texts and pickles.
    ///
    /// @param alignment C's alignment of an element in bytes
    /// @param flags     NumPy's flags
    /// @return an equal dtype that is an object of its own in pickles
    public Dtype withFlags(int alignment, long flags) {
        return new Dtype(kind, byteSize, bigEndian, unit, multiple, float8, fields,
                notes.with(alignment, flags).asPickled());
    }

    /// {@return the names and titles of the fields in the order of `numpy.dtype.fields`: each name before its title,
    /// unless a pickle said otherwise}
    public List<String> fieldKeys() {
        return notes.keys().isEmpty() ? fields.keys() : notes.keys();
    }

    /// Returns this dtype with another order of the keys of `numpy.dtype.fields`, which only pickles show.
    ///
    /// @param keys the names of all fields and titles of some, in any order; other texts are left out
    /// @return an equal dtype
    /// @throws IllegalArgumentException if a name is missing, or a name or title comes twice
    public Dtype withFieldKeys(List<String> keys) {
        List<String> known = keys.stream().filter(key -> fields.find(key).isPresent()).toList();
        Set<String> distinct = new HashSet<>(known);
        if (distinct.size() < known.size()
                || !fields.list().stream().allMatch(field -> distinct.contains(field.name()))) {
            throw new IllegalArgumentException("not the names and titles of all fields");
        }
        return with(notes.with(known.equals(fields.keys()) ? List.of() : known));
    }

    /// {@return an equal dtype whose scalars are of NumPy's class `numpy.record`}
    public Dtype asRecord() {
        return with(notes.asRecord());
    }

    /// {@return an equal dtype of which headers give the name instead of the code, if it is a dtype of ml_dtypes:
    /// `bfloat16` instead of `<V2`; NumPy reads the name where ml_dtypes is imported}
    public Dtype asNamed() {
        return kind == Kind.BFLOAT16 || kind == Kind.FLOAT8 ? with(notes.asNamed()) : this;
    }

    private Dtype with(DtypeNotes newNotes) {
        return newNotes.equals(notes)
                ? this
                : new Dtype(kind, byteSize, bigEndian, unit, multiple, float8, fields, newNotes);
    }

    /// {@return whether NumPy has a single object for this dtype, to which all pickled arrays refer; false if the dtype
    /// came from a pickle with an object of its own}
    public boolean isShared() {
        return !notes.pickled() && !bigEndian && switch (kind) {
            case BOOL, INT, UINT, FLOAT, COMPLEX, OBJECT, BFLOAT16, FLOAT8 -> true;
            case BYTES, TEXT, VOID -> byteSize == 0 && !isRecord();
            case STRUCT, DATETIME, TIMEDELTA -> false;
        };
    }

    /// {@return this dtype in a byte order}
    /// @param order the byte order of every number in the element
    public Dtype withOrder(ByteOrder order) {
        boolean big = order == ByteOrder.BIG_ENDIAN && hasOrder();
        List<Field> ordered = fields.list().stream().map(f -> f.with(f.dtype().withOrder(order))).toList();
        return new Dtype(kind, byteSize, big, unit, multiple, float8, new Fields(ordered), notes);
    }

    /// Whether the numbers of an element have a byte order.
    boolean hasOrder() {
        return switch (kind) {
            case INT, UINT, FLOAT -> byteSize > 1;
            case COMPLEX, TEXT, DATETIME, TIMEDELTA, BFLOAT16 -> true;
            case BOOL, BYTES, VOID, STRUCT, OBJECT, FLOAT8 -> false;
        };
    }

    /// {@return the text that `np.save` writes for this dtype, the value of `descr` in a header without quotes around
    /// it: `<f8`, or `[('a', '<i4'), ('', '|V4')]`}
    public String descr() {
        return DtypeDescr.of(this);
    }

    /// The unit of a time dtype, as it follows the name.
    String unitText() {
        return unit == DatetimeUnit.GENERIC ? "" : "[" + (multiple == 1 ? "" : multiple) + unit.symbol() + "]";
    }

    /// {@return NumPy's name: `float64`, `datetime64[ns]`, `str160` (in bits); ml_dtypes' name for its floats}
    public String name() {
        return switch (kind) {
            case BOOL -> "bool";
            case INT -> "int" + 8 * byteSize;
            case UINT -> "uint" + 8 * byteSize;
            case FLOAT -> "float" + 8 * byteSize;
            case COMPLEX -> "complex" + 8 * byteSize;
            case BYTES -> byteSize == 0 ? "bytes" : "bytes" + 8 * byteSize;
            case TEXT -> byteSize == 0 ? "str" : "str" + 8 * byteSize;
            case VOID, STRUCT -> byteSize == 0 ? "void" : "void" + 8 * byteSize;
            case DATETIME -> "datetime64" + unitText();
            case TIMEDELTA -> "timedelta64" + unitText();
            case OBJECT -> "object";
            case BFLOAT16 -> "bfloat16";
            case FLOAT8 -> float8.orElseThrow().toString();
        };
    }

    /// {@return what `repr(dtype)` prints in NumPy: `dtype('float64')`, `dtype('<U3')`, `dtype([('a', '<i4')])`}
    public String repr() {
        return repr(SubArray.NONE);
    }

    /// {@return the fields of a structured dtype as [#repr()] writes them: `[('a', '<i4'), ('b', '<f8')]`}
    public String fieldsRepr() {
        return DtypeRepr.fieldsText(this);
    }

    /// {@return what `repr` prints in NumPy for the dtype whose elements are sub-arrays of this one:
    /// `dtype(('<f8', (5,)))`}
    /// @param sub the sub-array
    public String repr(SubArray sub) {
        return DtypeRepr.text(this, sub);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Dtype d && hash == d.hash && kind == d.kind && byteSize == d.byteSize
                && bigEndian == d.bigEndian && unit == d.unit && multiple == d.multiple && float8.equals(d.float8)
                && fields.list().equals(d.fields.list());
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// {@return the name and the code in headers: `float64 ('<f8')`}
    @Override
    public String toString() {
        return kind == Kind.STRUCT ? descr() : name() + " ('" + descr() + "')";
    }
}
