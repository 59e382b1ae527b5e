package dev.npymap.internal.npy;

import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Makes `.npy` headers, byte for byte those of NumPy 2.
public final class HeaderWriter {
    private static final int ALIGNMENT = 64;
    /// The number of digits for which a header reserves room on the growth axis.
    private static final int GROWTH_DIGITS = 21;

    private HeaderWriter() {
    }

    /// Returns a header in the first version that can hold it: 1.0, 2.0 if it is long, 3.0 if it is not latin1.
    ///
    /// @param order the order to write, even for a shape that makes both orders equal
    /// @throws IllegalArgumentException if the header is too long to be read again
    public static byte[] header(Dtype dtype, Shape shape, Order order) {
        String text = grown(dtype, shape, order);
        return tryHeader(text, 1).or(() -> tryHeader(text, 2)).or(() -> tryHeader(text, 3))
                .orElseThrow(() -> tooLong(text));
    }

    /// Returns a header in a given version.
    ///
    /// @param major 1, 2 or 3
    /// @throws IllegalArgumentException if the header is too long for the version, or has characters that it cannot
    ///                                  encode
    public static byte[] header(Dtype dtype, Shape shape, Order order, int major) {
        if (major < 1 || major > 3) {
            throw new IllegalArgumentException("format versions are 1.0, 2.0 and 3.0, not " + major + ".0");
        }
        String text = grown(dtype, shape, order);
        return tryHeader(text, major).orElseThrow(() -> new IllegalArgumentException("a header of " + text.length()
                + " characters does not fit in format version " + major + ".0: " + HeaderFormat.brief(text)));
    }

    private static IllegalArgumentException tooLong(String text) {
        return new IllegalArgumentException("a header of " + text.length() + " characters is longer than the "
                + HeaderFormat.MAX_TEXT_LENGTH + " bytes that are read: " + HeaderFormat.brief(text));
    }

    /// Returns a header that replaces another one in place.
    ///
    /// @param descr  the text after `'descr': `
    /// @param shape  the shape of the whole array
    /// @param order  the order in which its elements lie
    /// @param major  the version of the old header
    /// @param length the length of the old header, in bytes
    /// @return as many bytes as the old header has; empty if the new header does not fit
    public static Optional<byte[]> fit(String descr, Shape shape, Order order, int major, int length) {
        int room = length - HeaderFormat.textStart(major);
        return encode(text(descr, shape, order), major).filter(text -> text.length < room)
                .map(text -> assemble(text, room, major));
    }

    /// {@return the text after `'descr': ` for a dtype}
    /// @throws IllegalArgumentException if the format cannot express the dtype
    public static String descrLiteral(Dtype dtype) {
        if (dtype.isOverlaid()) {
            throw new IllegalArgumentException(
                    "no .npy file can have overlapping or out-of-order fields: " + dtype.descr());
        }
        return dtype.kind() == Dtype.Kind.STRUCT ? dtype.descr() : "'" + dtype.descr() + "'";
    }

    private static String text(String descr, Shape shape, Order order) {
        String dims = LongStream.of(shape.toArray()).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return "{'descr': " + descr + ", 'fortran_order': " + (order == Order.F ? "True" : "False") + ", 'shape': ("
                + dims + (shape.rank() == 1 ? ",)" : ")") + ", }";
    }

    private static String grown(Dtype dtype, Shape shape, Order order) {
        String text = text(descrLiteral(dtype), shape, order);
        if (shape.rank() == 0) {
            return text;
        }
        long growing = shape.dim(order == Order.F ? -1 : 0);
        return text + " ".repeat(GROWTH_DIGITS - Long.toString(growing).length());
    }

    private static Optional<byte[]> tryHeader(String text, int major) {
        return encode(text, major).flatMap(encoded -> {
            int length = HeaderFormat.textStart(major) + encoded.length + 1;
            int padding = ALIGNMENT - length % ALIGNMENT;
            int textLength = encoded.length + padding + 1;
            return textLength > (major == 1 ? 0xffff : HeaderFormat.MAX_TEXT_LENGTH)
                    ? Optional.empty()
                    : Optional.of(assemble(encoded, textLength, major));
        });
    }

    private static Optional<byte[]> encode(String text, int major) {
        Charset charset = major < 3 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            return Optional.of(Arrays.copyOf(encoded.array(), encoded.limit()));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static byte[] assemble(byte[] text, int textLength, int major) {
        int start = HeaderFormat.textStart(major);
        byte[] header = new byte[start + textLength];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer out = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).put(HeaderFormat.magic())
                .put((byte) major)
                .put((byte) 0);
        if (major == 1) {
            out.putShort((short) textLength);
        } else {
            out.putInt(textLength);
        }
        out.put(text);
        header[header.length - 1] = '\n';
        return header;
    }
}
