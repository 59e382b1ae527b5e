package dev.npymap.cli.convert;

import dev.npymap.array.NdArray;
import dev.npymap.catalog.Catalog;
import dev.npymap.cli.source.Sources;
import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.cli.terminal.StandardOutput;
import dev.npymap.cli.terminal.Terminal;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.npy.Npy;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/// The targets of commands: files, each replaced atomically, and standard output.
final class Targets {
    private static final int BUFFER_BYTES = 1 << 16;

    private Targets() {
    }

    /// Writes to standard output.
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static boolean isStream(Path target) {
        return target.toString().equals(Sources.STREAM);
    }

    /// Writes an array as a `.npy` file, replacing a file that has the name already.
    ///
    /// @throws FileFailure if the written file is the cause, not the file of the array
    static void write(Path target, NdArray array) throws IOException {
        if (isStream(target)) {
            stream(false, out -> Npy.write(out, array));
            return;
        }
        writing(target, () -> {
            if (FileKind.isGzip(target.toString())) {
                Npy.writeGzip(target, array);
            } else {
                Npy.write(target, array);
            }
        });
    }

    /// Runs an action that reads arrays and writes a file.
    ///
    /// @throws FileFailure if the written file is the cause, not the file of the arrays
    static void writing(Path target, FileFailure.Action action) throws IOException {
        Optional<Path> through = Catalog.file(target.toString()).filter(file -> !file.equals(target));
        if (through.isPresent()) {
            throw new FileFailure(target, new FileSystemException(target.toString(), null,
                    through.get() + " is a file, not a directory"));
        }
        try {
            action.run();
        } catch (ArrayFormatException ofArray) {
            throw ofArray;
        } catch (IOException ofTarget) {
            throw new FileFailure(target, ofTarget);
        }
    }

    /// Writes to standard output. Text on a terminal goes through the gate; other bytes are never written to a
    /// terminal. A closed pipe is not a failure.
    ///
    /// @param text whether the bytes are text in UTF-8
    static void stream(boolean text, Body body) throws IOException {
        if (Terminal.isOut() && !text) {
            throw new IllegalArgumentException(
                    "standard output is a terminal: redirect it, or write text with --to csv");
        }
        OutputStream raw = Terminal.isOut() ? System.out : new FileOutputStream(FileDescriptor.out);
        OutputStream out = new BufferedOutputStream(raw, BUFFER_BYTES);
        try {
            body.writeTo(out);
            out.flush();
        } catch (ArrayFormatException ofArray) {
            throw ofArray;
        } catch (IOException lost) {
            if (!StandardOutput.isReaderGone(lost)) {
                throw new FileFailure(Path.of(Sources.STREAM), new IOException("standard output: " + lost.getMessage(),
                        lost));
            }
        }
    }
}
