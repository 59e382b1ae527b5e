package dev.npymap.text;

import dev.npymap.internal.work.Workers;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// Reads all rows of a text; worker threads parse pieces of it in parallel.
///
/// The text is read in chunks that end with a line. A chunk is cut into pieces at line breaks, and each piece is parsed
/// by one thread. With a quote character only parsing tells where a row ends, so a chunk is parsed as a single piece,
/// and an incomplete row is left for the next chunk.
final class TableReader {
    /// The size of a piece of text in bytes.
    private static final int PIECE_BYTES = 1 << 18;
    /// The number of pieces for each thread, since worker threads start slowly.
    private static final int PIECES_PER_THREAD = 16;
    private static final int LONGEST_LINE = 1 << 26;
    /// The size in bytes of the elements of a piece; a row of text has at least two bytes.
    private static final int MOST_ELEMENT_BYTES = 1 << 20;

    private final TextInput in;
    private final TextOptions options;
    private final Dtype dtype;
    private final boolean measured;
    private final Syntax syntax;
    private final long most;
    /// The number of pieces in a chunk.
    private final int wave;
    private byte[] chunk;
    private int filled;
    private boolean ended;
    /// The position of the chunk in the text, in bytes.
    private long offset;
    /// The number of lines before the text that is parsed next.
    private long lines;
    private long rows;
    private Optional<Table> table = Optional.empty();

    /// Receives rows as they are parsed, in order.
    interface Sink {
        /// Receives rows that [TableReader#rows] does not count yet.
        void accept(Table table, byte[] elements, int count) throws IOException;
    }

    /// @param dtype    the dtype to read, instead of the options' dtype
    /// @param measured whether the elements are the measures of the fields, from which the dtype is determined
    TableReader(TextInput in, TextOptions options, Dtype dtype, boolean measured) {
        this.in = in;
        this.options = options;
        this.dtype = dtype;
        this.measured = measured;
        this.syntax = new Syntax(options);
        this.most = options.maxRows().orElse(Long.MAX_VALUE);
        this.wave = options.threads().count() == 1 ? 1 : Math.min(64, PIECES_PER_THREAD * options.threads().count());
        this.chunk = new byte[PIECE_BYTES * wave];
    }

    /// The number of rows that were read.
    long rows() {
        return rows;
    }

    /// The number of bytes of text that were read for these rows.
    long byteSize() {
        return offset;
    }

    /// The layout of rows; if there was no row, the layout of rows with one field.
    Table table() {
        return table.orElseGet(() -> Table.of(options, dtype, 1));
    }

    /// Reads up to the end, the largest number of rows, or the first wrong row.
    ///
    /// @throws ArrayFormatException if a row is wrong
    void read(Sink sink) throws IOException {
        // Options that exclude each other are an error even if there is no row.
        table();
        skip(options.skipRows());
        while (rows < most && fill()) {
            int whole = wholeLines();
            in.validate(chunk, 0, whole, offset);
            boolean laidOut = table.isPresent();
            int consumed = laidOut ? parse(table.get(), whole, sink) : findFirst(whole);
            if (consumed == 0 && laidOut == table.isPresent()) {
                grow();
            }
            drop(consumed);
        }
    }

    private int parse(Table found, int whole, Sink sink) throws IOException {
        int mostRows = Math.max(1, MOST_ELEMENT_BYTES / Math.max(1, found.rowSize()));
        if (syntax.quote.length > 0) {
            RowParser parser = new RowParser(options, syntax, found, measured);
            int consumed = parser.parse(chunk, 0, whole, ended, offset, Math.min(mostRows, most - rows));
            accept(found, parser.result(), sink);
            return consumed;
        }
        int pieceSize = (int) Math.min(PIECE_BYTES, 2L * mostRows);
        ParsedRows[] parsed = new ParsedRows[wave];
        long wanted = most - rows;
        int at = 0;
        while (at < whole && rows < most) {
            int[] cuts = cuts(at, whole, pieceSize, wave);
            Workers.run(options.threads(), cuts.length - 1, () -> {
                RowParser parser = new RowParser(options, syntax, found, measured);
                return piece -> {
                    parser.parse(chunk, cuts[piece], cuts[piece + 1], true, offset + cuts[piece], wanted);
                    parsed[piece] = parser.result();
                };
            });
            for (int piece = 0; piece < cuts.length - 1; piece++) {
                accept(found, parsed[piece], sink);
            }
            at = cuts[cuts.length - 1];
        }
        return at;
    }

