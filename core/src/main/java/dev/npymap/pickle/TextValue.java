package dev.npymap.pickle;

import dev.npymap.internal.pickle.PickleInput;
import dev.npymap.internal.pickle.TextCodec;
import dev.npymap.internal.python.PythonText;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The `str` of Python 3 or 2.
///
/// A `str` of Python 2 is bytes without an encoding: it is decoded as ASCII or, if it is not ASCII, as Latin-1;
/// [#bytes()] returns the bytes.
public final class TextValue implements Value {
    private final Optional<Encoded> encoded;
    private volatile String value;
    private volatile BytesValue latin1;

    /// Creates a text.
    ///
    /// @param value any text; unpaired surrogates are kept
    public TextValue(String value) {
        this.encoded = Optional.empty();
        this.value = value;
    }

    TextValue(Encoded encoded) {
        this.encoded = Optional.of(encoded);
    }

    /// {@return the text}
    public String value() {
        String now = value;
        if (now == null) {
            try {
                now = decode();
            } catch (ArrayFormatException cut) {
                throw new UncheckedIOException(cut);
            }
        }
        return now;
    }

    /// {@return the bytes of a `str` of Python 2, as a read-only segment of the pickle's memory; empty for other texts}
    public Optional<MemorySegment> bytes() {
        return encoded.filter(e -> e.encoding() == Encoded.Encoding.BYTES).map(Encoded::segment);
    }

    String decode() throws ArrayFormatException {
        String decoded = encoded.orElseThrow().text();
        value = decoded;
        return decoded;
    }

    boolean decoded() {
        return value != null;
    }

    /// The size of the text in the pickle, in bytes.
    long encodedSize() {
        return encoded.map(e -> e.segment().byteSize()).orElseGet(() -> (long) value.length());
    }

    /// The bytes of a Latin-1 text, which is a payload of NumPy's in the old protocols. Made once.
    BytesValue latin1(PickleInput input) throws ArrayFormatException {
        BytesValue now = latin1;
        if (now == null) {
            now = encoded.isPresent() ? encoded.get().latin1(input) : Encoded.latin1(value, input);
            latin1 = now;
        }
        return now;
    }

    String summary(int length) {
        if (encoded.isPresent() && value == null) {
            return "<text of " + encoded.get().segment().byteSize() + " bytes>";
        }
        String text = value;
        return text.length() <= length
                ? PythonText.quote(text)
                : PythonText.quote(text.substring(0, length)) + "... " + text.length() + " in all";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextValue text && value().equals(text.value());
    }

    @Override
    public int hashCode() {
        return value().hashCode();
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }

    /// The bytes of a text in the pickle, decoded on first use: most large ones are payloads of arrays.
    ///
    /// @param segment  the bytes
    /// @param source   where the bytes lie
    /// @param encoding the encoding of the text
    record Encoded(MemorySegment segment, Source source, Encoding encoding) {
        enum Encoding {
            UTF_8, RAW_UNICODE_ESCAPE, BYTES
        }

        private static final int MAX_LENGTH = Integer.MAX_VALUE - 16;

        private String text() throws ArrayFormatException {
            if (segment.byteSize() > MAX_LENGTH) {
                throw new ArrayFormatException(source.name(), "unsupported text of " + segment.byteSize()
                        + " bytes, a Java string has 2 GiB at most", source.offset());
            }
            byte[] copy = new byte[(int) segment.byteSize()];
            PickleInput.copy(segment, source, MemorySegment.ofArray(copy));
            return switch (encoding) {
                case UTF_8 -> TextCodec.utf8(copy, source);
                case RAW_UNICODE_ESCAPE -> TextCodec.rawUnicodeEscape(copy, source);
                case BYTES -> TextCodec.ascii(copy);
            };
        }

        private BytesValue latin1(PickleInput input) throws ArrayFormatException {
            if (encoding == Encoding.BYTES) {
                return new BytesValue(segment, false, source);
            }
            MemorySegment target = input.allocate(segment.byteSize());
            PickleInput from = input.over(segment, source);
            long size = encoding == Encoding.UTF_8
                    ? TextCodec.latin1OfUtf8(from, target)
                    : TextCodec.latin1OfRawUnicodeEscape(from, target);
            return new BytesValue(target.asSlice(0, size).asReadOnly(), false,
                    Source.of(source.name(), source.offset()));
        }

        private static BytesValue latin1(String text, PickleInput input) throws ArrayFormatException {
            byte[] bytes = new byte[text.length()];
            for (int n = 0; n < bytes.length; n++) {
                if (text.charAt(n) > 0xff) {
                    throw input.wrong("a text that is to be bytes has the character U+%04X"
                            .formatted((int) text.charAt(n)));
                }
                bytes[n] = (byte) text.charAt(n);
            }
            return new BytesValue(MemorySegment.ofArray(bytes).asReadOnly(), false, Source.of(input.name()));
        }
    }
}
