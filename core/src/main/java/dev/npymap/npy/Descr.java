package dev.npymap.npy;

import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Shape;
import dev.npymap.model.SubArray;
import dev.npymap.npy.PythonLiteral.Entry;
import dev.npymap.npy.PythonLiteral.Mapping;
import dev.npymap.npy.PythonLiteral.None;
import dev.npymap.npy.PythonLiteral.Sequence;
import dev.npymap.npy.PythonLiteral.Text;
import dev.npymap.npy.PythonLiteral.Tuple;
import dev.npymap.npy.PythonLiteral.Whole;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The meaning of the value of `descr`, as `numpy.lib.format.descr_to_dtype` reads it.
///
/// @param dtype    the dtype of one element
/// @param sub      the sub-array that each item of the array is; NumPy appends the sub-array's axes to the array's
///                 shape
/// @param metadata whether the value holds metadata, which are left out
record Descr(Dtype dtype, SubArray sub, boolean metadata) {
    Descr {
        dtype = metadata ? dtype.withMetadata() : dtype;
    }

    /// NumPy stores the bytes and axes of a record or sub-array in a C `int`.
    private static final BigInteger MAX_INT = BigInteger.valueOf(Integer.MAX_VALUE);
    /// The keys of a dictionary of fields that are given as lists, not one key for each field.
    private static final List<PythonLiteral> FIELD_LISTS = List.of(new Text("names"), new Text("formats"));
    /// A text that may be a sub-array: it is one if appending a comma makes it a record with a single field.
    private static final Pattern SUB_ARRAY = Pattern.compile("[<>=|]?(?:[0-9]|\\((?! *[0-9]+ *\\))).*[^, ]");

    /// Reads the value of `descr`.
    ///
    /// @param text  the header, for messages
    /// @param value the value
    /// @param at    the index of the value in the text
    /// @throws ArrayFormatException if NumPy would not accept the value
    static Descr of(HeaderText text, PythonLiteral value, int at) throws ArrayFormatException {
        try {
            return of(value);
        } catch (IllegalArgumentException e) {
            throw text.wrong("descr is not a valid dtype descriptor: " + HeaderFormat.brief(value.repr()) + ": "
                    + HeaderFormat.brief(e.getMessage()), at);
        }
    }

