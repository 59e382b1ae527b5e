package dev.npymap.array;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Dtypes as `np.save` writes them into headers: `<f8`, or `[('a', '<i4'), ('', '|V4')]`.
final class DtypeDescr {
    private DtypeDescr() {
    }

    static String of(Dtype dtype) {
        return switch (dtype.kind()) {
            case STRUCT -> dtype.isOverlaid() ? dictionary(dtype) : list(dtype);
            case TEXT -> order(dtype) + "U" + dtype.byteSize() / 4;
            case OBJECT -> "|O";
            case DATETIME, TIMEDELTA -> order(dtype) + dtype.kind().code() + 8 + dtype.unitText();
            case FLOAT8 -> dtype.float8().orElseThrow() == Float8.E5M2 ? "<f1" : "<V1";
            default -> order(dtype) + dtype.kind().code() + dtype.byteSize();
        };
    }

    private static String order(Dtype dtype) {
        return dtype.byteOrder() == ByteOrder.BIG_ENDIAN ? ">" : dtype.hasOrder() ? "<" : "|";
    }

    private static String list(Dtype dtype) {
        List<String> items = new ArrayList<>();
        long end = 0;
        for (Field field : dtype.fields()) {
            addPadding(items, field.offset() - end);
            items.add("(" + name(field) + ", " + base(field)
                    + (field.shape().rank() == 0 ? "" : ", " + PythonText.tuple(field.shape())) + ")");
            end = field.end();
        }
        addPadding(items, dtype.byteSize() - end);
        return "[" + String.join(", ", items) + "]";
    }

    private static void addPadding(List<String> items, long bytes) {
        if (bytes > 0) {
            items.add("('', '|V" + bytes + "')");
        }
    }

    /// As `repr` prints what the list cannot say.
    private static String dictionary(Dtype dtype) {
        List<Field> fields = dtype.fields();
        return "{'names': " + fields.stream().map(field -> PythonText.quote(field.name())).toList() + ", 'formats': "
                + fields.stream().map(field -> shaped(field, base(field))).toList() + ", 'offsets': "
                + fields.stream().map(Field::offset).toList() + ", 'itemsize': " + dtype.byteSize() + "}";
    }

    private static String base(Field field) {
        String descr = of(field.dtype());
        return field.dtype().kind() == Dtype.Kind.STRUCT ? descr : PythonText.quote(descr);
    }

    /// The name of a field, and its title before it if it has one.
    static String name(Field field) {
        String name = PythonText.quote(field.name());
        return field.title().map(title -> "(" + PythonText.quote(title) + ", " + name + ")").orElse(name);
    }

    /// The text of a field's dtype with the shape of its sub-array.
    static String shaped(Field field, String base) {
        return field.shape().rank() == 0 ? base : "(" + base + ", " + PythonText.tuple(field.shape()) + ")";
    }
}
