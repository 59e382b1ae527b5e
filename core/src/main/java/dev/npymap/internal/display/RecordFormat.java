package dev.npymap.internal.display;

import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Shape;

/// Records: the fields between parentheses, each in the common format of that field in all records.
final class RecordFormat implements ElementFormat {
    /// From this number of characters on, no more fields and elements of zero bytes are appended: a small file can have
    /// any number of them.
    private static final int LONGEST = 1 << 21;

    private final Field[] fields;
    private final ElementFormat[] formats;
    private final DisplayOptions options;

    RecordFormat(Layout data, DisplayOptions options, boolean scalar) {
        this.fields = data.dtype().fields().toArray(Field[]::new);
        this.formats = new ElementFormat[fields.length];
        this.options = options;
        for (int n = 0; n < fields.length; n++) {
            formats[n] = ElementFormat.of(data.field(fields[n]), options, scalar);
        }
    }

    /// A record as a scalar, `str(a[0])`: its floats have all their digits.
    static String scalar(Layout record, DisplayOptions options) {
        StringBuilder out = new StringBuilder();
        new RecordFormat(record, options, true).append(out, record.offset());
        return out.toString();
    }

    @Override
    public void append(StringBuilder out, long at) {
        out.append('(');
        for (int n = 0; n < fields.length; n++) {
            out.append(n == 0 ? "" : ", ");
            if (fields[n].byteSize() == 0 && out.length() > LONGEST) {
                out.append("...)");
                return;
            }
            Shape shape = fields[n].shape();
            boolean summarised = shape.size() > options.threshold();
            subArray(out, n, 0, at + fields[n].offset(), summarised);
        }
        out.append(fields.length == 1 ? ",)" : ")");
    }

    private void subArray(StringBuilder out, int field, int axis, long at, boolean summarised) {
        Shape shape = fields[field].shape();
        if (axis == shape.rank()) {
            formats[field].append(out, at);
            return;
        }
        Dtype dtype = fields[field].dtype();
        long step = dtype.byteSize();
        for (int n = axis + 1; n < shape.rank(); n++) {
            step *= shape.dim(n);
        }
        long dim = shape.dim(axis);
        long edge = options.edgeItems();
        boolean cut = summarised && edge < dim - edge;
        out.append('[');
        for (long n = 0; n < dim; n++) {
            if (dtype.byteSize() == 0 && out.length() > LONGEST) {
                out.append("...");
                break;
            }
            if (cut && n == edge) {
                out.append("..., ");
                n = edge == 0 ? 0 : dim - edge;
            }
            subArray(out, field, axis + 1, at + n * step, summarised);
            out.append(n < dim - 1 ? ", " : "");
        }
        out.append(']');
    }
}
