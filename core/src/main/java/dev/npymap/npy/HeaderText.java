package dev.npymap.npy;

import dev.npymap.model.ArrayFormatException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// The text of a `.npy` header, and the positions of its characters in the source.
///
/// @param source  the name that messages begin with
/// @param text    the decoded text
/// @param start   where the text begins in the source, in bytes
/// @param charset latin1 in format versions 1.0 and 2.0, UTF-8 in 3.0
record HeaderText(String source, String text, long start, Charset charset) {
    /// The replacement character for bytes that cannot be decoded; a text may also contain it.
    private static final char MALFORMED = '\ufffd';

    /// Decodes the bytes from `start` to `end`.
    ///
    /// @throws ArrayFormatException if the charset is UTF-8 and the bytes are not
    static HeaderText decode(String source, byte[] bytes, int start, int end, Charset charset)
            throws ArrayFormatException {
        String text = new String(bytes, start, end - start, charset);
        if (text.indexOf(MALFORMED) >= 0) {
            ByteBuffer in = ByteBuffer.wrap(bytes, start, end - start);
            if (charset.newDecoder().decode(in, CharBuffer.allocate(end - start), true).isError()) {
                throw new ArrayFormatException(source, "header is not " + charset.name(), in.position());
            }
        }
        return new HeaderText(source, text, start, charset);
    }

    /// {@return the position in the source, in bytes, of the character at an index}
    long offset(int index) {
        return start + (charset.equals(StandardCharsets.UTF_8)
                ? text.substring(0, index).getBytes(charset).length
                : index);
    }

    /// {@return an exception about the character at an index}
    ArrayFormatException wrong(String problem, int index) {
        return new ArrayFormatException(source, problem, offset(index));
    }
}
