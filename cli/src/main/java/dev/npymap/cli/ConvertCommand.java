package dev.npymap.cli;

import dev.npymap.npz.Compression;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap convert`: packs arrays into an archive, and unpacks them.
@Command(name = "convert", description = {"Packs arrays into a .npz archive, or unpacks archives into a directory.",
        "The archive is written in one step, and is not there if anything fails. Of members that are no arrays one is "
                + "told, and they are left out. Unpacking goes on after a bad array; names that lead out of the "
                + "directory are refused before anything is written."},
        footer = {"", "Examples:",
                "  npymap convert a.npy b.npy both.npz --compress",
                "  npymap convert both.npz old.npz/c all.npz",
                "  npymap convert both.npz parts/"})
final class ConvertCommand implements Callable<Integer> {
    @Parameters(arity = "2..*", paramLabel = "SRC... DEST", hideParamSyntax = true,
            description = {
                    "The .npy files, .npz archives and members of these (model.npz/weights), and last what to make "
                            + "of them: a .npz archive, one .npy file, or a directory of .npy files, which is there, "
                            + "ends with / or has no suffix.",
                    "A .npy file's array has the file's name, a member its own; a name with slashes means directories. "
                            + "A file that is there is replaced in one step."})
    private List<String> words;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Wanted wanted = new Wanted();

    @Spec
    private CommandSpec spec;

    /// How to compress, if at all.
    private static final class Wanted {
        @Option(names = "--compress", arity = "0..1", paramLabel = "LEVEL", preprocessor = Deflate.class,
                description = "Deflate the members: 1 is fast, 9 small, 6 if no LEVEL is given. Without this option "
                        + "they are stored, and mapped where they lie.")
        private Optional<Integer> deflate = Optional.empty();

        @Option(names = "--zstd", arity = "0..1", paramLabel = "LEVEL", preprocessor = Zstd.class,
                description = "Compress them by Zstandard, 1 to 19, 3 if no LEVEL is given. NumPy reads that from "
                        + "Python 3.14 on.")
        private Optional<Integer> zstd = Optional.empty();
    }

    @Override
    public Integer call() throws IOException {
        List<Path> sources = words.subList(0, words.size() - 1).stream().map(Path::of).toList();
        Path target = Path.of(words.getLast());
        Compression compression = compression();
        boolean directory = isDirectory(sources, target);
        if (!directory && Sources.hasSuffix(target, Sources.NPZ)) {
            return pack(sources, new Packing(target, Optional.of(compression)));
        }
        if (!compression.equals(Compression.STORED)) {
            throw new IllegalArgumentException(target + ": only what goes into a .npz archive can be compressed");
        }
        if (directory) {
            return unpack(sources, new Unpacking(target));
        }
        if (!Sources.hasSuffix(target, Sources.NPY)) {
            throw new IllegalArgumentException(
                    target + ": neither a .npz nor a .npy file; to make a directory put a / at the end");
        }
        if (sources.size() > 1) {
            throw new IllegalArgumentException(target + ": one array goes into a .npy file");
        }
        Path source = sources.getFirst();
        FileFailure.blaming(source,
                () -> Sources.one(Sources.locate(source), Part.whole(), array -> Sources.write(target, array)));
        return 0;
    }

    private Compression compression() {
        try {
            return wanted.deflate.map(Compression::deflated).or(() -> wanted.zstd.map(Compression::zstd))
                    .orElse(Compression.STORED);
        } catch (IllegalArgumentException none) {
            throw new ParameterException(spec.commandLine(), none.getMessage(), none);
        }
    }

    private boolean isDirectory(List<Path> sources, Path target) throws IOException {
        String typed = words.getLast();
        boolean ends = typed.endsWith("/") || typed.endsWith(target.getFileSystem().getSeparator());
        if (ends && Files.isRegularFile(target)) {
            throw new FileSystemException(typed, null, "is a file, not a directory");
        }
        return ends || Files.isDirectory(target) || sources.size() == 1 && !Files.exists(target)
                && !target.getFileName().toString().contains(".") && isWholeArchive(sources.getFirst());
    }

    private static boolean isWholeArchive(Path source) throws IOException {
        return Files.isRegularFile(source) && Sources.locate(source).isWholeArchive();
    }

    private int pack(List<Path> sources, Packing packing) throws IOException {
        List<NamedArrays> arrays = new ArrayList<>();
        for (Path source : sources) {
            FileFailure.blaming(source, () -> arrays.add(arrays(source)));
        }
        NamedArrays.requireDifferentNames(arrays);
        try (Progress progress = progress(arrays)) {
            packing.write(arrays, progress);
        }
        return 0;
    }

    private int unpack(List<Path> sources, Unpacking unpacking) throws IOException {
        List<NamedArrays> arrays = new ArrayList<>();
        EachFile each = EachFile.reporting(spec);
        for (Path source : sources) {
            each.attempt(source, () -> arrays.add(arrays(source)));
        }
        NamedArrays.requireDifferentNames(arrays);
        if (!arrays.isEmpty()) {
            try (Progress progress = progress(arrays)) {
                unpacking.write(arrays, progress, each);
            }
        }
        return each.status();
    }

    private NamedArrays arrays(Path source) throws IOException {
        return NamedArrays.of(Sources.locate(source), line -> Failures.note(spec.commandLine(), line));
    }

    private static Progress progress(List<NamedArrays> arrays) {
        return Progress.of("convert", arrays.stream().mapToLong(NamedArrays::byteSize).sum());
    }

    /// Gives an option its default level unless one is attached to it: the next word is a file.
    private abstract static class AttachedLevel implements IParameterPreprocessor {
        private final String level;

        AttachedLevel(String level) {
            this.level = level;
        }

        @Override
        public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (" ".equals(info.get("separator"))) {
                words.push(level);
            }
            return false;
        }
    }

    /// For `--compress`.
    private static final class Deflate extends AttachedLevel {
        Deflate() {
            super("6");
        }
    }

    /// For `--zstd`.
    private static final class Zstd extends AttachedLevel {
        Zstd() {
            super("3");
        }
    }
}
