package dev.npymap.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap slice`: a part of an array as a file of its own.
@Command(name = "slice", description = "Writes a part of an array to a file.", footer = {"", "Example:",
        "  npymap slice prices.npy \"189:, ::10\" -o quarter.npy"})
final class SliceCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "A .npy file.")
    private Path file;

    @Parameters(index = "1", paramLabel = "SLICE",
            description = "The part of it to write, as NumPy writes it between brackets: \"2:6, ..., ::-1\".")
    private String slice;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT",
            description = "The file to write; one that is there is replaced in one step.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ArrayArgument.use(spec, file, Optional.of(slice), part -> Sources.write(out, part));
        return 0;
    }
}
