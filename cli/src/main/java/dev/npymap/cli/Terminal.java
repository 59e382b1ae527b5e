package dev.npymap.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells whether a person is watching.
///
/// The launcher knows for each stream and says so in a system property. Without it Linux tells where a stream leads,
/// and elsewhere the JVM knows only of standard input and output together.
final class Terminal {
    private static final String PROPERTY = "npymap.terminal";

    private Terminal() {
    }

    /// Whether standard output is a terminal.
    static boolean isOut() {
        return is("out", 1);
    }

    /// Whether standard error is a terminal.
    static boolean isErr() {
        return is("err", 2);
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
