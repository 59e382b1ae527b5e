package dev.npymap.cli.store;

import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.store.ArrayStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `npymap store create`: a store without versions.
@Command(name = "create", description = "Creates a store without versions, where nothing exists or an empty directory.",
        footer = {"", "Example:", "  npymap store create features.store"})
final class CreateCommand implements Runnable {
    @Parameters(paramLabel = "STORE", description = "The directory of the new store.")
    private Path store;

    CreateCommand() {
        // Instantiated by picocli.
    }

    @Override
    public void run() {
        FileFailure.blaming(store, () -> ArrayStore.create(store));
    }
}
