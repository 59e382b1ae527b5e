package dev.npymap.cli.store;

import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.Progress;
import dev.npymap.store.StoredArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap store verify`: whether a version is as it was published.
@Command(name = "verify",
        description = "Reads a version whole, and compares its arrays and indexes with the digests that it "
                + "has of them.",
        footer = {"", "Example:", "  npymap store verify features.store@42"})
final class StoreVerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STORE[@V]", description = "A store, or a version of it.")
    private Path address;

    @Spec
    private CommandSpec spec;

    StoreVerifyCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        int[] status = {0};
        Versions.whole(address, (version, _) -> {
            long bytes = version.arrays().values().stream().mapToLong(StoredArray::byteSize).sum();
            try (Progress progress = Progress.of("verify", bytes)) {
                for (IOException damage : version.verify(progress::step)) {
                    out.println(Failures.oneLine(new FileFailure(address, damage).message()));
                    status[0] = Failures.BAD_FILE;
                }
            }
            if (status[0] == 0) {
                out.println(version + ": ok, " + version.arrays().size() + " arrays");
            }
        });
        return status[0];
    }
}
