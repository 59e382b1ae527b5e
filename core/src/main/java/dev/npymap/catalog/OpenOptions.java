package dev.npymap.catalog;

import dev.npymap.text.TextOptions;
import java.io.InputStream;
import java.util.Optional;

/// How a catalog reads what its file does not say itself.
///
/// Immutable.
public final class OpenOptions {
    /// Text as `np.loadtxt` reads it, and no standard input.
    public static final OpenOptions DEFAULT = new OpenOptions(TextOptions.DEFAULT, Optional.empty());

    private final TextOptions text;
    private final Optional<InputStream> standardInput;

    private OpenOptions(TextOptions text, Optional<InputStream> standardInput) {
        this.text = text;
        this.standardInput = standardInput;
    }

    /// {@return how text becomes an array; without a delimiter that is a comma for `.csv` and a tab for `.tsv`}
    public TextOptions text() {
        return text;
    }

    /// Returns the same options for text that is read otherwise.
    ///
    /// @param options how text becomes an array
    /// @return other options
    public OpenOptions withText(TextOptions options) {
        return new OpenOptions(options, standardInput);
    }

    /// {@return the stream that the address `-` names}
    public Optional<InputStream> standardInput() {
        return standardInput;
    }

    /// Returns the same options for a program that reads standard input: without a stream, as in a server, the address
    /// `-` is refused.
    ///
    /// @param stream read to its end by the first catalog that is opened at `-`; not closed
    /// @return other options
    public OpenOptions withStandardInput(InputStream stream) {
        return new OpenOptions(text, Optional.of(stream));
    }
}
