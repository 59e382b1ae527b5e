package dev.npymap.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// Does the same with several files, and goes on after a bad one.
final class EachFile {
    /// What is done with one file.
    interface Action {
        void on(Path file) throws IOException;
    }

    private EachFile() {
    }

    /// Returns the worst exit status of all.
    static int of(CommandSpec spec, List<Path> files, Action action) {
        int worst = 0;
        for (Path file : files) {
            try {
                action.on(file);
            } catch (IOException | RuntimeException | InternalError | OutOfMemoryError failure) {
                spec.commandLine().getOut().flush();
                worst = Math.max(worst, Failures.report(spec.commandLine(), failure));
            }
        }
        return worst;
    }
}
