package dev.npymap.text;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.Gzip;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;

/// NumPy's text files: `np.savetxt` and `np.loadtxt`.
///
/// A path whose name ends in `.gz` is a gzip file; bzip2 and xz are refused.
public final class Text {
    private Text() {
    }

    /// Writes an array to a file as `np.savetxt` does, atomically replacing a file that has the name already.
    ///
    /// A reader who opens the file, even after a crash, finds the old contents or all of the new ones. The bytes are
    /// those of NumPy; for a compressed file, after decompression. An array that is all of a stored member of an
    /// archive is [verified][NdArray#verify()] first.
    ///
    /// @param path   the file to write
    /// @param array  an array with one axis, of which each element is a row and the fields of a record are columns; or
    ///               with two axes
    /// @param format how the elements become text
    /// @throws IllegalArgumentException if NumPy has an error: the array has another number of axes, a format is
    ///                                  malformed or does not fit the elements, or the encoding lacks a character
    /// @throws IOException              if the file cannot be written, or the array is damaged; the old file is then
    ///                                  untouched
    public static void write(Path path, NdArray array, TextFormat format) throws IOException {
        array.verify();
        boolean compressed = Compressed.isGzip(path);
        AtomicReplace.replace(path, compressed
                ? Gzip.compress(out -> TextWriter.write(out, array, format))
                : channel -> TextWriter.write(Channels.newOutputStream(channel), array, format));
    }

    /// Writes an array to a stream as [#write(Path, NdArray, TextFormat)] writes it to a file, never compressed.
    ///
    /// @param out    is neither flushed nor closed
    /// @param array  an array with one or two axes
    /// @param format how the elements become text
    /// @throws IllegalArgumentException if NumPy has an error
    /// @throws IOException              if the stream cannot be written, or the array is damaged
    public static void write(OutputStream out, NdArray array, TextFormat format) throws IOException {
        array.verify();
        TextWriter.write(out, array, format);
    }

    /// Reads a file as `np.loadtxt` does.
    ///
    /// Axes of length 1 are dropped as far as [TextOptions#ndmin] allows. A file without rows gives an array without
    /// elements.
    ///
    /// @param path    a regular file
    /// @param options how the text is split, and what its fields are
    /// @return an array that can be written to, on the heap up to 2 GiB
    /// @throws ArrayFormatException if a field is not a valid element, or rows differ in length. The message has the
    ///                              line of the file, from 1, and row and column as NumPy counts them: rows from 0 and
    ///                              columns from 1, but rows from 1 if their length is wrong
    /// @throws IOException          if the file cannot be read
    public static NdArray read(Path path, TextOptions options) throws IOException {
        return TextReader.read(progress -> TextInput.open(path, options.encoding(), progress), options);
    }

    /// Reads text from a stream as [#read(Path, TextOptions)] reads it from a file, never compressed.
    ///
    /// @param in      is read to its end into memory, less than 2 GiB; not closed
    /// @param source  names the stream in messages
    /// @param options how the text is split, and what its fields are
    /// @return an array that can be written to
    /// @throws ArrayFormatException if the text is wrong
    /// @throws IOException          if the stream cannot be read
    public static NdArray read(InputStream in, String source, TextOptions options) throws IOException {
        byte[] text = in.readAllBytes();
        return TextReader.read(_ -> TextInput.of(text, source, options.encoding()), options);
    }

    /// Converts a text file of any size directly to a `.npy` file, which appears under its name when it is complete.
    ///
    /// Memory is bounded: a few megabytes for each thread, or twice the longest line. If the dtype lacks a width or
    /// unit, the text is read twice.
    ///
    /// @param text    a regular file
    /// @param npy     the `.npy` file to write, replacing a file that has the name already
    /// @param options how the text is split, and what its fields are
    /// @return the shape of the array
    /// @throws ArrayFormatException if the text is wrong; the old `.npy` file is then untouched
    /// @throws IOException          if a file cannot be read or written
    public static Shape convert(Path text, Path npy, TextOptions options) throws IOException {
        return TextReader.convert(progress -> TextInput.open(text, options.encoding(), progress), npy, options);
    }
}
