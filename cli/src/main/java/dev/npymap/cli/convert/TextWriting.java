package dev.npymap.cli.convert;

import dev.npymap.text.TextFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// The options for writing text: the arguments of `np.savetxt`.
final class TextWriting {
    @Option(names = "--fmt", paramLabel = "FORMAT",
            description = "Writing text: the format of every column, such as %%d or %%.3f, or of a whole row, such as "
                    + "\"%%d: %%.3f\"; repeat it for one format per column. Default %%.18e.")
    private List<String> fmt = List.of();

    @Option(names = "--newline", paramLabel = "TEXT",
            description = "Writing text: the string between rows; default \\n.")
    private Optional<String> newline = Optional.empty();

    @Option(names = "--header", paramLabel = "TEXT", description = "Writing text: a comment before the rows.")
    private Optional<String> header = Optional.empty();

    @Option(names = "--footer", paramLabel = "TEXT", description = "Writing text: a comment after the rows.")
    private Optional<String> footer = Optional.empty();

    /// Whether any of the options was given.
    boolean isAny() {
        return !fmt.isEmpty() || Stream.of(newline, header, footer).anyMatch(Optional::isPresent);
    }

    /// Returns a format with the given options applied.
    TextFormat format(TextFormat from) {
        TextFormat format = from.withNewline(newline.map(TextWords::unescape).orElse(from.newline()))
                .withHeader(header.map(TextWords::unescape).orElse(from.header()))
                .withFooter(footer.map(TextWords::unescape).orElse(from.footer()));
        return switch (fmt.size()) {
            case 0 -> format;
            case 1 -> format.withFmt(fmt.getFirst());
            default -> format.withFmt(fmt);
        };
    }
}
