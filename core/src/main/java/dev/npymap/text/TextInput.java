package dev.npymap.text;

import dev.npymap.internal.io.RegularFile;
import dev.npymap.model.ArrayFormatException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The contents of a text file, decompressed and converted to valid UTF-8.
final class TextInput implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final String source;
    private final InputStream in;
    private final boolean compressed;
    private final boolean valid;
    private long position;

    private TextInput(String source, InputStream in, boolean compressed, Charset charset) throws IOException {
        this.source = source;
        this.compressed = compressed;
        this.valid = !charset.equals(StandardCharsets.UTF_8);
        this.in = valid ? Transcoded.of(in, charset, source) : in;
    }

    static TextInput open(Path path, Charset charset, LongConsumer progress) throws IOException {
        boolean gzip = Compressed.isGzip(path);
        RegularFile file = RegularFile.open(path);
        try {
            InputStream in = new FileStream(file, progress);
            return new TextInput(file.name(), gzip ? new GZIPInputStream(in, BUFFER) : in, gzip, charset);
        } catch (ZipException | EOFException damaged) {
            file.close();
            throw damaged(file.name(), damaged, 0);
        } catch (Throwable failure) {
            file.close();
            throw failure;
        }
    }

    static TextInput of(byte[] text, String source, Charset charset) throws IOException {
        return new TextInput(source, new ByteArrayInputStream(text), false, charset);
    }

    private static ArrayFormatException damaged(String source, IOException gzip, long at) {
        return new ArrayFormatException(source, gzip instanceof EOFException
                ? "truncated: the end of the gzip data is missing"
                : "damaged gzip: " + gzip.getMessage(), at);
    }

    String source() {
        return source;
    }

    /// Fills a part of an array until it is full or the text ends.
    ///
    /// @return the number of bytes read
    /// @throws ArrayFormatException if the bytes are damaged, or not text in the encoding
    int read(byte[] to, int from, int length) throws IOException {
        try {
            int count = in.readNBytes(to, from, length);
            position += count;
            return count;
        } catch (ZipException | EOFException damaged) {
            if (!compressed) {
                throw damaged;
            }
            throw damaged(source, damaged, position);
        } catch (CharacterCodingException malformed) {
            throw new ArrayFormatException(source, "not text in its encoding: " + malformed.getMessage(), position);
        }
    }

    /// Checks that whole characters are valid UTF-8, unless they were converted to it.
    ///
    /// @param offset where the characters begin in the text, in bytes
    void validate(byte[] text, int from, int to, long offset) throws ArrayFormatException {
        if (valid) {
            return;
        }
        int at = from;
        while (at <= to - 8 && (Bits.eight(text, at) & 0x8080808080808080L) == 0) {
            at += 8;
        }
        while (at < to && text[at] >= 0) {
            at++;
        }
        if (at == to) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(text, at, to - at);
        CharBuffer chars = CharBuffer.allocate(BUFFER);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        while (true) {
            var result = decoder.decode(bytes, chars.clear(), true);
            if (result.isError()) {
                throw new ArrayFormatException(source, "not UTF-8: byte 0x%02x".formatted(text[bytes.position()]),
                        offset + bytes.position() - from);
            }
            if (result.isUnderflow()) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// A file as a stream.
    private static final class FileStream extends InputStream {
        private final RegularFile file;
        private final LongConsumer progress;
        private long position;

        FileStream(RegularFile file, LongConsumer progress) {
            this.file = file;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int count = file.read(ByteBuffer.wrap(to, from, length), position);
            position += count;
            progress.accept(count);
            return count == 0 && length > 0 ? -1 : count;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, file.byteSize() - position);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /// Text in another encoding as UTF-8.
    private static final class Transcoded extends InputStream {
        private final Reader reader;
        private final char[] chars = new char[BUFFER];
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private int kept;

        Transcoded(InputStream in, Charset charset) {
            this.reader = new InputStreamReader(in, charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT));
        }

        /// Finds the byte order by the mark, which Python requires too.
        static InputStream of(InputStream in, Charset charset, String source) throws IOException {
            if (!charset.equals(StandardCharsets.UTF_16) && !charset.equals(StandardCharsets.UTF_32)) {
                return new Transcoded(in, charset);
            }
            byte[] mark = in.readNBytes(charset.equals(StandardCharsets.UTF_16) ? 2 : 4);
            for (Charset order : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE,
                    StandardCharsets.UTF_32LE, StandardCharsets.UTF_32BE)) {
                if (Arrays.equals(mark, "\ufeff".getBytes(order))) {
                    return new Transcoded(in, order);
                }
            }
            if (mark.length == 0) {
                return in;
            }
            throw new ArrayFormatException(source, "no byte order mark, which " + charset + " begins with", 0);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            if (!bytes.hasRemaining() && !fill()) {
                return -1;
            }
            int count = Math.min(length, bytes.remaining());
            bytes.get(to, from, count);
            return count;
        }

        private boolean fill() throws IOException {
            int count = reader.read(chars, kept, chars.length - kept);
            if (count < 0 && kept == 0) {
                return false;
            }
            int all = kept + Math.max(count, 0);
            // The second half of a surrogate pair may still follow.
            kept = count > 0 && Character.isHighSurrogate(chars[all - 1]) ? 1 : 0;
            bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(chars, 0, all - kept));
            if (kept == 1) {
                chars[0] = chars[all - 1];
            }
            return bytes.hasRemaining() || fill();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
