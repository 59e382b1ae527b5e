package dev.npymap.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.npymap.internal.python.PythonText;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// The characters of byte strings (`S`) and texts (`U`), without the NULs that pad them.
///
/// An offset is that of an element in the segment, in bytes.
public final class Characters {
    private static final ValueLayout.OfInt LITTLE = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt BIG = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);

    private Characters() {
    }

    private static boolean isBytes(Layout a) {
        return a.dtype().kind() == Dtype.Kind.BYTES;
    }

    private static int width(Layout a) {
        return Math.toIntExact(a.dtype().byteSize() / (isBytes(a) ? 1 : Integer.BYTES));
    }

    /// An element as a text; byte strings are decoded as Latin-1.
    public static String text(Layout a, long at) {
        if (isBytes(a)) {
            return new String(bytes(a, at), StandardCharsets.ISO_8859_1);
        }
        StringBuilder value = new StringBuilder();
        for (int c : codePoints(a, at)) {
            value.appendCodePoint(c);
        }
        return value.toString();
    }

    /// An element as a Python literal: `b'ab'`, `'ab'`.
    public static String quoted(Layout a, long at) {
        return isBytes(a) ? PythonText.quote(bytes(a, at)) : PythonText.quote(codePoints(a, at));
    }

    /// The bytes of an element of `S`.
    public static byte[] bytes(Layout a, long at) {
        int length = width(a);
        while (length > 0 && a.segment().get(JAVA_BYTE, at + length - 1) == 0) {
            length--;
        }
        byte[] value = new byte[length];
        MemorySegment.copy(a.segment(), JAVA_BYTE, at, value, 0, length);
        return value;
    }

    /// The characters of an element of `U`.
    private static int[] codePoints(Layout a, long at) {
        int length = width(a);
        while (length > 0 && unit(a, at + (length - 1) * 4L) == 0) {
            length--;
        }
        int[] points = new int[length];
        for (int n = 0; n < length; n++) {
            int c = unit(a, at + n * 4L);
            if (!Character.isValidCodePoint(c)) {
                throw new UncheckedIOException(new ArrayFormatException(a.name(), "not a character of Unicode: U+"
                        + Integer.toHexString(c) + " in an element of " + a.dtype().descr(),
                        a.source().offset() + at + n * 4L));
            }
            points[n] = c;
        }
        return points;
    }

    /// One stored character: a byte of `S`, four bytes of `U`, valid or not.
    ///
    /// @param at the character's offset in the segment, in bytes
    public static int unit(Layout a, long at) {
        if (isBytes(a)) {
            return Byte.toUnsignedInt(a.segment().get(JAVA_BYTE, at));
        }
        return a.bigEndian() ? a.segment().get(BIG, at) : a.segment().get(LITTLE, at);
    }

    /// Stores an element, padded with NULs.
    ///
    /// @throws IllegalArgumentException if it is too long, or an `S` cannot hold its characters
    public static void store(Layout a, long at, String value) {
        int[] points = value.codePoints().toArray();
        int width = width(a);
        if (points.length > width) {
            throw new IllegalArgumentException(
                    a.name() + ": a text of " + points.length + " characters does not fit into " + a.dtype());
        }
        boolean bytes = isBytes(a);
        for (int c : points) {
            if (bytes && c > 0xff) {
                throw new IllegalArgumentException(
                        a.name() + ": U+" + Integer.toHexString(c) + " is no byte of " + a.dtype());
            }
        }
        for (int n = 0; n < width; n++) {
            int c = n < points.length ? points[n] : 0;
            if (bytes) {
                a.segment().set(JAVA_BYTE, at + n, (byte) c);
            } else {
                a.segment().set(a.bigEndian() ? BIG : LITTLE, at + n * 4L, c);
            }
        }
    }
}
