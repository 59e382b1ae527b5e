package dev.npymap.cli.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/// Does the same with several files, or with several members of one, and goes on after a bad one.
public final class EachFile {
    private final Consumer<FileFailure> report;
    private int status;

    /// What is done with one file.
    public interface Action {
        /// Works on one file.
        ///
        /// @param file as it was typed
        /// @throws IOException for any reason
        void on(Path file) throws IOException;
    }

    /// Begins without a failure.
    ///
    /// @param report is told of each failure
    public EachFile(Consumer<FileFailure> report) {
        this.report = report;
    }

    /// Reports failures on standard error.
    ///
    /// @param spec the command that runs
    /// @return a reporter
    public static EachFile reporting(CommandSpec spec) {
        return new EachFile(failure -> {
            spec.commandLine().getOut().flush();
            Failures.report(spec.commandLine(), failure);
        });
    }

    /// Goes through files, and returns the exit status; a failure, whatever its kind, is that of a file.
    ///
    /// @param files  as they were typed
    /// @param action what is done
    /// @return the exit status
    public int all(List<Path> files, Action action) {
        for (Path file : files) {
            attempt(file, () -> action.on(file));
        }
        return status == 0 ? 0 : Failures.BAD_FILE;
    }

    /// Does something with a file or a part of it, and reports its failure.
    ///
    /// @param file   as it was typed
    /// @param action what is done
    /// @return whether it went well
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
