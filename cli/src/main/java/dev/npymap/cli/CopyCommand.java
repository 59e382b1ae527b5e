package dev.npymap.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap copy`: decodes arrays and writes them again.
@Command(name = "copy", description = {"Reads arrays and writes them again, as NumPy writes them today.",
        "An archive stays one, each member compressed or not as it was, and verified; members that are no arrays are "
                + "left out, and told of. A pickle stays one, in its protocol, but in 4 where that is 0 or 1.",
        "Arrays and pickles one behind the other in a file, or in a member of an archive, stay as they are, byte for byte; "
                + "#N copies one of them, from 0: many.npy#1."},
        footer = {"", "Examples:", "  npymap copy old/a.npy old/b.npy new/",
                "  npymap copy model.npz/weights weights.npy",
                "  npymap copy model.pkl/layers/0/weights weights.npy"})
final class CopyCommand implements Callable<Integer> {
    @Parameters(arity = "2..*", paramLabel = "SRC... DEST", hideParamSyntax = true,
            description = "The .npy files, .npz archives, pickles, and what is in these (as model.npz/weights) to copy, "
                    + "and last the file or the directory to copy to. A file that is there is replaced in one step.")
    private List<Path> words;

    @Mixin
    private Checksums checksums;

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
            requireDifferentNames(sources, target);
        } else {
            FileFailure.blaming(sources.getFirst(), () -> requireSameKind(sources.getFirst(), target));
        }
        try (Progress progress = Progress.of("copy", sources)) {
            return EachFile.reporting(spec).all(sources,
                    source -> copy(source, directory ? into(target, source) : target, progress));
        }
    }

    private void copy(Path source, Path target, Progress progress) throws IOException {
        Location at = Sources.locate(source);
        checksums.tell(at);
        if (at.isWholeArchive() && !Sources.hasSuffix(target, Sources.NPY)) {
            NamedArrays arrays = NamedArrays.of(at, line -> Failures.note(spec.commandLine(), line))
                    .with(checksums);
            NamedArrays.requireDifferentNames(List.of(arrays));
            new Packing(target, Optional.empty()).write(List.of(arrays), progress);
        } else if (at.member().isEmpty() && (at.pickle() ? staysPickle(at, target) : !at.archive())
                && Series.behind(at).more()) {
            series(at, target);
            progress.step(source);
        } else if (staysPickle(at, target)) {
            try (PickleFile pickle = PickleFile.open(at)) {
                pickle.behind().requireNothing();
                int protocol = pickle.protocol();
                new Pickling(target, protocol == 0 ? Pickling.DEFAULT_PROTOCOL : protocol, false)
                        .write(pickle.value(), progress);
            }
        } else {
            Sources.one(at, Part.whole(), array -> Sources.write(target, checksums.of(at, array)));
            progress.step(source);
        }
    }

    /// Copies arrays and pickles one behind the other as they are, after each was found to be whole.
    private static void series(Location at, Path target) throws IOException {
        try (Series series = Series.open(at)) {
            while (series.hasNext()) {
                series.next();
            }
            Sources.writing(target, () -> series.copyTo(target));
        }
    }

    /// Whether a pickle, or something in one, is written as a pickle: to a file that is named as one, and all of it also
    /// to a file whose name says nothing, or what that of the source says.
    private static boolean staysPickle(Location at, Path target) {
        Optional<FileKind> named = FileKind.named(target.toString());
        return at.pickle() && (named.equals(Optional.of(FileKind.PICKLE))
                || at.member().isEmpty() && (named.isEmpty() || target.getFileName().equals(at.file().getFileName())));
    }

    /// What is in another file gets a suffix that says what it becomes.
    private static Path into(Path directory, Path source) throws IOException {
        boolean inside = !Sources.file(source).equals(source) && !Sources.hasSuffix(source, Sources.NPY);
        if (!inside) {
            return directory.resolve(source.getFileName());
        }
        Location at = Sources.locate(source);
        String name = at.member().isEmpty() ? at.name() : source.getFileName().toString();
        return directory.resolve(name + (at.pickle() && !isOneArray(at) ? Pickling.SUFFIX : Sources.NPY));
    }

    private static boolean isOneArray(Location at) throws IOException {
        try (PickleFile pickle = PickleFile.open(at)) {
            return PickleFile.isArray(pickle.value());
        } catch (NoSuchFileException _) {
            return true; // reported when its turn comes
        }
    }

    private static void requireDifferentNames(List<Path> sources, Path directory) {
        Set<Path> names = new HashSet<>();
        for (Path source : sources) {
            Path name = source.getFileName();
            if (name == null || !names.add(directory.resolve(Sources.hasSuffix(name, Sources.NPY)
                    ? name.toString().substring(0, name.toString().length() - Sources.NPY.length())
                    : name.toString()))) {
                throw new IllegalArgumentException(source + ": another file of that name is to be copied as well");
            }
        }
    }

    /// Refuses words that ask for something else than a copy.
    private static void requireSameKind(Path source, Path target) throws IOException {
        if (!Files.exists(Sources.file(source))) {
            return;
        }
        Location at = Sources.locate(source);
        if (staysPickle(at, target)) {
            return;
        }
        if (!at.isWholeArchive()) {
            requireNpy(target);
        } else if (Sources.hasSuffix(target, Sources.NPY)) {
            try (Archive archive = Archive.open(at)) {
                archive.onlyArray();
            }
        }
    }

    /// Refuses to write an array under the name of something else.
    static void requireNpy(Path target) {
        FileKind kind = FileKind.named(target.toString()).orElse(FileKind.NPY);
        if (kind != FileKind.NPY) {
            String what = switch (kind) {
                case NPZ -> "an archive";
                case PICKLE -> "a pickle";
                default -> "text";
            };
            throw new FileFailure(target,
                    new IllegalArgumentException(what + ", not a .npy file; npymap convert makes such files"));
        }
    }
}
