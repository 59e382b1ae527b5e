package dev.npymap.cli.convert;

import dev.npymap.array.NdArray;
import dev.npymap.catalog.OpenOptions;
import dev.npymap.cli.terminal.Progress;
import dev.npymap.model.Threads;
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

/// The options for text files, and the reading and writing of such files.
///
/// The delimiter of `.csv` files is a comma and that of `.tsv` files a tab; other defaults are those of `np.savetxt`
/// and `np.loadtxt`.
final class TextWords {
    @Option(names = "--delimiter", paramLabel = "TEXT",
            description = "The delimiter between columns of text; \\t is a tab. Default: comma for .csv, tab for .tsv, "
                    + "otherwise a space for writing and any whitespace for reading.")
    private Optional<String> delimiter = Optional.empty();

    @Option(names = "--comments", paramLabel = "TEXT",
            description = "The character or string that begins a comment in text, also written before header and footer; "
                    + "default #.")
    private Optional<String> comments = Optional.empty();

    @Option(names = "--encoding", paramLabel = "NAME", description = "The encoding of text; default UTF-8.")
    private Optional<String> encoding = Optional.empty();

    @Mixin
    private TextReading reading;

    @Mixin
    private TextWriting writing;

    /// Refuses options for text if no text is read or written.
    ///
    /// @throws IllegalArgumentException if such options were given
    void requireUse(boolean reads, boolean writes) {
        if (reading.isAny() && !reads) {
            throw new IllegalArgumentException("an option for reading text is given, and no text is read");
        }
        if (writing.isAny() && !writes) {
            throw new IllegalArgumentException("an option for writing text is given, and no text is written");
        }
        if (!reads && !writes && Stream.of(delimiter, comments, encoding).anyMatch(Optional::isPresent)) {
            throw new IllegalArgumentException("an option for text is given, and no text is read or written");
        }
    }

    /// How text becomes an array.
    OpenOptions options() {
        return OpenOptions.DEFAULT.withText(textOptions());
    }

    /// As [#options], with a progress bar.
    OpenOptions options(Progress progress) {
        return OpenOptions.DEFAULT.withText(textOptions().withProgress(progress::step));
    }

    /// Writes an array as text, with a progress bar.
    ///
    /// @param suffix determines the default delimiter, such as `.csv`
    void write(Path target, String suffix, NdArray array) throws IOException {
        try (Progress progress = Progress.of("write", array.byteSize())) {
            TextFormat format = TextFormat.DEFAULT.withThreads(Threads.ALL).withEncoding(charset())
                    .withProgress(progress::step);
            TextFormat said = writing.format(format.withDelimiter(delimiter(suffix).orElse(format.delimiter()))
                    .withComments(comments.orElse(format.comments())));
            if (Targets.isStream(target)) {
                Targets.stream(true, out -> Text.write(out, array, said));
            } else {
                Targets.writing(target, () -> Text.write(target, array, said));
            }
        }
    }

    private TextOptions textOptions() {
        TextOptions options = TextOptions.DEFAULT.withThreads(Threads.ALL).withEncoding(charset());
        if (delimiter.isPresent()) {
            options = options.withDelimiter(unescape(delimiter.get()));
        }
        if (comments.isPresent()) {
            options = comments.get().isEmpty() ? options.withComments() : options.withComments(comments.get());
        }
        return reading.options(options);
    }

    private Optional<String> delimiter(String suffix) {
        return delimiter.map(TextWords::unescape).or(() -> switch (suffix) {
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

    /// Replaces escapes such as `\t`, which a shell leaves as they are.
    static String unescape(String typed) {
        try {
            return typed.translateEscapes();
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("an escape such as \\t is unknown: '" + typed + "'", unknown);
        }
    }
}
