package dev.npymap.cli.convert;

import dev.npymap.catalog.Catalog;
import dev.npymap.catalog.Entry;
import dev.npymap.cli.terminal.Failures;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Whether to compare the checksum of a stored member before its elements are written to another file.
final class Checksums {
    @Option(names = "--no-verify",
            description = "Do not verify the checksums of stored (uncompressed) members, to save what can still be read of a "
                    + "damaged archive. Those of compressed members are always verified.")
    private boolean leftOut;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    boolean compared() {
        return !leftOut;
    }

    /// Tells the user if the checksums of an archive are not compared.
    void tell(Catalog catalog) {
        if (leftOut && catalog.entries().stream().anyMatch(entry -> !entry.isVerifiedWhenRead())) {
            Failures.note(spec.commandLine(),
                    catalog.address() + ": the checksums of stored members are not verified");
        }
    }

    /// Compares the checksum of an entry that will be written, unless it is compared whenever the entry is read.
    void compare(Entry entry) throws IOException {
        if (!leftOut && !entry.isVerifiedWhenRead()) {
            entry.verify();
        }
    }
}
