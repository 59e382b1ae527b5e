package dev.npymap.cli;

import dev.npymap.array.NdArray;
import dev.npymap.array.Threads;
import dev.npymap.text.Text;
import dev.npymap.text.TextFormat;
import dev.npymap.text.TextOptions;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The words about text files, and what is done with such files according to them.
///
/// Columns of `.csv` files are separated by commas and those of `.tsv` files by tabs; all else is as in `np.savetxt`
/// and `np.loadtxt` unless it is said.
final class TextWords implements Texts {
    @Option(names = "--delimiter", paramLabel = "TEXT",
            description = "Text: what stands between columns; \\t is a tab. If not given a comma for .csv, a tab for "
                    + ".tsv, otherwise a space, or on reading any white space.")
    private Optional<String> delimiter = Optional.empty();

    @Option(names = "--comments", paramLabel = "TEXT",
            description = "Text: what begins a comment, # if not given; header and footer are written as such.")
    private Optional<String> comments = Optional.empty();

    @Option(names = "--encoding", paramLabel = "NAME", description = "Of text; UTF-8 if not given.")
    private Optional<String> encoding = Optional.empty();

    @Mixin
    private TextReading reading;

    @Mixin
    private TextWriting writing;

    /// Refuses words about text where none is read or written.
    ///
    /// @throws IllegalArgumentException if there are some
    void requireUse(boolean reads, boolean writes) {
        if (reading.isAny() && !reads) {
            throw new IllegalArgumentException("an option says how to read text, and none is read");
        }
        if (writing.isAny() && !writes) {
            throw new IllegalArgumentException("an option says how to write text, and none is written");
        }
        if (!reads && !writes && Stream.of(delimiter, comments, encoding).anyMatch(Optional::isPresent)) {
            throw new IllegalArgumentException("an option is about text, and none is read or written");
        }
    }

    @Override
    public NdArray read(Location at) throws IOException {
        return Text.read(at.file(), options(at.file()));
    }

    /// As [#read(Location)], and shows how far it is.
    NdArray readVisibly(Location at) throws IOException {
        try (Progress progress = Progress.of("read", at.file().toFile().length())) {
            return Text.read(at.file(), options(at.file()).withProgress(progress::step));
        }
    }

    /// Reads a text file of any size straight into a `.npy` file, and shows how far it is.
    void convert(Location at, Path npy) throws IOException {
        try (Progress progress = Progress.of("convert", at.file().toFile().length())) {
            Text.convert(at.file(), npy, options(at.file()).withProgress(progress::step));
        }
    }

    /// Writes an array to a text file, and shows how far it is.
    void write(Path target, NdArray array) throws IOException {
        try (Progress progress = Progress.of("write", array.byteSize())) {
            TextFormat format = TextFormat.DEFAULT.withThreads(Threads.ALL).withEncoding(charset())
                    .withProgress(progress::step);
            Optional<String> between = delimiter(target);
            Text.write(target, array, writing.format(format.withDelimiter(between.orElse(format.delimiter()))
                    .withComments(comments.orElse(format.comments()))));
        }
    }

    private TextOptions options(Path file) {
        TextOptions options = TextOptions.DEFAULT.withThreads(Threads.ALL).withEncoding(charset());
        Optional<String> between = delimiter(file);
        if (between.isPresent()) {
            options = options.withDelimiter(between.get());
        }
        if (comments.isPresent()) {
            options = comments.get().isEmpty() ? options.withComments() : options.withComments(comments.get());
        }
        return reading.options(options);
    }

    private Optional<String> delimiter(Path file) {
        return delimiter.map(TextWords::unescape).or(() -> switch (FileKind.suffix(file.toString())) {
            case ".csv" -> Optional.of(",");
            case ".tsv" -> Optional.of("\t");
            default -> Optional.empty();
        });
    }

    private Charset charset() {
        String name = encoding.orElse("UTF-8");
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new IllegalArgumentException("unknown encoding: '" + name + "'", unknown);
        }
    }

    /// Reads `\t` and the like, as a shell does not.
    static String unescape(String typed) {
        try {
            return typed.translateEscapes();
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("an escape such as \\t is unknown: '" + typed + "'", unknown);
        }
    }
}
