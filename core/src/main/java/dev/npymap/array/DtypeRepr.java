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
    static String shortText(Dtype dtype, Display.Legacy legacy) {
        return switch (dtype.kind()) {
            case STRUCT -> struct(dtype, legacy.upTo(Display.Legacy.NUMPY_1_21) ? "" : " ");
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
            default -> shortText(dtype, Display.Legacy.NONE);
        };
        boolean bare = text.chars().allMatch(Character::isLetterOrDigit);
        return "dtype(" + (bare ? "'" + text + "'" : text) + ")";
    }

    /// @param space what stands behind commas and colons of dictionaries
    private static String struct(Dtype dtype, String space) {
        return isPacked(dtype) ? list(dtype, space) : dictionary(dtype, space);
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

    private static String list(Dtype dtype, String space) {
        return listed(dtype.fields(), " ", field -> "(" + DtypeDescr.name(field) + ", " + base(field.dtype(), space)
                + (field.shape().rank() == 0 ? "" : ", " + PythonText.tuple(field.shape())) + ")");
    }

    private static String dictionary(Dtype dtype, String space) {
        List<Field> fields = dtype.fields();
        boolean titled = fields.stream().anyMatch(field -> field.title().isPresent());
        return "{'names':" + space + listed(fields, space, field -> PythonText.quote(field.name()))
                + ", 'formats':" + space
                + listed(fields, space, field -> DtypeDescr.shaped(field, base(field.dtype(), space)))
                + ", 'offsets':" + space + listed(fields, space, field -> Long.toString(field.offset()))
                + (titled
                        ? ", 'titles':" + space
                                + listed(fields, space, field -> field.title().map(PythonText::quote).orElse("None"))
                        : "")
                + ", 'itemsize':" + space + dtype.byteSize() + "}";
    }

    private static String listed(List<Field> fields, String space, Function<Field, String> text) {
        return fields.stream().map(text).collect(Collectors.joining("," + space, "[", "]"));
    }

    /// A field's dtype in its short form: sizes, no names.
    private static String base(Dtype dtype, String space) {
        return switch (dtype.kind()) {
            case STRUCT -> struct(dtype, space);
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