    private void accept(Table found, ParsedRows piece, Sink sink) throws IOException {
        int count = (int) Math.min(piece.count(), most - rows);
        if (count > 0) {
            sink.accept(found, piece.elements(), count);
        }
        rows += count;
        if (rows < most && piece.failure().isPresent()) {
            RowFailure failure = piece.failure().get();
            throw new ArrayFormatException(in.source(),
                    "line " + (lines + piece.lines() + 1) + ": " + failure.message().apply(rows), failure.offset());
        }
        lines += piece.lines();
    }

    /// Finds the first row, which determines the layout of all rows. Returns where it begins, or where one may begin.
    private int findFirst(int whole) throws ArrayFormatException {
        RowSplitter splitter = new RowSplitter(syntax);
        for (int at = 0; at < whole;) {
            int next = splitter.next(chunk, at, whole, ended);
            if (next == RowSplitter.INCOMPLETE) {
                return at;
            }
            if (splitter.count > 0) {
                try {
                    table = Optional.of(Table.of(options, dtype, splitter.count));
                } catch (IllegalArgumentException tooLong) {
                    throw new ArrayFormatException(in.source(), "unsupported: " + tooLong.getMessage(), offset + at);
                }
                return at;
            }
            lines += splitter.lines;
            at = next;
        }
        return whole;
    }

    /// Cuts some of the lines into pieces.
    private int[] cuts(int from, int whole, int pieceSize, int mostPieces) {
        int[] cuts = new int[mostPieces + 1];
        cuts[0] = from;
        int count = 0;
        while (count < mostPieces && cuts[count] < whole) {
            long target = (long) cuts[count] + pieceSize;
            count++;
            cuts[count] = target >= whole ? whole : RowSplitter.nextLine(chunk, (int) target - 1, whole);
        }
        return Arrays.copyOf(cuts, count + 1);
    }

    private void skip(long count) throws IOException {
        for (long left = count; left > 0 && fill();) {
            int whole = lineEnds();
            int at = 0;
            for (; left > 0 && at < whole; left--) {
                at = RowSplitter.nextLine(chunk, at, whole);
                lines++;
            }
            if (at == 0) {
                grow();
            }
            in.validate(chunk, 0, at, offset);
            drop(at);
        }
    }

    /// Reads more text after the rest of the chunk, and tells whether there is any.
    private boolean fill() throws IOException {
        if (!ended) {
            int count = in.read(chunk, filled, chunk.length - filled);
            filled += count;
            ended = filled < chunk.length;
        }
        return filled > 0;
    }

    /// Where the part of the chunk ends that can be parsed.
    private int wholeLines() {
        return syntax.quote.length > 0 ? characterEnd() : lineEnds();
    }

    /// Where the last line of the chunk ends; a carriage return at the end may be half of a line break.
    private int lineEnds() {
        int end = filled;
        if (!ended) {
            while (end > 0 && chunk[end - 1] != '\n' && (chunk[end - 1] != '\r' || end == filled)) {
                end--;
            }
        }
        return end;
    }

    /// Where the last whole character of the chunk ends.
    private int characterEnd() {
        int lead = filled - 1;
        while (lead > Math.max(0, filled - 4) && (chunk[lead] & 0xc0) == 0x80) {
            lead--;
        }
        return !ended && filled > 0 && lead + Utf8.length(chunk[lead]) > filled ? lead : filled;
    }

    private void grow() throws ArrayFormatException {
        if (ended) {
            return;
        }
        if (chunk.length >= LONGEST_LINE) {
            throw new ArrayFormatException(in.source(),
                    "unsupported: a line of more than " + LONGEST_LINE + " bytes", offset);
        }
        chunk = Arrays.copyOf(chunk, 2 * chunk.length);
    }

    private void drop(int count) {
        System.arraycopy(chunk, count, chunk, 0, filled - count);
        filled -= count;
        offset += count;
    }
}
