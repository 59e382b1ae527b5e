package dev.npymap.text;

import dev.npymap.internal.work.Workers;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// Reads all rows of a text, piece by piece, parsed by all who help.
///
/// The text is read in chunks that end with a line, which are cut into pieces at line ends. Where fields may be quoted
/// only parsing tells where a row ends, so a chunk is parsed as one piece and what is left over goes to the next.
final class TableReader {
    /// Bytes of text that one parses at a time.
    private static final int PIECE = 1 << 18;
    /// Pieces for each of those who parse, who are slow to begin.
    private static final int PIECES = 16;
    private static final int LONGEST_LINE = 1 << 26;
    /// Bytes of elements that a piece may become; a row of text has two bytes at least.
    private static final int MOST_ELEMENTS = 1 << 20;

    private final TextInput in;
    private final TextOptions options;
    private final Dtype dtype;
    private final boolean measured;
    private final Syntax syntax;
    private final long most;
    /// How many pieces are parsed at a time.
    private final int wave;
    private byte[] chunk;
    private int filled;
    private boolean ended;
    /// Where the chunk begins in the text, in bytes.
    private long offset;
    /// How many lines came before what is parsed next.
    private long lines;
    private long rows;
    private Optional<Table> table = Optional.empty();

    /// Takes rows as they are read, in their order.
    interface Sink {
        /// Takes some rows, which [TableReader#rows] does not count yet.
        void accept(Table table, byte[] elements, int count) throws IOException;
    }

    /// @param dtype    what is read, instead of the options' dtype
    /// @param measured whether the elements are not what the fields say, but what dtype that needs
    TableReader(TextInput in, TextOptions options, Dtype dtype, boolean measured) {
        this.in = in;
        this.options = options;
        this.dtype = dtype;
        this.measured = measured;
        this.syntax = new Syntax(options);
        this.most = options.maxRows().orElse(Long.MAX_VALUE);
        this.wave = options.threads().count() == 1 ? 1 : Math.min(64, PIECES * options.threads().count());
        this.chunk = new byte[PIECE * wave];
    }

    /// How many rows were read.
    long rows() {
        return rows;
    }

    /// How many bytes of text were read for them.
    long byteSize() {
        return offset;
    }

    /// How rows are laid out; as if the first had one field if there was none.
    Table table() {
        return table.orElseGet(() -> Table.of(options, dtype, 1));
    }

    /// Reads up to the end, the greatest number of rows, or the first row that is wrong.
    ///
    /// @throws ArrayFormatException if a row is wrong
    void read(Sink sink) throws IOException {
        // Options that exclude each other are an error also without a row.
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
        int mostRows = Math.max(1, MOST_ELEMENTS / Math.max(1, found.rowSize()));
        if (syntax.quote.length > 0) {
            RowParser parser = new RowParser(options, syntax, found, measured);
            int consumed = parser.parse(chunk, 0, whole, ended, offset, Math.min(mostRows, most - rows));
            accept(found, parser.result(), sink);
            return consumed;
        }
        int pieceSize = (int) Math.min(PIECE, 2L * mostRows);
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

    /// Finds the first row, by which all are laid out, and returns where it begins, or where one may begin.
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

    /// Reads more text behind what is left, and tells whether there is any.
    private boolean fill() throws IOException {
        if (!ended) {
            int count = in.read(chunk, filled, chunk.length - filled);
            filled += count;
            ended = filled < chunk.length;
        }
        return filled > 0;
    }

    /// Where the text at hand ends that can be parsed.
    private int wholeLines() {
        return syntax.quote.length > 0 ? characterEnd() : lineEnds();
    }

    /// Where the last line at hand ends; a carriage return at the end may be half of a line's.
    private int lineEnds() {
        int end = filled;
        if (!ended) {
            while (end > 0 && chunk[end - 1] != '\n' && (chunk[end - 1] != '\r' || end == filled)) {
                end--;
            }
        }
        return end;
    }

    /// Where the last whole character at hand ends.
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
