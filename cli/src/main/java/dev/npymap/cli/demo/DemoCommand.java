package dev.npymap.cli.demo;

import dev.npymap.cli.terminal.ByteCount;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.FileFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `npymap demo`: the benefit of mapping, on the user's own machine.
@Command(name = "demo",
        description = "Creates a large array, and times mapping, slicing and summing it against reading it whole.",
        footer = {
                "", "Example:", "  npymap demo --size 4g --dir /data"})
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--size", paramLabel = "SIZE", defaultValue = "1g", converter = ByteCount.Converter.class,
            description = "The size of the array, such as 512m; default ${DEFAULT-VALUE}.")
    private ByteCount size;

    @Option(names = "--dir", paramLabel = "DIR",
            description = "The directory of the file, which is removed at the end; default: the directory for "
                    + "temporary files.")
    private Optional<Path> directory = Optional.empty();

    @Spec
    private CommandSpec spec;

    DemoCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() throws IOException {
        if (size.bytes() < Demo.ROW_BYTES) {
            throw new ParameterException(spec.commandLine(),
                    "a demo of " + size + " shows nothing: at least " + new ByteCount(Demo.ROW_BYTES) + " are needed");
        }
        Path place = directory.orElse(Path.of(System.getProperty("java.io.tmpdir")));
        if (!Files.isDirectory(place)) {
            throw new NotDirectoryException(place.toString());
        }
        long free = Files.getFileStore(place).getUsableSpace();
        if (free < size.bytes()) {
            throw new FileSystemException(place.toString(), null,
                    "the demo needs " + size + ", " + new ByteCount(free) + " are free; try --size or --dir");
        }
        Path made = Files.createTempDirectory(place, "npymap-demo-");
        Thread interrupted = new Thread(() -> remove(made));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            Path file = made.resolve("demo.npy");
            FileFailure.blaming(file, new Demo(file, size, spec.commandLine().getOut())::run);
        } finally {
            remove(made);
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
        return 0;
    }

    private static void remove(Path made) {
        if (Files.notExists(made)) {
            return;
        }
        try (var files = Files.newDirectoryStream(made)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(made);
        } catch (IOException left) {
            System.err.println(Failures.oneLine("npymap: could not remove " + made + ": " + left.getMessage()));
        }
    }
}
