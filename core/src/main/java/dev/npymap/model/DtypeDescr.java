package dev.npymap.model;

import dev.npymap.internal.python.PythonText;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/// Dtypes as `np.save` writes them into headers: `<f8`, or `[('a', '<i4'), ('', '|V4')]`.
final class DtypeDescr {
    private final StringBuilder out = new StringBuilder();

    private DtypeDescr() {
    }

    static String of(Dtype dtype) {
        if (dtype.kind() != Dtype.Kind.STRUCT) {
            return plain(dtype);
        }
        DtypeDescr descr = new DtypeDescr();
        descr.add(dtype);
        return descr.out.toString();
    }

    private static String plain(Dtype dtype) {
        return switch (dtype.kind()) {
            case TEXT -> order(dtype) + "U" + dtype.byteSize() / 4;
            case OBJECT -> "|O";
            case DATETIME, TIMEDELTA -> order(dtype) + dtype.kind().code() + 8 + dtype.unitText();
            case BFLOAT16 -> dtype.isNamed() ? dtype.name() : order(dtype) + "V2";
            case FLOAT8 -> dtype.isNamed()
                    ? dtype.name()
                    : dtype.float8().orElseThrow() == Float8.E5M2 ? "<f1" : "<V1";
            default -> order(dtype) + dtype.kind().code() + dtype.byteSize();
        };
    }

    private static String order(Dtype dtype) {
        return dtype.byteOrder() == ByteOrder.BIG_ENDIAN ? ">" : dtype.hasOrder() ? "<" : "|";
    }

    private void add(Dtype dtype) {
        if (dtype.kind() != Dtype.Kind.STRUCT) {
            out.append(PythonText.quote(plain(dtype)));
        } else if (dtype.isOverlaid()) {
            addDictionary(dtype);
        } else {
            addList(dtype);
        }
    }

    private void addList(Dtype dtype) {
        out.append('[');
        long end = 0;
        String separator = "";
        for (Field field : dtype.fields()) {
            if (field.offset() > end) {
                addPadding(separator, field.offset() - end);
                separator = ", ";
            }
            out.append(separator).append('(');
            addName(out, field);
            out.append(", ");
            field.sub().addTo(out, () -> add(field.dtype()));
            out.append(')');
            separator = ", ";
            end = field.end();
        }
        if (dtype.byteSize() > end) {
            addPadding(separator, dtype.byteSize() - end);
        }
        out.append(']');
    }

    private void addPadding(String separator, long bytes) {
        out.append(separator).append("('', '|V").append(bytes).append("')");
    }

    /// Adds a structured dtype as the dictionary that `repr` prints where a list is not enough.
    private void addDictionary(Dtype dtype) {
        List<Field> fields = dtype.fields();
        out.append("{'names': ");
        addListed(out, fields, ", ", field -> out.append(PythonText.quote(field.name())));
        out.append(", 'formats': ");
        addListed(out, fields, ", ", field -> field.sub().addPair(out, () -> add(field.dtype())));
        out.append(", 'offsets': ");
        addListed(out, fields, ", ", field -> out.append(field.offset()));
        out.append(", 'itemsize': ").append(dtype.byteSize()).append('}');
    }

    /// Adds a text for each field, as a list.
    static void addListed(StringBuilder out, List<Field> fields, String separator, Consumer<Field> text) {
        String before = "[";
        for (Field field : fields) {
            out.append(before);
            text.accept(field);
            before = separator;
        }
        out.append(fields.isEmpty() ? "[]" : "]");
    }

    /// Adds the name of a field, and its title before it if it has one.
    static void addName(StringBuilder out, Field field) {
        String name = PythonText.quote(field.name());
        field.title().ifPresentOrElse(
                title -> out.append('(').append(PythonText.quote(title)).append(", ").append(name).append(')'),
                () -> out.append(name));
    }
}
