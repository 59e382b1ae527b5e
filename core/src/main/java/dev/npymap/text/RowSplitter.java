package dev.npymap.text;

import dev.npymap.internal.decimal.QuickFloat;
import java.util.Arrays;

/// Splits lines into fields.
///
/// Threads: one.
final class RowSplitter {
    /// The row continues after the text that has been read.
    static final int INCOMPLETE = -1;

    /// The number of fields in the last row.
    int count;
    /// The number of lines in the last row; more than one if a quoted field has line breaks.
    int lines;
    /// Where the fields begin and end in [#text].
    int[] start = new int[16];
    int[] end = new int[16];
    /// Whether each field has characters that plain decimal numbers do not have.
    byte[] other = new byte[16];
    /// The text that contains the fields.
    byte[] text;
    private final Syntax syntax;
    private final TextBuffer unquoted = new TextBuffer();
    private boolean firstQuoted;

    RowSplitter(Syntax syntax) {
        this.syntax = syntax;
    }

    /// Splits the row that begins at `from`; a row may have no fields.
    ///
    /// @param last whether the text ends at `to`; if it does not, and there are no quotes, a line ends there
    /// @return where the next row begins, or [#INCOMPLETE]
    int next(byte[] bytes, int from, int to, boolean last) {
        count = 0;
        lines = 1;
        firstQuoted = false;
        int next = syntax.quote.length > 0
                ? quoted(bytes, from, to, last)
                : syntax.marks.isEmpty() ? plain(bytes, from, to) : marked(bytes, from, to);
        if (syntax.stripped) {
            strip();
        }
        if ((count == 1 || count > 0 && syntax.whitespace) && !firstQuoted && start[count - 1] == end[count - 1]) {
            count--;
        }
        return next;
    }

    private void strip() {
        while (start[0] < end[0] && text[start[0]] == ' ') {
            start[0]++;
        }
        while (start[count - 1] < end[count - 1] && text[end[count - 1] - 1] == ' ') {
            end[count - 1]--;
        }
    }

    /// Finds the end of the line, and the end of the text before a comment with a mark of any length.
    private int marked(byte[] bytes, int from, int to) {
        int lineEnd = from;
        while (lineEnd < to && bytes[lineEnd] != '\n' && bytes[lineEnd] != '\r') {
            lineEnd++;
        }
        int content = lineEnd;
        for (byte[] mark : syntax.marks) {
            for (int at = from; at <= content - mark.length; at++) {
                if (Arrays.equals(bytes, at, at + mark.length, mark, 0, mark.length)) {
                    content = at;
                }
            }
        }
        plain(bytes, from, content);
        return skipLineEnd(bytes, lineEnd, to);
    }

    private int plain(byte[] bytes, int from, int to) {
        text = bytes;
        byte[] classes = syntax.classes;
        int at = from;
        while (true) {
            at = syntax.whitespace ? skipSpace(bytes, at, to) : at;
            int first = at;
            int seen = 0;
            int found = Syntax.LINE_END;
            int width = 1;
            while (at < to) {
                int c = classes[bytes[at] & 0xff];
                if (c > Syntax.OTHER) {
                    if (c == Syntax.WIDE) {
                        width = Utf8.length(bytes[at]);
                        c = syntax.classify(Utf8.at(bytes, at));
                    }
                    if (c > Syntax.OTHER) {
                        found = c;
                        break;
                    }
                    seen |= Syntax.OTHER;
                    at += width;
                    width = 1;
                    continue;
                }
                seen |= c;
                if (bytes[at++] == '.' && syntax.digits) {
                    at = QuickFloat.skipDigits(bytes, at, to);
                }
            }
            add(first, at, seen);
            if (found != Syntax.DELIMITER) {
                return found == Syntax.COMMENT ? nextLine(bytes, at, to) : skipLineEnd(bytes, at, to);
            }
            at += width;
        }
    }

    /// Skips white space that does not end a line.
    private int skipSpace(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte c = bytes[at];
            if (c == ' ') {
                at++;
            } else if (c == '\n' || c == '\r' || !Syntax.isSpace(Utf8.at(bytes, at))) {
                return at;
            } else {
                at += Utf8.length(c);
            }
        }
        return at;
    }

    static int nextLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return skipLineEnd(bytes, at, to);
    }

    private static int skipLineEnd(byte[] bytes, int at, int to) {
        if (at >= to) {
            return to;
        }
        return bytes[at] == '\r' && at + 1 < to && bytes[at + 1] == '\n' ? at + 2 : at + 1;
    }

    /// As [#plain], for fields that may begin with a quote character; the fields are copied without quotes.
    private int quoted(byte[] bytes, int from, int to, boolean last) {
        unquoted.length = 0;
        int at = from;
        while (true) {
            at = syntax.whitespace ? skipSpace(bytes, at, to) : at;
            int first = unquoted.length;
            if (isQuote(bytes, at, to)) {
                firstQuoted |= count == 0;
                at = quotation(bytes, at + syntax.quote.length, to, last);
                if (at == INCOMPLETE) {
                    return INCOMPLETE;
                }
            }
            int found = Syntax.LINE_END;
            int width = 1;
            for (; at < to; at += width) {
                width = Utf8.length(bytes[at]);
                found = syntax.classify(Utf8.at(bytes, at));
                if (found > Syntax.OTHER) {
                    break;
                }
                copy(bytes, at, width);
            }
            add(first, unquoted.length, Syntax.OTHER);
            if (at < to && found == Syntax.DELIMITER) {
                at += width;
                continue;
            }
            int next = nextLine(bytes, at, to);
            boolean complete = last || next < to || next > at && bytes[next - 1] == '\n';
            text = unquoted.bytes;
            return complete ? next : INCOMPLETE;
        }
    }

    /// Copies the text up to the closing quote, and returns where the text continues after it.
    private int quotation(byte[] bytes, int from, int to, boolean last) {
        int at = from;
        while (true) {
            if (at > to - 2 * syntax.quote.length && !last) {
                return INCOMPLETE;
            }
            if (at >= to) {
                return to;
            }
            if (isQuote(bytes, at, to)) {
                at += syntax.quote.length;
                if (!isQuote(bytes, at, to)) {
                    return at;
                }
                copy(bytes, at, syntax.quote.length);
                at += syntax.quote.length;
            } else if (bytes[at] == '\r') {
                unquoted.append('\n');
                at = skipLineEnd(bytes, at, to);
                lines++;
            } else {
                lines += bytes[at] == '\n' ? 1 : 0;
                copy(bytes, at++, 1);
            }
        }
    }

    private boolean isQuote(byte[] bytes, int at, int to) {
        int length = syntax.quote.length;
        return at + length <= to && Arrays.equals(bytes, at, at + length, syntax.quote, 0, length);
    }

    private void copy(byte[] bytes, int at, int length) {
        unquoted.reserve(length);
        System.arraycopy(bytes, at, unquoted.bytes, unquoted.length, length);
        unquoted.length += length;
    }

    private void add(int first, int stop, int seen) {
        if (count == start.length) {
            start = Arrays.copyOf(start, 2 * count);
            end = Arrays.copyOf(end, 2 * count);
            other = Arrays.copyOf(other, 2 * count);
        }
        start[count] = first;
        end[count] = stop;
        other[count++] = (byte) seen;
    }
}
