package dev.npymap.cli.store;

import dev.npymap.cli.terminal.Progress;
import dev.npymap.store.StoredArray;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `npymap store export`: a version as a plain directory.
@Command(name = "export", description = "Copies the arrays of a version into a new directory, as .npy files.",
        footer = {"", "Example:", "  npymap store export features.store@42 there/"})
final class ExportCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "STORE[@V]", description = "A store, or a version of it.")
    private Path address;

    @Parameters(index = "1", paramLabel = "DIR", description = "A directory that does not exist.")
    private Path target;

    ExportCommand() {
        // Instantiated by picocli.
    }

    @Override
    public void run() {
        Versions.whole(address, (version, _) -> {
            long bytes = version.arrays().values().stream().mapToLong(StoredArray::byteSize).sum();
            try (Progress progress = Progress.of("export", bytes)) {
                version.export(target, progress::step);
            }
        });
    }
}
