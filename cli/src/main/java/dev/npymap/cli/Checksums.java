package dev.npymap.cli;

import dev.npymap.array.NdArray;
import java.io.IOException;
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

    /// What is to be written of the array at a place. One of several in a member does not know the member's checksum,
    /// which is compared here.
    NdArray of(Location at, NdArray array) throws IOException {
        if (!leftOut && at.archive() && at.position() > 0) {
            try (Archive archive = Archive.open(at)) {
                archive.verifyStored(archive.onlyArray());
            }
        }
        return leftOut ? array.unverified() : array;
    }
}
