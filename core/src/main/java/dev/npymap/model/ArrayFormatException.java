package dev.npymap.model;

import java.io.IOException;

/// The bytes of a file or stream do not follow their format, or are valid NumPy data that this library refuses.
///
/// The message reads `<source>: <what is wrong>: <numbers> (at byte N)`; it starts with "unsupported" after the source
/// where NumPy itself would read the bytes.
public final class ArrayFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /// The name of the source.
    private final String source;
    /// The position in the source, in bytes.
    private final long offset;

    /// Creates an exception about one place in one source.
    ///
    /// @param source  the file's name, or `file.npz/member`
    /// @param problem what is wrong, with the numbers that show it
    /// @param offset  where in the source, in bytes from its beginning
    public ArrayFormatException(String source, String problem, long offset) {
        super(source + ": " + problem + " (at byte " + offset + ")");
        this.source = source;
        this.offset = offset;
    }

    /// Returns the same exception for a source that begins earlier, as where a file is a member of an archive.
    ///
    /// @param bytes how many bytes earlier the other source begins
    /// @return an exception with the same source and problem and a larger offset, whose cause is this one
    public ArrayFormatException behind(long bytes) {
        String message = getMessage();
        int end = message.length() - (" (at byte " + offset + ")").length();
        ArrayFormatException moved = new ArrayFormatException(source, message.substring(source.length() + 2, end),
                offset + bytes);
        moved.initCause(this);
        return moved;
    }

    /// {@return the name of the source: a file's name, or `file.npz/member`}
    public String source() {
        return source;
    }

    /// {@return where in the source the problem lies, in bytes from its beginning}
    public long offset() {
        return offset;
    }
}
