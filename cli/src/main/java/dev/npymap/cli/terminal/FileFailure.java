package dev.npymap.cli.terminal;

import dev.npymap.catalog.Catalog;
import dev.npymap.catalog.StoreAddress;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A failure, together with the path on the command line that is its cause.
///
/// The library's messages begin with a file's name, or with `file.npz/member`; [#message()] has the path as it was
/// typed, which distinguishes `a/x.npy` from `b/x.npy`.
public final class FileFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Standard input or output.
    private static final String STREAM = "-";

    private final String path;
    private final String file;
    private final String name;

    /// An action on a file.
    public interface Action {
        /// Reads or writes the file.
        ///
        /// @throws IOException if the action fails
        void run() throws IOException;
    }

    /// Creates a failure whose cause is a path.
    ///
    /// @param path  the path as it was typed
    /// @param cause the exception
    public FileFailure(Path path, Throwable cause) {
        super(cause.toString(), cause, false, false);
        Path found = Catalog.file(path.toString()).or(() -> store(path)).orElse(path);
        this.path = shown(path);
        this.file = shown(found);
        this.name = found.getFileName() == null ? this.file : found.getFileName().toString();
    }

    /// The store in which an address is.
    private static Optional<Path> store(Path path) {
        try {
            return Optional.of(StoreAddress.of(path.toString()).store());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static String shown(Path path) {
        return path.toString().isEmpty() ? "''" : path.toString();
    }

    /// Performs an action on a file.
    ///
    /// @param path   the path as it was typed
    /// @param action the action
    /// @throws FileFailure if the action fails, with this path unless another file is known to be the cause
    public static void blaming(Path path, Action action) {
        try {
            action.run();
        } catch (FileFailure known) {
            throw known;
        } catch (IOException | RuntimeException | VirtualMachineError failure) {
            throw new FileFailure(path, failure);
        }
    }

    /// Describes the failure; the text begins with the path, or with that of the member that is the cause.
    ///
    /// @return the description in one line
    public String message() {
        String text = Failures.message(getCause());
        if (path.equals(STREAM) && text.startsWith("standard ") || text.startsWith(path + ": ")
                || text.startsWith(file + "/")) {
            return text;
        }
        if (text.startsWith(name) && text.length() > name.length() && "/#@:".indexOf(text.charAt(name.length())) >= 0) {
            return file + text.substring(name.length());
        }
        return path + ": " + text;
    }
}
