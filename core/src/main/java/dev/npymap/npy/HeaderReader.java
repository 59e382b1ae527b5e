package dev.npymap.npy;

import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.npy.PythonLiteral.Entry;
import dev.npymap.npy.PythonLiteral.Mapping;
import dev.npymap.npy.PythonLiteral.Sequence;
import dev.npymap.npy.PythonLiteral.Text;
import dev.npymap.npy.PythonLiteral.Truth;
import dev.npymap.npy.PythonLiteral.Tuple;
import dev.npymap.npy.PythonLiteral.Whole;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Reads `.npy` headers from bytes: read [HeaderFormat#PREFIX_LENGTH] bytes, then the [#whole] header, then [#parse]
/// it.
///
/// Cost: time and memory proportional to the header's actual length. NumPy refuses headers of more than 10,000
/// characters by default because Python's parser may crash; this parser limits the depth instead.
final class HeaderReader {
    /// The bytes that the first step reads.
    private static final int STEP = 1 << 16;

    private static final byte[] MAGIC = HeaderFormat.magic();
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private HeaderReader() {
    }

    /// Reads the bytes that follow the first ones.
    @FunctionalInterface
    interface Rest {
        /// Reads into a part of an array.
        ///
        /// @return how many bytes were read; fewer than `count` only at the end
        int read(byte[] target, int from, int count) throws IOException;
    }

    /// Returns the length of a header, which is the offset of the elements.
    ///
    /// @param first  the first [HeaderFormat#PREFIX_LENGTH] bytes, or all if there are fewer
    /// @param source the name that messages begin with
    /// @return the length of magic, version, length field and text, in bytes
    /// @throws ArrayFormatException if the bytes are not the beginning of a `.npy` file, or the text is longer than
    ///                              [HeaderFormat#MAX_TEXT_LENGTH]
    static int length(byte[] first, String source) throws ArrayFormatException {
        return length(first, source, HeaderFormat.MAX_TEXT_LENGTH);
    }

    private static int length(byte[] first, String source, int limit) throws ArrayFormatException {
        int magic = Math.min(first.length, MAGIC.length);
        if (!Arrays.equals(first, 0, magic, MAGIC, 0, magic)) {
            throw new ArrayFormatException(source, "not a .npy file: the first 6 bytes are not \\x93NUMPY", 0);
        }
        requireBytes(first, 8, "the magic string and the version need", source);
        int major = first[6] & 0xff;
        int minor = first[7] & 0xff;
        if (major < 1 || major > 3 || minor != 0) {
            throw new ArrayFormatException(source,
                    "unknown format version " + major + "." + minor + ": 1.0, 2.0 and 3.0 are known", 6);
        }
        int start = HeaderFormat.textStart(major);
        requireBytes(first, start, "the length of the header needs", source);
        long length = major == 1 ? (short) U16.get(first, 8) & 0xffffL : (int) U32.get(first, 8) & 0xffffffffL;
        if (length > limit) {
            throw new ArrayFormatException(source,
                    "unsupported header length: " + length + " bytes, the limit is " + limit, 8);
        }
        return start + (int) length;
    }

    /// Reads a header to its end. The length field is not trusted: memory grows with the bytes that are read, and a
    /// NUL, which the elements soon contain and no header does, stops the reading.
    ///
    /// @param first  the first [HeaderFormat#PREFIX_LENGTH] bytes or more, or all if there are fewer
    /// @param source the name that messages begin with
    /// @param limit  the largest number of bytes of text to read
    /// @param rest   the bytes that follow `first`
    /// @return the bytes of the header, or all if there are fewer; more if `first` was longer
    /// @throws ArrayFormatException as [#length], and if the text has a NUL
    static byte[] whole(byte[] first, String source, int limit, Rest rest) throws IOException {
        int length = length(first, source, limit);
        byte[] bytes = first;
        // The ends of the steps do not depend on the length of `first`, so that all callers accept the same headers.
        for (int done = HeaderFormat.textStart(first[6]); done < length;) {
            int end = (int) Math.min(length, Math.max(STEP, 2L * Integer.highestOneBit(done)));
            if (bytes.length < end) {
                int from = bytes.length;
                bytes = Arrays.copyOf(bytes, end);
                int read = rest.read(bytes, from, end - from);
                if (read < end - from) {
                    return Arrays.copyOf(bytes, from + read);
                }
            }
            for (; done < end; done++) {
                if (bytes[done] == 0) {
                    throw new ArrayFormatException(source, "header is not a Python literal: it holds a NUL", done);
                }
            }
        }
        return bytes;
    }

    /// Reads a header.
    ///
    /// @param header at least [#length] bytes; bytes after the header are ignored
    /// @param source the name that messages begin with
    /// @return the header
    /// @throws ArrayFormatException if there are too few bytes, or NumPy would not accept them
    static NpyHeader parse(byte[] header, String source) throws ArrayFormatException {
        int end = length(header, source);
        requireBytes(header, end, "the header needs", source);
        int major = header[6];
        HeaderText text = HeaderText.decode(source, header, HeaderFormat.textStart(major), end,
                major < 3 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        PythonLiteral value = PythonLiteral.parse(text, major < 3);
        if (!(value instanceof Mapping(List<Entry> entries))) {
            throw text.wrong("header is not a dictionary: " + HeaderFormat.brief(value.repr()), 0);
        }
        requireKeys(text, entries);
        Entry descr = entry(entries, "descr");
        Shape shape = shape(text, entry(entries, "shape"));
        Order order = order(text, entry(entries, "fortran_order"));
        Descr type = Descr.of(text, descr.value(), descr.at());
        int at = descr.at() + (descr.value() instanceof Text ? 1 : 0);
        return new NpyHeader(source, major, descr.value(), text.offset(at), type, shape, order, end);
    }

    private static void requireBytes(byte[] bytes, int needed, String what, String source)
            throws ArrayFormatException {
        if (bytes.length < needed) {
            throw new ArrayFormatException(source,
                    "truncated: " + what + " " + needed + " bytes, the file has " + bytes.length, bytes.length);
        }
    }

    private static void requireKeys(HeaderText text, List<Entry> entries) throws ArrayFormatException {
        List<PythonLiteral> keys = entries.stream().map(Entry::key).toList();
        if (keys.size() != 3
                || !keys.containsAll(List.of(new Text("descr"), new Text("fortran_order"), new Text("shape")))) {
            throw text.wrong("header does not have the keys 'descr', 'fortran_order' and 'shape': "
                    + HeaderFormat.brief(new Sequence(keys).repr()), 0);
        }
    }

    private static Entry entry(List<Entry> entries, String key) {
        return entries.stream().filter(e -> e.key().equals(new Text(key))).findFirst().orElseThrow();
    }

    private static Order order(HeaderText text, Entry entry) throws ArrayFormatException {
        if (!(entry.value() instanceof Truth(boolean fortran))) {
            throw text.wrong("fortran_order is not True or False: " + HeaderFormat.brief(entry.value().repr()),
                    entry.at());
        }
        return fortran ? Order.F : Order.C;
    }

    private static Shape shape(HeaderText text, Entry entry) throws ArrayFormatException {
        if (!(entry.value() instanceof Tuple(List<PythonLiteral> dims))) {
            throw invalid(text, entry, "not a tuple");
        }
        long[] lengths = new long[dims.size()];
        for (int axis = 0; axis < lengths.length; axis++) {
            if (!(dims.get(axis) instanceof Whole(BigInteger dim))) {
                throw invalid(text, entry, "axis " + axis + " is not an integer");
            }
            if (dim.bitLength() > 63) {
                throw invalid(text, entry, "axis " + axis + " does not fit in 64 bits");
            }
            lengths[axis] = dim.longValue();
        }
        try {
            return Shape.of(lengths);
        } catch (IllegalArgumentException e) {
            throw invalid(text, entry, HeaderFormat.brief(e.getMessage()));
        }
    }

    private static ArrayFormatException invalid(HeaderText text, Entry entry, String reason) {
        return text.wrong("shape is not valid: " + HeaderFormat.brief(entry.value().repr()) + ": " + reason,
                entry.at());
    }
}
