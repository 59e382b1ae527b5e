package dev.npymap.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Determines whether streams are terminals.
///
/// The launcher passes this for each stream in a system property. Otherwise it is read from /proc on Linux; elsewhere
/// the JVM knows it only for standard input and output together.
public final class Terminal {
    private static final String PROPERTY = "npymap.terminal";
    private static final int DEFAULT_COLUMNS = 80;

    private Terminal() {
    }

    /// Whether standard output is a terminal.
    ///
    /// @return whether it is a terminal
    public static boolean isOut() {
        return is("out", 1);
    }

    /// Whether standard error is a terminal.
    static boolean isErr() {
        return is("err", 2);
    }

    /// The charset of a stream of the JVM: in the C locale, or in one that is not installed, the JVM would write
    /// question marks for non-ASCII characters, where Python writes UTF-8.
    static Charset charset(PrintStream stream) {
        return stream.charset().equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : stream.charset();
    }

    /// The width in characters of the terminal on standard error; 80 if it is unknown.
    static int columns() {
        int columns = Integer.getInteger("npymap.columns", DEFAULT_COLUMNS);
        return columns > 0 ? columns : DEFAULT_COLUMNS;
    }

    private static boolean is(String stream, int descriptor) {
        String streams = System.getProperty(PROPERTY);
        if (streams != null) {
            return streams.contains(stream);
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException _) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }
}
