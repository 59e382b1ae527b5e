package dev.npymap.text;

import dev.npymap.array.Dtype;
import dev.npymap.array.PythonText;

/// `repr` of NumPy's scalars: `np.float64(0.1)`, as NumPy 2 has it.
final class ScalarRepr {
    private ScalarRepr() {
    }

    /// @param text `str` of the scalar
    static String of(Dtype dtype, String text) {
        return switch (dtype.kind()) {
            case BOOL -> "np." + text + "_";
            case INT, UINT, BFLOAT16, FLOAT8 -> "np." + dtype.name() + "(" + text + ")";
            case FLOAT -> dtype.byteSize() == 16
                    ? "np.longdouble('" + text + "')"
                    : "np." + dtype.name() + "(" + text + ")";
            case COMPLEX -> {
                String parts = text.startsWith("(") ? text.substring(1, text.length() - 1) : text;
                yield dtype.byteSize() == 32
                        ? "np.clongdouble('" + parts + "')"
                        : "np." + dtype.name() + "(" + parts + ")";
            }
            case BYTES -> "np.bytes_(" + text + ")";
            case TEXT -> "np.str_(" + PythonText.quote(text) + ")";
            case DATETIME -> "np.datetime64('" + text + "'" + unit(dtype, text) + ")";
            case TIMEDELTA -> {
                String count = text.equals("NaT") ? "'NaT'" : text.substring(0, text.indexOf(' '));
                if (dtype.multiple() > 1 && !text.equals("NaT")) {
                    count = Long.toString(Long.parseLong(count) / dtype.multiple());
                }
                yield "np.timedelta64(" + count + unit(dtype, "NaT") + ")";
            }
            case VOID -> "np.void(" + text + ")";
            case STRUCT, OBJECT -> "np.void(" + text + ", dtype=" + dtype.descr() + ")";
        };
    }

    /// The unit, which a point in time shows by its digits unless it is none.
    private static String unit(Dtype dtype, String text) {
        String symbol = dtype.unit().symbol();
        boolean shown = text.equals("NaT") && !symbol.isEmpty();
        return shown ? ",'" + (dtype.multiple() == 1 ? "" : dtype.multiple()) + symbol + "'" : "";
    }
}
