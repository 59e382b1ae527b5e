package dev.npymap.npz;

import dev.npymap.internal.deflate.Crc;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names of members: the bytes in an archive, the file name that they stand for, and what NumPy makes of that.
final class Names {
    static final String SUFFIX = ".npy";

    private static final int MAX_LENGTH = 0xffff;
    private static final String CODE_PAGE = "IBM437";
    private static final int PATH_VERSION = 1;

    private Names() {
    }

    /// A file name without `.npy`, as NumPy shows it.
    static String shown(String fileName) {
        return fileName.endsWith(SUFFIX) ? fileName.substring(0, fileName.length() - SUFFIX.length()) : fileName;
    }

    /// Which entry each name finds. NumPy finds a member by its short name and by its file name, which goes first;
    /// among equals the last.
    static Map<String, Integer> places(List<Entry> entries) {
        Map<String, Integer> places = new HashMap<>();
        for (int n = 0; n < entries.size(); n++) {
            places.put(entries.get(n).name(), n);
        }
        for (int n = 0; n < entries.size(); n++) {
            places.put(entries.get(n).fileName(), n);
        }
        return places;
    }

    /// A file name's bytes in UTF-8.
    ///
    /// @throws IllegalArgumentException if zip has no such names
    static byte[] encode(String archive, String fileName) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(fileName));
            if (bytes.remaining() > MAX_LENGTH || fileName.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(archive + ": no member can have a name of " + bytes.remaining()
                        + " bytes, or with a NUL in it: " + fileName);
            }
            byte[] raw = new byte[bytes.remaining()];
            bytes.get(raw);
            return raw;
        } catch (CharacterCodingException lone) {
            throw new IllegalArgumentException(archive + ": no member can have a name that is not Unicode: " + fileName,
                    lone);
        }
    }

    /// The flag that a name of [#encode] needs.
    static int flags(byte[] rawName) {
        return ascii(rawName) ? 0 : Entry.UTF_8;
    }

    /// The file name that bytes stand for, as CPython reads it from 3.12 on: UTF-8 where the flag says so and code page
    /// 437 otherwise, unless an extra field, which Info-ZIP writes, has the name in UTF-8. It ends at a NUL.
    ///
    /// @throws CharacterCodingException    if it is not the UTF-8 that it has to be
    /// @throws UnsupportedCharsetException if this JVM does not have the code page
    static String decode(byte[] rawName, int flags, byte[] extra) throws CharacterCodingException {
        Optional<ByteBuffer> path = Zip.field(extra, Zip.EXTRA_UNICODE_PATH);
        if (path.isPresent() && isOf(rawName, path.get())) {
            return decode(path.get(), StandardCharsets.UTF_8);
        }
        boolean unicode = (flags & Entry.UTF_8) != 0 || ascii(rawName);
        return decode(ByteBuffer.wrap(rawName), unicode ? StandardCharsets.UTF_8 : Charset.forName(CODE_PAGE));
    }

    /// Goes to the name in a Unicode path field, and tells whether it is meant: a program that gives a member another
    /// name may leave the field as it was.
    private static boolean isOf(byte[] rawName, ByteBuffer path) throws CharacterCodingException {
        if (path.remaining() < 1 + Integer.BYTES) {
            throw new MalformedInputException(path.remaining());
        }
        return path.get() == PATH_VERSION & path.getInt() == Crc.of(MemorySegment.ofArray(rawName))
                & path.hasRemaining();
    }

    private static String decode(ByteBuffer bytes, Charset charset) throws CharacterCodingException {
        String name = charset.newDecoder().decode(bytes).toString();
        int nul = name.indexOf('\0');
        return nul < 0 ? name : name.substring(0, nul);
    }

    private static boolean ascii(byte[] name) {
        for (byte b : name) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
