package dev.npymap.cli;

import dev.npymap.array.NdArray;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Whether the checksum of a stored member is compared before its elements are written to another file.
final class Checksums {
    @Option(names = "--no-verify",
            description = "Do not compare the checksums of members that are stored in archives, for what can still be "
                    + "read of a damaged one. Those of compressed members are compared always.")
    private boolean leftOut;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    boolean compared() {
        return !leftOut;
    }

    /// Says of an archive that its checksums are not compared, if so.
    void tell(Location at) {
        if (leftOut && at.archive()) {
            Failures.note(spec.commandLine(),
                    at.path() + ": not verified: checksums of stored members are not compared");
        }
    }

    /// What is to be written of an array.
    NdArray of(NdArray array) {
        return leftOut ? array.unverified() : array;
    }
}
