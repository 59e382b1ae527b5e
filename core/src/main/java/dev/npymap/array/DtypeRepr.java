package dev.npymap.array;

import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Dtypes as NumPy writes them behind an array: `int16`, `'<U3'`, `'datetime64[ns]'`, `[('a', '<i4')]`.
final class DtypeRepr {
    private DtypeRepr() {
    }

    /// A text that evaluates to the dtype where NumPy's names are imported.
    static String shortText(Dtype dtype) {
        return switch (dtype.kind()) {
            case STRUCT -> struct(dtype);
            case BYTES, TEXT, VOID -> "'" + dtype.descr() + "'";
            default -> dtype.byteOrder() == ByteOrder.BIG_ENDIAN
                    ? "'" + dtype.descr() + "'"
                    : dtype.name().chars().allMatch(Character::isLetterOrDigit)
                            ? dtype.name()
                            : "'" + dtype.name() + "'";
        };
    }

    /// What `repr(dtype)` prints: `dtype('float32')`.
    static String text(Dtype dtype) {
        String text = switch (dtype.kind()) {
            case BYTES, VOID, OBJECT -> "'" + code(dtype) + "'";
            case DATETIME, TIMEDELTA -> "'" + dtype.descr() + "'";
            default -> shortText(dtype);
        };
        boolean bare = text.chars().allMatch(Character::isLetterOrDigit);
        return "dtype(" + (bare ? "'" + text + "'" : text) + ")";
    }

    private static String struct(Dtype dtype) {
        return isPacked(dtype) ? list(dtype) : dictionary(dtype);
    }

    private static boolean isPacked(Dtype dtype) {
        long end = 0;
        for (Field field : dtype.fields()) {
            if (field.offset() != end) {
                return false;
            }
            end += field.byteSize();
        }
        return end == dtype.byteSize();
    }

    private static String list(Dtype dtype) {
        return listed(dtype.fields(), field -> "(" + DtypeDescr.name(field) + ", " + base(field.dtype())
                + (field.shape().rank() == 0 ? "" : ", " + PythonText.tuple(field.shape())) + ")");
    }

    private static String dictionary(Dtype dtype) {
        List<Field> fields = dtype.fields();
        boolean titled = fields.stream().anyMatch(field -> field.title().isPresent());
        return "{'names': " + listed(fields, field -> PythonText.quote(field.name()))
                + ", 'formats': " + listed(fields, field -> DtypeDescr.shaped(field, base(field.dtype())))
                + ", 'offsets': " + listed(fields, field -> Long.toString(field.offset()))
                + (titled
                        ? ", 'titles': " + listed(fields, field -> field.title().map(PythonText::quote).orElse("None"))
                        : "")
                + ", 'itemsize': " + dtype.byteSize() + "}";
    }

    private static String listed(List<Field> fields, Function<Field, String> text) {
        return fields.stream().map(text).collect(Collectors.joining(", ", "[", "]"));
    }

    /// A field's dtype in its short form: sizes, no names.
    private static String base(Dtype dtype) {
        return switch (dtype.kind()) {
            case STRUCT -> struct(dtype);
            case BOOL -> "'?'";
            case BFLOAT16, FLOAT8 -> dtype.name();
            default -> "'" + code(dtype) + "'";
        };
    }

    private static String code(Dtype dtype) {
        String descr = dtype.descr().replace("|", "");
        return dtype.byteSize() == 0 ? descr.substring(0, descr.length() - 1) : descr;
    }
}
