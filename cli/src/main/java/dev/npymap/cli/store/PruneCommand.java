package dev.npymap.cli.store;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap store prune`: removes old versions.
@Command(name = "prune",
        description = "Removes all versions but the newest ones, those with a tag, and those that somebody "
                + "reads; prints their numbers.",
        footer = {"", "Example:", "  npymap store prune features.store --keep 10"})
final class PruneCommand implements Runnable {
    @Parameters(paramLabel = "STORE", description = "The directory of a store.")
    private Path path;

    @Option(names = "--keep", required = true, paramLabel = "N", description = "How many of the newest versions stay.")
    private int keep;

    @Spec
    private CommandSpec spec;

    PruneCommand() {
        // Instantiated by picocli.
    }

    @Override
    public void run() {
        Versions.store(path, store -> store.prune(keep).forEach(spec.commandLine().getOut()::println));
    }
}
