package dev.npymap.text;

import dev.npymap.array.NdArray;
import dev.npymap.array.TextArray;
import dev.npymap.internal.python.PythonText;
import dev.npymap.model.Dtype;
import java.nio.charset.StandardCharsets;

/// Texts and byte strings.
final class TextCells extends Cells {
    private final String[] values;
    private final boolean bytes;

    TextCells(NdArray piece, TextArray texts) {
        super(piece);
        this.values = texts.toArray();
        this.bytes = piece.dtype().kind() == Dtype.Kind.BYTES;
    }

    @Override
    String character(int cell, PrintfSpecification c) {
        String value = values[cell];
        if (bytes || value.codePointCount(0, value.length()) != 1) {
            throw mismatch(c);
        }
        return value;
    }

    @Override
    String text(int cell) {
        return bytes
                ? PythonText.quote(values[cell].getBytes(StandardCharsets.ISO_8859_1))
                : values[cell];
    }
}
