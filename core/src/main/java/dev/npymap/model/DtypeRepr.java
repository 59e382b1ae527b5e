package dev.npymap.model;

import dev.npymap.internal.python.PythonText;
import java.nio.ByteOrder;
import java.util.List;

/// Dtypes as `repr` prints them: `dtype('<U3')`, `dtype([('a', '<i4')])`.
final class DtypeRepr {
    private final StringBuilder out = new StringBuilder();

    private DtypeRepr() {
    }

    /// The fields of a structured dtype, without the class of its scalars.
    static String fieldsText(Dtype dtype) {
        DtypeRepr repr = new DtypeRepr();
        repr.addFields(dtype, true);
        return repr.out.toString();
    }

    /// What `repr(dtype)` prints: `dtype('float32')`.
    ///
    /// @param sub the axes of a dtype that is a sub-array
    static String text(Dtype dtype, SubArray sub) {
        DtypeRepr repr = new DtypeRepr();
        repr.out.append("dtype(");
        if (sub.rank() > 0) {
            sub.addPair(repr.out, () -> repr.add(dtype));
        } else if (isNumber(dtype) && dtype.byteOrder() == ByteOrder.LITTLE_ENDIAN) {
            repr.out.append('\'').append(dtype.name()).append('\'');
        } else {
            repr.add(dtype);
        }
        return repr.out.append(dtype.isAligned() ? ", align=True)" : ")").toString();
    }

    /// Whether `repr(dtype)` prints the name, not a code.
    private static boolean isNumber(Dtype dtype) {
        return switch (dtype.kind()) {
            case BOOL, INT, UINT, FLOAT, COMPLEX -> true;
            case BYTES, TEXT, VOID, STRUCT, DATETIME, TIMEDELTA, OBJECT, BFLOAT16, FLOAT8 -> false;
        };
    }

    /// @param aligned whether to say that the fields are at C's offsets, which a list cannot
    private void addFields(Dtype dtype, boolean aligned) {
        if (aligned && dtype.isAligned() || !isPacked(dtype)) {
            addDictionary(dtype, aligned && dtype.isAligned());
        } else {
            addList(dtype);
        }
    }

    private static boolean isPacked(Dtype dtype) {
        long end = 0;
        int alignment = 1;
        for (Field field : dtype.fields()) {
            if (dtype.isAligned()) {
                end = Dtype.roundUp(end, field.dtype().alignment());
                alignment = Math.max(alignment, field.dtype().alignment());
            }
            if (field.offset() != end) {
                return false;
            }
            end += field.byteSize();
        }
        return Dtype.roundUp(end, alignment) == dtype.byteSize();
    }

    private void addList(Dtype dtype) {
        DtypeDescr.addListed(out, dtype.fields(), ", ", field -> {
            out.append('(');
            DtypeDescr.addName(out, field);
            out.append(", ");
            field.sub().addTo(out, () -> add(field.dtype()));
            out.append(')');
        });
    }

    private void addDictionary(Dtype dtype, boolean aligned) {
        List<Field> fields = dtype.fields();
        String separator = ", ";
        out.append("{'names': ");
        DtypeDescr.addListed(out, fields, separator, field -> out.append(PythonText.quote(field.name())));
        out.append(", 'formats': ");
        DtypeDescr.addListed(out, fields, separator, field -> field.sub().addPair(out, () -> add(field.dtype())));
        out.append(", 'offsets': ");
        DtypeDescr.addListed(out, fields, separator, field -> out.append(field.offset()));
        if (fields.stream().anyMatch(field -> field.title().isPresent())) {
            out.append(", 'titles': ");
            DtypeDescr.addListed(out, fields, separator,
                    field -> out.append(field.title().map(PythonText::quote).orElse("None")));
        }
        out.append(", 'itemsize': ").append(dtype.byteSize());
        out.append(aligned ? ", 'aligned': True}" : "}");
    }

    /// Adds a dtype in its short form: sizes, no names.
    private void add(Dtype dtype) {
        switch (dtype.kind()) {
            case STRUCT -> {
                out.append(dtype.isRecord() ? "(numpy.record, " : "");
                addFields(dtype, false);
                out.append(dtype.isRecord() ? ")" : "");
            }
            case BOOL -> out.append("'?'");
            case BFLOAT16, FLOAT8 -> out.append(dtype.name());
            default -> out.append('\'').append(code(dtype)).append('\'');
        }
    }

    /// The code in a header, without a byte order where the dtype has none, and without a size of zero.
    private static String code(Dtype dtype) {
        String descr = dtype.descr().replace("|", "");
        return dtype.byteSize() == 0 ? descr.substring(0, descr.length() - 1) : descr;
    }
}
