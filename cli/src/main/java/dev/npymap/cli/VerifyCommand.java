package dev.npymap.cli;

import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap verify`: whether files can be relied on.
@Command(name = "verify", description = "Checks headers, sizes and texts: ok, or what is wrong and at which byte.",
        footer = {
                "", "Example:", "  npymap verify *.npy"})
final class VerifyCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A .npy file.")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        int worst = 0;
        try (Progress progress = Progress.of("verify", files.stream().mapToLong(CopyCommand::byteSize).sum())) {
            for (Path file : files) {
                try {
                    verify(file);
                    out.println(Failures.oneLine(file.toString()) + ": " + ansi.string("@|green ok|@"));
                } catch (IOException | UncheckedIOException | InternalError bad) {
                    out.println(Failures.oneLine(Failures.message(bad)));
                    Failures.trace(spec.commandLine(), bad);
                    worst = Failures.BAD_FILE;
                }
                progress.step(CopyCommand.byteSize(file));
            }
        }
        return worst;
    }

    private static void verify(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            NpyHeader header = Sources.header(file);
            TextCheck.of(Sources.map(file, arena), header.dataOffset());
        }
    }
}
