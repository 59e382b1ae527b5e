package dev.npymap.cli.store;

import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.Progress;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.NewVersion;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap store commit`: a new version from a directory of files.
@Command(name = "commit", description = "Publishes a version in which each .npy file below a directory is the array of "
        + "that name; every other array of the newest version is carried over. Prints the number of the version.",
        footer = {"", "Examples:", "  npymap store commit features.store nightly/ -m nightly --index users/id",
                "  npymap store commit features.store changes/ --remove prices"})
final class CommitCommand implements Runnable {
    private static final String SUFFIX = ".npy";
    /// What the JVM makes of bytes that are no text.
    private static final char REPLACED = '\ufffd';

    @Parameters(index = "0", paramLabel = "STORE", description = "The directory of a store.")
    private Path store;

    @Parameters(index = "1", paramLabel = "DIR", description = "A directory: DIR/users/id.npy becomes users/id.")
    private Path directory;

    @Option(names = {"-m", "--message"}, paramLabel = "MESSAGE",
            description = "What the history says about the version.")
    private String message = "";

    @Option(names = "--index", paramLabel = "NAME",
            description = "Index a column with unique values, so that rows of its group are found by them; later versions"
                    + " keep the index. May be repeated.")
    private List<String> keys = List.of();

    @Option(names = "--remove", paramLabel = "NAME", description = "Remove an array or a group; may be repeated.")
    private List<String> removed = List.of();

    @Spec
    private CommandSpec spec;

    CommitCommand() {
        // Instantiated by picocli.
    }

    @Override
    public void run() {
        if (message.indexOf(REPLACED) >= 0) {
            throw new ParameterException(spec.commandLine(), "the message has bytes that are no text in this locale");
        }
        Versions.store(store, opened -> {
            try (NewVersion next = opened.write(message)) {
                commit(next);
            } catch (IllegalArgumentException refused) {
                // Names and arrays come from the files in the directory.
                throw new FileSystemException(store.toString(), null, refused.getMessage());
            }
        });
    }

    private void commit(NewVersion next) throws IOException {
        Path top = directory.toRealPath();
        removed.forEach(name -> {
            try {
                next.remove(name);
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        });
        for (Path file : files(top)) {
            FileFailure.blaming(file, () -> put(next, name(top, file), file));
        }
        keys.forEach(next::index);
        long number;
        try (Progress progress = Progress.of("commit", next.byteSize())) {
            number = next.commit(progress::step);
        }
        next.copied().ifPresent(why -> Failures.note(spec.commandLine(), store + ": " + why));
        spec.commandLine().getOut().println(number);
    }

    private static void put(NewVersion next, String name, Path file) throws IOException {
        NpyHeader header = Npy.header(file);
        long end = header.dataOffset() + header.dataSize();
        if (!header.dtype().holdsObjects() && Files.size(file) != end) {
            throw new ArrayFormatException(file.getFileName().toString(),
                    "unsupported: " + (Files.size(file) - end) + " bytes follow the array", end);
        }
        try (Arena arena = Arena.ofShared()) {
            next.put(name, Npy.map(file, arena));
        }
    }

    private static String name(Path top, Path file) {
        String name = StreamSupport.stream(top.relativize(file).spliterator(), false).map(Path::toString)
                .collect(Collectors.joining("/"));
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static List<Path> files(Path top) throws IOException {
        if (!Files.isDirectory(top)) {
            throw new NotDirectoryException(top.toString());
        }
        try (Stream<Path> files = Files.walk(top)) {
            List<Path> all = files.sorted().toList();
            for (Path file : all) {
                if (Files.isSymbolicLink(file) && Files.isDirectory(file)) {
                    throw new FileSystemException(file.toString(), null,
                            "a linked directory below the one that is published");
                }
            }
            return all.stream().filter(file -> file.toString().endsWith(SUFFIX) && !Files.isDirectory(file)).toList();
        }
    }
}
