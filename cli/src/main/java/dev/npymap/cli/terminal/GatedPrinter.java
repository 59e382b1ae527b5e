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

/// Prints through a [Gate], past which only the command's own words go, because they may have colours.
public final class GatedPrinter extends PrintWriter {
    private final Gate gate;
    private final Ansi ansi;

    private GatedPrinter(Gate gate, Ansi ansi, boolean flushesLines) {
        super(gate, flushesLines);
        this.gate = gate;
        this.ansi = ansi;
    }

    /// Prints results, of which a program gets every character as it is.
    ///
    /// @param stream   where the characters go
    /// @param terminal whether a person reads them
    /// @return a printer
    public static GatedPrinter ofResults(Writer stream, boolean terminal) {
        return terminal
                ? ofReports(stream, true)
                : new GatedPrinter(new Gate(stream, Gate.TO_PROGRAM), Ansi.OFF, false);
    }

    /// Prints what is there to be read, also where a program keeps it.
    ///
    /// @param stream   where the characters go
    /// @param terminal whether a person reads them
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

    /// Whether colours are seen behind a printer.
    ///
    /// @param printer where to print
    /// @return the colours
    public static Ansi ansi(PrintWriter printer) {
        return printer instanceof GatedPrinter gated ? gated.ansi : Ansi.OFF;
    }

    /// Prints words of the command's own, none of which come from a file or from the command line.
    ///
    /// @param printer where to print
    /// @param words   the words
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

    /// The same way for what the JVM and libraries print, such as the trace of a thread that dies.
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
