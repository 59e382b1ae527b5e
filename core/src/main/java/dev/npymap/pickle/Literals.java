package dev.npymap.pickle;

import dev.npymap.internal.pickle.PickleInput;
import dev.npymap.internal.pickle.TextCodec;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import dev.npymap.pickle.TextValue.Encoded.Encoding;
import dev.npymap.pickle.TextValue.Encoded;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// The numbers, texts and bytes that a pickle contains directly, or in its out-of-band buffers.
final class Literals {
    /// Texts up to this size in bytes are decoded at once; a larger one may be a payload.
    private static final int SMALL_TEXT = 1 << 12;
    private static final int MAX_LONG_BYTES = 1 << 27;

    private final PickleMachine machine;
    private final PickleInput input;
    private final List<MemorySegment> buffers;
    private final List<TextValue> undecoded = new ArrayList<>();
    private int nextBuffer;

    Literals(PickleMachine machine, PickleInput input, List<MemorySegment> buffers) {
        this.machine = machine;
        this.input = input;
        this.buffers = buffers;
    }

    /// An `int` of a length in bytes, in little-endian order.
    Value.Whole whole(int length) throws ArrayFormatException {
        if (length < 0 || length > MAX_LONG_BYTES) {
            throw machine.wrong("unsupported size of an int: " + length + " bytes");
        }
        byte[] little = input.bytes(length);
        byte[] big = new byte[length];
        for (int n = 0; n < length; n++) {
            big[length - 1 - n] = little[n];
        }
        return new Value.Whole(length == 0 ? BigInteger.ZERO : new BigInteger(big));
    }

    /// A `str` of Python 2, in quotes.
    TextValue quoted() throws ArrayFormatException {
        long start = input.position();
        MemorySegment line = input.line();
        if (line.byteSize() > Integer.MAX_VALUE - 8) {
            throw machine.wrong("unsupported length of a string: " + line.byteSize());
        }
        byte[] literal = new byte[(int) line.byteSize()];
        PickleInput.copy(line, input.source(start), MemorySegment.ofArray(literal));
        byte[] bytes = TextCodec.unquoted(literal, input);
        return new TextValue(new Encoded(MemorySegment.ofArray(bytes).asReadOnly(),
                Source.of(input.name(), input.source(start).offset()), Encoding.BYTES));
    }

    /// A text that extends to the end of its line.
    TextValue line() throws ArrayFormatException {
        long start = input.position();
        return text(new Encoded(input.line(), input.source(start), Encoding.RAW_UNICODE_ESCAPE));
    }

    TextValue text(long length, Encoding encoding) throws ArrayFormatException {
        long start = input.position();
        return text(new Encoded(input.view(length), input.source(start), encoding));
    }

    private TextValue text(Encoded encoded) throws ArrayFormatException {
        TextValue text = new TextValue(encoded);
        if (encoded.segment().byteSize() <= SMALL_TEXT && encoded.encoding() != Encoding.BYTES) {
            return new TextValue(text.decode());
        }
        if (encoded.encoding() != Encoding.BYTES) {
            undecoded.add(text);
        }
        return text;
    }

    /// Decodes the texts that turned out not to be payloads, to find damaged ones.
    void decodeRest() throws ArrayFormatException {
        for (TextValue text : undecoded) {
            if (!text.decoded()) {
                text.decode();
            }
        }
    }

    BytesValue bytes(long length, boolean mutable) throws ArrayFormatException {
        long start = input.position();
        return new BytesValue(input.view(length), mutable, input.source(start));
    }

    /// The next out-of-band buffer.
    BytesValue buffer() throws ArrayFormatException {
        if (nextBuffer >= buffers.size()) {
            throw machine.wrong(buffers.isEmpty()
                    ? "unsupported: the pickle needs buffers that were written elsewhere, and none were given"
                    : "the pickle needs more buffers than the " + buffers.size() + " that were given");
        }
        return new BytesValue(buffers.get(nextBuffer++).asReadOnly(), true, Source.of(input.name()));
    }
}
