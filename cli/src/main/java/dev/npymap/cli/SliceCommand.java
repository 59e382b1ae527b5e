package dev.npymap.cli;

import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Override
    public Integer call() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Npy.write(out, ArrayArgument.map(file, slice, arena));
        }
        return 0;
    }
}
