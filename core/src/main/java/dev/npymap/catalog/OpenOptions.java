package dev.npymap.catalog;

import dev.npymap.text.TextOptions;
import java.io.InputStream;
import java.util.Optional;

/// How a catalog reads what a file itself does not specify.
///
/// Immutable.
public final class OpenOptions {
    /// Text is read as `np.loadtxt` reads it, and there is no standard input.
    public static final OpenOptions DEFAULT = new OpenOptions(TextOptions.DEFAULT, Optional.empty());

    private final TextOptions text;
    private final Optional<InputStream> standardInput;

    private OpenOptions(TextOptions text, Optional<InputStream> standardInput) {
        this.text = text;
        this.standardInput = standardInput;
    }

    /// {@return how text becomes an array; without a delimiter the suffix `.csv` means a comma and `.tsv` a tab}
    public TextOptions text() {
        return text;
    }

    /// Returns these options with other options for text.
    ///
    /// @param options how text becomes an array
    /// @return the other options
    public OpenOptions withText(TextOptions options) {
        return new OpenOptions(options, standardInput);
    }

    /// {@return the stream that the address `-` names}
    public Optional<InputStream> standardInput() {
        return standardInput;
    }

    /// Returns these options with a stream for standard input. Without one, as in a server, the address `-` is refused.
    ///
    /// @param stream is read to its end by the first catalog that is opened at `-`; not closed
    /// @return the other options
    public OpenOptions withStandardInput(InputStream stream) {
        return new OpenOptions(text, Optional.of(stream));
    }
}
