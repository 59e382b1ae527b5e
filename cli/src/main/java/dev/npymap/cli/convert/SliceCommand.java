package dev.npymap.cli.convert;

import dev.npymap.catalog.Entry;
import dev.npymap.cli.source.ArrayArgument;
import dev.npymap.cli.source.Part;
import dev.npymap.cli.source.Sources;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.FileFailure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap slice`: a part of an array as a file of its own.
@Command(name = "slice", description = {"Writes a slice of an array to a .npy file.",
        "The checksum of a member that is stored in an archive is verified first."},
        footer = {"", "Examples:",
                "  npymap slice prices.npy \"189:, ::10\" -o quarter.npy",
                "  npymap slice model.npz/weights \":10\" -o ten.npy",
                "  npymap slice model.pkl/layers/0/weights \":10\" -o ten.npy"})
public final class SliceCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE",
            description = "A .npy file, or the address of an array: model.npz/weights, records.npy/price, many.npy#1; - is "
                    + "standard input.")
    private Path file;

    @Parameters(index = "1", paramLabel = "SLICE",
            description = "An index as in NumPy, without the brackets: \"2:6, ..., ::-1\"; one list of positions may be among "
                    + "the slices: \"[0, 2], 1:3\".")
    private String slice;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT",
            description = "The .npy file to write, replaced in one step if it exists; - is standard output.")
    private Path out;

    @Mixin
    private Checksums checksums;

    @Spec
    private CommandSpec spec;

    SliceCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() {
        Part part = ArrayArgument.part(spec, file, Optional.of(slice));
        CopyCommand.requireNpy(out);
        FileFailure.blaming(file, () -> Sources.with(file, catalog -> {
            Entry entry = catalog.arrayEntry();
            Sources.note(entry.following()).ifPresent(line -> Failures.note(spec.commandLine(), line));
            Sources.lend(entry, part, array -> {
                checksums.compare(entry);
                checksums.tell(catalog);
                Targets.write(out, array.unverified());
            });
        }));
        return 0;
    }
}
