package dev.npymap.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.util.Locale;
import java.util.Optional;

/// Standard output that remembers its failure, which [System#out] hides.
public final class StandardOutput extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final GatedPrinter writer = GatedPrinter.ofResults(
            new OutputStreamWriter(new BufferedOutputStream(this), Terminal.charset(System.out)), Terminal.isOut());
    private Optional<IOException> failure = Optional.empty();

    /// Creates the stream.
    public StandardOutput() {
        // Nothing is opened.
    }

    /// Returns the printer of results.
    ///
    /// @return the printer of results
    public GatedPrinter writer() {
        return writer;
    }

    /// Writes what is buffered, and returns the failure. A closed pipe is not a failure.
    ///
    /// @return the failure, if there was one
    public Optional<String> finish() {
        writer.flush();
        return failure.filter(lost -> !isReaderGone(lost)).map(lost -> "standard output: " + lost.getMessage());
    }

    /// Tells whether a failure of standard output is a closed pipe.
    ///
    /// @param lost the failure
    /// @return whether the reader of a pipe has closed it
    public static boolean isReaderGone(IOException lost) {
        return String.valueOf(lost.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }

    @Override
    public void write(int b) {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        if (failure.isPresent()) {
            return;
        }
        try {
            out.write(bytes, from, count);
        } catch (IOException lost) {
            failure = Optional.of(lost);
        }
    }
}
