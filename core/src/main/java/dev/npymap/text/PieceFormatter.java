package dev.npymap.text;

import dev.npymap.array.ComplexArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.RecordArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Formats the rows of a piece of an array.
///
/// Threads: one.
final class PieceFormatter {
    private final byte[][] literals;
    private final PrintfSpecification[] conversions;
    private final FloatText floats = new FloatText();
    private final TextBuffer out = new TextBuffer();

    PieceFormatter(RowFormat format, String newline) {
        this.conversions = format.conversions().toArray(PrintfSpecification[]::new);
        this.literals = new byte[conversions.length + 1][];
        for (int n = 0; n < literals.length; n++) {
            TextBuffer literal = new TextBuffer();
            literal.append(format.literals().get(n) + (n == conversions.length ? newline : ""));
            literals[n] = Arrays.copyOf(literal.bytes, literal.length);
        }
    }

    /// The values of one column: every `step`th from `first` on.
    private record Column(Cells cells, int first, int step) {
    }

    /// Returns the text of rows, which is valid until the next call.
    TextBuffer format(NdArray rows) {
        Column[] columns = columns(rows);
        out.length = 0;
        boolean complex = rows instanceof ComplexArray;
        int count = (int) rows.shape().dim(0);
        for (int row = 0; row < count; row++) {
            int start = out.length;
            for (int n = 0; n < conversions.length; n++) {
                literal(n);
                Column column = columns[n];
                column.cells.append(out, floats, column.first + row * column.step, conversions[n]);
            }
            literal(conversions.length);
            if (complex) {
                dropPlus(start);
            }
        }
        return out;
    }

    private void literal(int n) {
        byte[] text = literals[n];
        out.reserve(text.length);
        System.arraycopy(text, 0, out.bytes, out.length, text.length);
        out.length += text.length;
    }

    /// Replaces `+-` by `-` everywhere in the row.
    private void dropPlus(int start) {
        int to = start;
        for (int from = start; from < out.length; from++) {
            if (out.bytes[from] != '+' || from + 1 == out.length || out.bytes[from + 1] != '-') {
                out.bytes[to++] = out.bytes[from];
            }
        }
        out.length = to;
    }

    private static Column[] columns(NdArray rows) {
        List<Column> columns = new ArrayList<>();
        if (rows.dtype().kind() == Dtype.Kind.STRUCT && rows.rank() == 1) {
            RecordArray records = rows.asRecord();
            for (Field field : rows.dtype().fields()) {
                NdArray values = records.field(field.name());
                columns.add(new Column(field.shape().rank() == 0 ? Cells.of(values) : Cells.ofSubArrays(values), 0, 1));
            }
            return columns.toArray(Column[]::new);
        }
        int count = rows.rank() == 1 ? 1 : (int) rows.shape().dim(1);
        Cells[] parts = rows instanceof ComplexArray complex
                ? new Cells[]{Cells.of(complex.real()), Cells.of(complex.imag())}
                : new Cells[]{Cells.of(rows)};
        for (int n = 0; n < count; n++) {
            for (Cells part : parts) {
                columns.add(new Column(part, n, count));
            }
        }
        return columns.toArray(Column[]::new);
    }
}
