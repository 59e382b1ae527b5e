package dev.npymap.cli;

import java.io.IOException;
import java.nio.file.Path;

/// A failure, together with the path on the command line that is to blame for it.
///
/// The library's messages begin with the last name of a path; [#message()] has the path as it was typed, which tells
/// `a/x.npy` from `b/x.npy`.
final class FileFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String name;

    /// What is done with a file.
    interface Action {
        void run() throws IOException;
    }

    FileFailure(Path path, Throwable cause) {
        super(cause.toString(), cause, false, false);
        this.path = path.toString().isEmpty() ? "''" : path.toString();
        this.name = path.getFileName() == null ? this.path : path.getFileName().toString();
    }

    /// Does something with a file.
    ///
    /// @throws FileFailure whatever goes wrong, unless it is known already that another file is to blame
    static void blaming(Path path, Action action) {
        try {
            action.run();
        } catch (FileFailure known) {
            throw known;
        } catch (IOException | RuntimeException | VirtualMachineError failure) {
            throw new FileFailure(path, failure);
        }
    }

    /// What is wrong; begins with the path.
    String message() {
        String text = Failures.message(getCause());
        if (text.startsWith(path + ": ")) {
            return text;
        }
        return path + ": " + (text.startsWith(name + ": ") ? text.substring(name.length() + 2) : text);
    }
}