    /// Reads a record as Python code.
    ///
    /// @throws IllegalArgumentException if NumPy would not accept it
    static Dtype parse(String list) {
        HeaderText text = new HeaderText("dtype", list, 0, StandardCharsets.UTF_8);
        try {
            return of(text, PythonLiteral.parse(text, false), 0).dtype();
        } catch (ArrayFormatException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    private static Descr of(PythonLiteral value) {
        return switch (value) {
            case Text(String name) -> named(name);
            case Tuple(List<PythonLiteral> items) when items.size() >= 2 -> of(items.get(0)).with(items.get(1));
            case Tuple _ -> throw new IllegalArgumentException("a tuple is a dtype and a shape");
            default -> struct(items(value), false);
        };
    }

    private static Descr plain(Dtype dtype) {
        return new Descr(dtype, SubArray.NONE, false);
    }

    /// A name of NumPy or ml_dtypes. Only ml_dtypes' own name `float8_e5m2` means an 8-bit float, `f1` does not.
    /// `(2,)i4` is a sub-array.
    private static Descr named(String name) {
        if (name.matches("[<>=|]?f1")) {
            return plain(Dtype.raw(1));
        }
        if (SUB_ARRAY.matcher(name).matches()) {
            List<Field> fields = Dtype.of(name + ",").fields();
            if (fields.size() == 1) {
                return new Descr(fields.getFirst().dtype().asNamed(), fields.getFirst().sub(), false);
            }
        }
        Dtype dtype = Dtype.of(name);
        return plain(dtype.kind() == Dtype.Kind.STRUCT
                ? Dtype.struct(dtype.byteSize(),
                        dtype.fields().stream().map(field -> field.with(field.dtype().asNamed())).toList())
                : dtype.asNamed());
    }

    /// `numpy.dtype((this, second))`: the second item is the size of a dtype without one, a shape, or another dtype of
    /// the same size. A dictionary is what `numpy.dtype.descr` has for a dtype with metadata, which NumPy cannot read
    /// back.
    private Descr with(PythonLiteral second) {
        if (second instanceof Mapping(List<Entry> entries)) {
            return withMetadata(entries);
        }
        if (unsized()) {
            return plain(sized(second));
        }
        if (second instanceof Whole) {
            return in(List.of(second));
        }
        if (second instanceof Tuple(List<PythonLiteral> lengths)) {
            return in(lengths);
        }
        if (second instanceof Sequence(List<PythonLiteral> lengths) && !lengths.isEmpty()
                && lengths.stream().allMatch(Whole.class::isInstance)) {
            return in(lengths);
        }
        return alias(second);
    }

    private boolean unsized() {
        return sub.rank() == 0 && dtype.byteSize() == 0 && switch (dtype.kind()) {
            case BYTES, TEXT, VOID -> true;
            default -> false;
        };
    }

    private Dtype sized(PythonLiteral size) {
        long unit = dtype.kind() == Dtype.Kind.TEXT ? 4 : 1;
        if (!(size instanceof Whole(BigInteger count)) || count.signum() < 0
                || count.multiply(BigInteger.valueOf(unit)).compareTo(MAX_INT) > 0) {
            throw new IllegalArgumentException("not a size of " + dtype.descr() + ": " + size.repr());
        }
        return switch (dtype.kind()) {
            case BYTES -> Dtype.bytes(count.longValue());
            case TEXT -> Dtype.text(count.longValue()).withOrder(dtype.byteOrder());
            default -> Dtype.raw(count.longValue());
        };
    }

    private Descr in(List<PythonLiteral> lengths) {
        long[] dims = new long[lengths.size()];
        BigInteger bytes = BigInteger.valueOf(dtype.byteSize()).multiply(BigInteger.valueOf(sub.shape().size()));
        for (int axis = 0; axis < dims.length; axis++) {
            if (!(lengths.get(axis) instanceof Whole(BigInteger dim)) || dim.signum() < 0
                    || dim.compareTo(MAX_INT) > 0) {
                throw new IllegalArgumentException("invalid shape of a sub-array: " + new Tuple(lengths).repr());
            }
            dims[axis] = dim.longValue();
            bytes = bytes.multiply(dim);
            if (bytes.compareTo(MAX_INT) > 0) {
                throw new IllegalArgumentException("a sub-array has more than " + MAX_INT + " bytes");
            }
        }
        return new Descr(dtype, sub.in(Shape.of(dims)), metadata);
    }

    /// `('|S20', {'h5py_encoding': 'ascii'})`. A dictionary of fields, which NumPy never writes, is refused.
    private Descr withMetadata(List<Entry> entries) {
        boolean lists = entries.stream().map(Entry::key).toList().containsAll(FIELD_LISTS);
        if (lists || !entries.isEmpty() && entries.stream().allMatch(entry -> isPlace(entry.value()))) {
            throw new IllegalArgumentException("fields in a dictionary are not read: " + new Mapping(entries).repr());
        }
        return new Descr(dtype, sub, true);
    }

    /// Whether a value of a dictionary describes a field: a dtype, an offset, and perhaps a title.
    private static boolean isPlace(PythonLiteral value) {
        if (!(value instanceof Tuple || value instanceof Sequence)) {
            return false;
        }
        List<PythonLiteral> parts = items(value);
        if (parts.size() != 2 && parts.size() != 3 || !(parts.get(1) instanceof Whole)) {
            return false;
        }
        try {
            of(parts.get(0));
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// `('<i4', [('r', '|u1'), ...])`: fields that share the bytes of a number. A header that is written anew has the
    /// fields alone.
    private Descr alias(PythonLiteral second) {
        Descr other = second instanceof Sequence(List<PythonLiteral> fields) ? struct(fields, true) : of(second);
        if (sub.rank() > 0 || other.sub.rank() > 0 || dtype.holdsObjects() || other.dtype.holdsObjects()
                || dtype.byteSize() != other.dtype.byteSize()) {
            throw new IllegalArgumentException("not the same bytes: " + dtype.descr() + " and " + other.dtype.descr());
        }
        return new Descr(other.dtype.kind() == Dtype.Kind.STRUCT ? other.dtype : dtype, sub,
                metadata || other.metadata);
    }

    /// Returns a structured dtype whose fields follow each other; raw bytes without a name are padding, except in an
    /// alias.
    private static Descr struct(List<PythonLiteral> items, boolean alias) {
        List<Field> fields = new ArrayList<>();
        boolean metadata = false;
        long offset = 0;
        for (PythonLiteral item : items) {
            List<PythonLiteral> parts = items(item);
            if (parts.size() != 2 && parts.size() != 3) {
                throw new IllegalArgumentException("a field has 2 or 3 parts: " + item.repr());
            }
            Descr type = of(parts.get(1));
            type = parts.size() == 2 ? type : type.with(parts.get(2));
            metadata |= type.metadata;
            boolean unnamed = parts.getFirst().equals(new Text(""));
            Field field = unnamed
                    ? new Field(alias ? "f" + fields.size() : "", Optional.empty(), type.dtype, type.sub, offset)
                    : named(parts.getFirst(), type, offset);
            if (alias || !unnamed || type.sub.rank() == 0 && type.dtype.kind() != Dtype.Kind.VOID) {
                fields.add(field);
            }
            if (field.byteSize() > Integer.MAX_VALUE - offset) {
                throw new IllegalArgumentException("a record has more than " + Integer.MAX_VALUE + " bytes");
            }
            offset += field.byteSize();
        }
        return new Descr(Dtype.struct(offset, fields), SubArray.NONE, metadata);
    }

    private static Field named(PythonLiteral name, Descr type, long offset) {
        if (name instanceof Text(String text)) {
            return new Field(text, Optional.empty(), type.dtype, type.sub, offset);
        }
        if (name instanceof Tuple(List<PythonLiteral> both) && both.size() == 2
                && both.get(1) instanceof Text(String text)) {
            if (both.get(0) instanceof None) {
                return new Field(text, Optional.empty(), type.dtype, type.sub, offset);
            }
            if (both.get(0) instanceof Text(String title)) {
                return new Field(text, Optional.of(title), type.dtype, type.sub, offset);
            }
        }
        throw new IllegalArgumentException("a field's name is a text, or a title and a text: " + name.repr());
    }

    /// The items that Python's `for` iterates over.
    private static List<PythonLiteral> items(PythonLiteral value) {
        return switch (value) {
            case Tuple(List<PythonLiteral> items) -> items;
            case Sequence(List<PythonLiteral> items) -> items;
            case Mapping(List<Entry> entries) -> entries.stream().map(Entry::key).toList();
            case Text(String text) -> text.codePoints().<PythonLiteral>mapToObj(c -> new Text(Character.toString(c)))
                    .toList();
            default -> throw new IllegalArgumentException("not a text, tuple or list: " + value.repr());
        };
    }
}
