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

/// The names of members: their bytes in an archive, the file names, and the names that NumPy shows.
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

    /// The entry that each name finds. NumPy finds a member by its file name first, then by its short name; the last of
    /// several members with the same name wins.
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

    /// A file name in UTF-8.
    ///
    /// @throws IllegalArgumentException if a zip archive cannot have the name
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

    /// The flag for a name made by [#encode].
    static int flags(byte[] rawName) {
        return ascii(rawName) ? 0 : Entry.UTF_8;
    }

    /// Decodes a file name as CPython does from 3.12 on: as UTF-8 if the flag is set and as code page 437 otherwise,
    /// unless an extra field of Info-ZIP has the name in UTF-8. A name ends at a NUL.
    ///
    /// @throws CharacterCodingException    if the name should be UTF-8 and is not
    /// @throws UnsupportedCharsetException if this JVM does not have the code page
    static String decode(byte[] rawName, int flags, byte[] extra) throws CharacterCodingException {
        Optional<ByteBuffer> path = Zip.field(extra, Zip.EXTRA_UNICODE_PATH);
        if (path.isPresent() && isOf(rawName, path.get())) {
            return decode(path.get(), StandardCharsets.UTF_8);
        }
        boolean unicode = (flags & Entry.UTF_8) != 0 || ascii(rawName);
        return decode(ByteBuffer.wrap(rawName), unicode ? StandardCharsets.UTF_8 : Charset.forName(CODE_PAGE));
    }

    /// Moves the buffer to the name in a Unicode path field, and tells whether the name is valid: a program that
    /// renames a member may keep the old field.
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
