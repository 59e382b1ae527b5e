package dev.npymap.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/// Does the same with several files, and goes on after a bad one.
final class EachFile {
    /// What is done with one file.
    interface Action {
        void on(Path file) throws IOException;
    }

    private EachFile() {
    }

    /// Reports failures on standard error, and returns the exit status.
    static int of(CommandSpec spec, List<Path> files, Action action) {
        return of(files, action, failure -> {
            spec.commandLine().getOut().flush();
            Failures.report(spec.commandLine(), failure);
        });
    }

    /// Returns the exit status; a failure, whatever its kind, is that of a file.
    ///
    /// @param report told of each file that failed
    static int of(List<Path> files, Action action, Consumer<FileFailure> report) {
        int status = 0;
        for (Path file : files) {
            try {
                FileFailure.blaming(file, () -> action.on(file));
            } catch (FileFailure failure) {
                report.accept(failure);
                status = Failures.BAD_FILE;
            }
        }
        return status;
    }
}
