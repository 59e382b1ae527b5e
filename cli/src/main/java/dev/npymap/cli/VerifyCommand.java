package dev.npymap.cli;

import java.io.IOException;
import java.io.PrintWriter;
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
        try (Progress progress = Progress.of("verify", files)) {
            return EachFile.of(files, file -> {
                verify(file);
                out.println(Failures.oneLine(file.toString()) + ": " + ansi.string("@|green ok|@"));
                progress.step(file);
            }, bad -> {
                out.println(Failures.oneLine(bad.message()));
                Failures.trace(spec.commandLine(), bad);
            });
        }
    }

    private static void verify(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            TextCheck.of(Sources.map(file, arena));
        }
    }
}
