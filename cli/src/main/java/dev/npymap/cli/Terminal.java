package dev.npymap.cli;

import java.io.Console;

/// Tells whether a person is watching.
///
/// The launcher knows for each stream and says so in a system property; without it the JVM knows only of standard
/// input and output together.
final class Terminal {
    private static final String PROPERTY = "npymap.terminal";

    private Terminal() {
    }

    /// Whether standard output is a terminal.
    static boolean isOut() {
        return is("out");
    }

    /// Whether standard error is a terminal.
    static boolean isErr() {
        return is("err");
    }

    private static boolean is(String stream) {
        String streams = System.getProperty(PROPERTY);
        if (streams != null) {
            return streams.contains(stream);
        }
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
