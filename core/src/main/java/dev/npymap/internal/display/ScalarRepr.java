package dev.npymap.internal.display;

import dev.npymap.internal.memory.Characters;
import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;

/// One element as `repr` of a NumPy scalar prints it: `np.float64(1.5)`, `np.str_('a')`.
public final class ScalarRepr {
    private ScalarRepr() {
    }

    /// The text of the element of an array without axes.
    public static String of(Layout scalar, DisplayOptions options) {
        Dtype dtype = scalar.dtype();
        String text = ScalarText.of(scalar, scalar.offset(), options);
        return switch (dtype.kind()) {
            case BOOL -> "np." + text + "_";
            case INT, UINT -> call(dtype.name(), text);
            case FLOAT -> dtype.byteSize() <= 8
                    ? call(dtype.name(), text)
                    : call("longdouble", "'" + text + "'");
            case COMPLEX -> dtype.byteSize() <= 16
                    ? call(dtype.name(), withoutParentheses(text))
                    : call("clongdouble", "'" + withoutParentheses(text) + "'");
            case BYTES -> call("bytes_", text);
            case TEXT -> call("str_", Characters.quoted(scalar, scalar.offset()));
            case DATETIME -> "np." + datetime(dtype, text);
            case TIMEDELTA -> "np." + timedelta(dtype, ElementCodec.whole(scalar, scalar.offset()));
            case STRUCT -> call(dtype.isRecord() ? "record" : "void",
                    text + ", dtype=" + dtype.fieldsRepr());
            case VOID -> call("void", text);
            case BFLOAT16, FLOAT8, OBJECT -> text;
        };
    }

    private static String call(String name, String argument) {
        return "np." + name + "(" + argument + ")";
    }

    private static String withoutParentheses(String complex) {
        return complex.startsWith("(") ? complex.substring(1, complex.length() - 1) : complex;
    }

    /// Omits the unit where the digits imply it; for NumPy they do not imply hours.
    private static String datetime(Dtype dtype, String text) {
        boolean told = dtype.multiple() == 1 && dtype.unit() != DatetimeUnit.GENERIC
                && dtype.unit() != DatetimeUnit.HOUR && !text.equals("NaT");
        return "datetime64('" + text + "'" + (told ? "" : ",'" + unit(dtype) + "'") + ")";
    }

    private static String timedelta(Dtype dtype, long count) {
        String text = count == DatetimeUnit.NAT ? "'NaT'" : Long.toString(count);
        return "timedelta64(" + text + (dtype.unit() == DatetimeUnit.GENERIC ? "" : ",'" + unit(dtype) + "'") + ")";
    }

    /// `ns`, `25s`, `generic`: the text between the brackets of the dtype's name.
    private static String unit(Dtype dtype) {
        String name = dtype.name();
        int bracket = name.indexOf('[');
        return bracket < 0 ? "generic" : name.substring(bracket + 1, name.length() - 1);
    }
}
