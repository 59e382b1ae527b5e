package dev.npymap.cli.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/// Performs the same action on several files, or on several members of one, and continues after a failure.
public final class EachFile {
    private final Consumer<FileFailure> report;
    private int status;

    /// An action on one file.
    public interface Action {
        /// Processes a file.
        ///
        /// @param file the file as it was typed
        /// @throws IOException if the action fails
        void on(Path file) throws IOException;
    }

    /// Starts without a failure.
    ///
    /// @param report receives each failure
    public EachFile(Consumer<FileFailure> report) {
        this.report = report;
    }

    /// Reports failures on standard error.
    ///
    /// @param spec the running command
    /// @return a reporter
    public static EachFile reporting(CommandSpec spec) {
        return new EachFile(failure -> {
            spec.commandLine().getOut().flush();
            Failures.report(spec.commandLine(), failure);
        });
    }

    /// Processes files, and returns the exit status; every failure, of any kind, is attributed to a file.
    ///
    /// @param files  the files as they were typed
    /// @param action the action
    /// @return the exit status
    public int all(List<Path> files, Action action) {
        for (Path file : files) {
            attempt(file, () -> action.on(file));
        }
        return status == 0 ? 0 : Failures.BAD_FILE;
    }

    /// Processes a file or a part of it, and reports its failure.
    ///
    /// @param file   the file as it was typed
    /// @param action the action
    /// @return whether it succeeded
    public boolean attempt(Path file, FileFailure.Action action) {
        try {
            FileFailure.blaming(file, action);
            return true;
        } catch (FileFailure failure) {
            report.accept(failure);
            status = Math.max(status, Failures.status(failure));
            return false;
        }
    }

    /// The exit status so far: the worst of all failures.
    ///
    /// @return the exit status
    public int status() {
        return status;
    }
}
