package dev.npymap.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/// Prints through a [Gate], which only the program's own texts bypass, because they may have colours.
public final class GatedPrinter extends PrintWriter {
    private final Gate gate;
    private final Ansi ansi;

    private GatedPrinter(Gate gate, Ansi ansi, boolean flushesLines) {
        super(gate, flushesLines);
        this.gate = gate;
        this.ansi = ansi;
    }

    /// Prints results, of which a program gets every character unchanged.
    ///
    /// @param stream   the stream to write to
    /// @param terminal whether the stream is a terminal
    /// @return a printer
    public static GatedPrinter ofResults(Writer stream, boolean terminal) {
        return terminal
                ? ofReports(stream, true)
                : new GatedPrinter(new Gate(stream, Gate.TO_PROGRAM), Ansi.OFF, false);
    }

    /// Prints reports for people, even if a program stores them.
    ///
    /// @param stream   the stream to write to
    /// @param terminal whether the stream is a terminal
    /// @return a printer
    public static GatedPrinter ofReports(Writer stream, boolean terminal) {
        return new GatedPrinter(new Gate(stream, Gate.TO_TERMINAL), terminal ? Ansi.AUTO : Ansi.OFF, true);
    }

    /// Prints on standard error.
    ///
    /// @return a printer
    public static GatedPrinter onStandardError() {
        return ofReports(new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), Terminal.charset(System.err)),
                Terminal.isErr());
    }

    /// Tells whether colours are visible on a printer's stream.
    ///
    /// @param printer the printer
    /// @return whether to use colours
    public static Ansi ansi(PrintWriter printer) {
        return printer instanceof GatedPrinter gated ? gated.ansi : Ansi.OFF;
    }

    /// Prints the program's own text, no part of which comes from a file or the command line.
    ///
    /// @param printer the printer
    /// @param words   the text
    public static void own(PrintWriter printer, String words) {
        if (printer instanceof GatedPrinter gated) {
            gated.own(words);
        } else {
            printer.print(words);
        }
    }

    private void own(String words) {
        synchronized (lock) {
            try {
                gate.own(words);
            } catch (IOException _) {
                setError();
            }
        }
    }

    /// Returns a stream through the same gate for output of the JVM and libraries, such as the stack trace of a thread.
    ///
    /// @return a stream
    public PrintStream stream() {
        return new PrintStream(new ByteArrayOutputStream() {
            @Override
            public synchronized void flush() {
                print(toString(StandardCharsets.UTF_8));
                reset();
                GatedPrinter.this.flush();
            }
        }, true, StandardCharsets.UTF_8);
    }
}
