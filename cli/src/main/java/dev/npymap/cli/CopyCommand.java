package dev.npymap.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap copy`: decodes arrays and writes them again.
@Command(name = "copy", description = "Reads arrays and writes them again, as NumPy writes them today.", footer = {"",
        "Example:", "  npymap copy old/a.npy old/b.npy new/"})
final class CopyCommand implements Callable<Integer> {
    @Parameters(arity = "2..*", paramLabel = "SRC... DEST", hideParamSyntax = true,
            description = "The .npy files to copy, and last the file or the directory to copy to. A file that is there "
                    + "is replaced in one step.")
    private List<Path> words;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Path> sources = words.subList(0, words.size() - 1);
        Path target = words.getLast();
        boolean directory = Files.isDirectory(target);
        if (!directory && sources.size() > 1) {
            throw new IllegalArgumentException(target + ": not a directory, which several files need");
        }
        if (directory) {
            requireDifferentNames(sources);
        }
        try (Progress progress = Progress.of("copy", sources)) {
            return EachFile.of(spec, sources, source -> {
                copy(source, directory ? target.resolve(source.getFileName()) : target);
                progress.step(source);
            });
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Sources.write(target, Sources.map(source, arena));
        }
    }

    private static void requireDifferentNames(List<Path> sources) {
        Set<Path> names = new HashSet<>();
        for (Path source : sources) {
            if (source.getFileName() == null || !names.add(source.getFileName())) {
                throw new IllegalArgumentException(source + ": another file of that name is to be copied as well");
            }
        }
    }
}
