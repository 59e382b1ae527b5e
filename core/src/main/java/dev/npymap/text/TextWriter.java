package dev.npymap.text;

import dev.npymap.array.ComplexArray;
import dev.npymap.array.NdArray;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Dtype;
import dev.npymap.model.Slice;
import dev.npymap.model.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// Writes the rows of an array; worker threads format pieces of it in parallel.
final class TextWriter {
    /// The number of elements in a piece.
    private static final int PIECE_ELEMENTS = 8192;

    private final OutputStream out;
    private final Encoding encoding;
    private final NdArray array;
    private final TextFormat format;

    private TextWriter(OutputStream out, NdArray array, TextFormat format) {
        this.out = out;
        this.array = array;
        this.format = format;
        this.encoding = new Encoding(format.encoding());
    }

    /// Writes a whole file, unless the format does not fit the array.
    static void write(OutputStream out, NdArray array, TextFormat format) throws IOException {
        if (array.rank() != 1 && array.rank() != 2) {
            throw new IllegalArgumentException(
                    array.source() + ": text has one or two axes, not shape " + array.shape());
        }
        try {
            new TextWriter(out, array, format).write();
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(array.source() + ": " + unfit.getMessage(), unfit);
        } catch (UncheckedIOException cut) {
            throw cut.getCause();
        }
    }

    private void write() throws IOException {
        boolean complex = array instanceof ComplexArray;
        long columns = array.rank() == 2
                ? array.shape().dim(1)
                : array.dtype().kind() == Dtype.Kind.STRUCT ? array.dtype().fields().size() : 1;
        if (columns > PIECE_ELEMENTS * 1024L) {
            throw new IllegalArgumentException("a row of " + columns + " columns is too long for text");
        }
        String row = RowFormat.joined(format, (int) columns, complex);
        comment(format.header());
        if (array.shape().dim(0) > 0) {
            rows(RowFormat.parse(row, (int) columns * (complex ? 2 : 1)), (int) columns);
        }
        comment(format.footer());
    }

    private void comment(String text) throws IOException {
        if (!text.isEmpty()) {
            TextBuffer line = new TextBuffer();
            line.append(format.comments() + text.replace("\n", "\n" + format.comments()) + format.newline());
            write(Arrays.copyOf(line.bytes, line.length));
        }
    }

    private void write(byte[] text) throws IOException {
        out.write(encoding.encode(text, text.length));
    }

    private void rows(RowFormat row, int columns) throws IOException {
        long count = array.shape().dim(0);
        int pieceRows = Math.max(1, PIECE_ELEMENTS / Math.max(columns, 1));
        Threads threads = Workers.on(format.threads(), array.segment());
        if (threads.count() == 1) {
            PieceFormatter formatter = new PieceFormatter(row, format.newline());
            for (long first = 0; first < count; first += pieceRows) {
                TextBuffer text = formatter.format(piece(first, pieceRows));
                if (encoding.isPlain()) {
                    out.write(text.bytes, 0, text.length);
                } else {
                    out.write(encoding.encode(text.bytes, text.length));
                }
                written(Math.min(pieceRows, count - first));
            }
            return;
        }
        byte[][] wave = new byte[Math.min(4 * threads.count(), 64)][];
        for (long first = 0; first < count;) {
            long from = first;
            int pieces = (int) Math.min(wave.length, (count - first + pieceRows - 1) / pieceRows);
            Workers.run(threads, pieces, () -> {
                PieceFormatter formatter = new PieceFormatter(row, format.newline());
                return n -> {
                    TextBuffer text = formatter.format(piece(from + (long) n * pieceRows, pieceRows));
                    wave[n] = Arrays.copyOf(text.bytes, text.length);
                };
            });
            for (int n = 0; n < pieces; n++) {
                write(wave[n]);
            }
            first += (long) pieces * pieceRows;
            written(Math.min(first, count) - from);
        }
    }

    private void written(long rows) {
        format.progress().accept(rows * (array.byteSize() / array.shape().dim(0)));
    }

    private NdArray piece(long first, int rows) {
        return array.slice(Slice.range(first, Math.min(array.shape().dim(0), first + rows)));
    }
}
