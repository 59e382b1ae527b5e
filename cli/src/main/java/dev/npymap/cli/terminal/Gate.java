package dev.npymap.cli.terminal;

import java.io.IOException;
import java.io.Writer;
import java.util.function.IntPredicate;

/// A filter for all text to a stream: a character that must not pass is written as an escape.
final class Gate extends Writer {
    /// For a terminal: visible characters, line breaks and tabs.
    static final IntPredicate TO_TERMINAL = c -> c == '\n' || c == '\t' || Escapes.isVisible(c);
    /// For a program: every character except halves of surrogate pairs.
    static final IntPredicate TO_PROGRAM = c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE;

    private static final boolean RETURNS_END_LINES = System.lineSeparator().equals("\r\n");
    private static final int CHUNK = 8192;

    private final Writer behind;
    private final IntPredicate passes;
    private final char[] chunk = new char[CHUNK];
    /// The first half of a surrogate pair that waits for the second half, or 0.
    private char half;

    /// @param behind the stream to write to
    /// @param passes whether a character passes unchanged
    Gate(Writer behind, IntPredicate passes) {
        this.behind = behind;
        this.passes = passes;
    }

    /// Writes text unchanged; it must be the program's own.
    void own(String text) throws IOException {
        finishPair();
        behind.write(text);
    }

    @Override
    public void write(String text, int from, int count) throws IOException {
        for (int done = 0; done < count; done += CHUNK) {
            int length = Math.min(CHUNK, count - done);
            text.getChars(from + done, from + done + length, chunk, 0);
            write(chunk, 0, length);
        }
    }

    @Override
    public void write(char[] text, int from, int count) throws IOException {
        if (count == 0) {
            return;
        }
        int end = from + count;
        int start = from;
        if (half != 0) {
            if (Character.isLowSurrogate(text[from])) {
                put(Character.toCodePoint(half, text[from]));
                half = 0;
                start++;
            } else {
                finishPair();
            }
        }
        for (int n = start; n < end; n++) {
            if (text[n] >= ' ' && text[n] <= '~') {
                continue;
            }
            if (n == end - 1 && Character.isHighSurrogate(text[n])) {
                half = text[n];
                end--;
                break;
            }
            int c = Character.codePointAt(text, n, end);
            int length = Character.charCount(c);
            if (!passes.test(c) && !isLineEnd(text, n, end)) {
                behind.write(text, start, n - start);
                behind.write(Escapes.of(c));
                start = n + length;
            }
            n += length - 1;
        }
        behind.write(text, start, end - start);
    }

    /// Whether a character is the first of the two in a Windows line break.
    private static boolean isLineEnd(char[] text, int n, int end) {
        return RETURNS_END_LINES && text[n] == '\r' && n + 1 < end && text[n + 1] == '\n';
    }

    private void finishPair() throws IOException {
        if (half != 0) {
            put(half);
            half = 0;
        }
    }

    private void put(int c) throws IOException {
        behind.write(passes.test(c) ? Character.toString(c) : Escapes.of(c));
    }

    @Override
    public void flush() throws IOException {
        behind.flush();
    }

    @Override
    public void close() throws IOException {
        finishPair();
        behind.close();
    }
}
