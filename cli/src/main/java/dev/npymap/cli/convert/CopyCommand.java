package dev.npymap.cli.convert;

import dev.npymap.catalog.Catalog;
import dev.npymap.catalog.Entry;
import dev.npymap.catalog.OpenOptions;
import dev.npymap.catalog.Pickled;
import dev.npymap.cli.source.Part;
import dev.npymap.cli.source.Sources;
import dev.npymap.cli.terminal.EachFile;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
        "An archive stays an archive: each member keeps its compression and is verified; members that are not arrays "
                + "are reported and skipped. A pickle keeps its protocol; 0 and 1 become 4.",
        "A file or member with several arrays or pickles is copied byte for byte; #N copies one of them, from 0: many.npy#1."},
        footer = {"", "Examples:", "  npymap copy old/a.npy old/b.npy new/",
                "  npymap copy model.npz/weights weights.npy",
                "  npymap copy model.pkl/layers/0/weights weights.npy"})
public final class CopyCommand implements Callable<Integer> {
    private static final String NPY = ".npy";

    @Parameters(arity = "2..*", paramLabel = "SRC... DEST", hideParamSyntax = true,
            description = "The sources: .npy files, .npz archives, pickles, or an address in one, as model.npz/weights; - is "
                    + "standard input. The destination: a file, a directory that exists, or - for standard output. "
                    + "Existing files are replaced in one step.")
    private List<Path> words;

    @Mixin
    private Checksums checksums;

    @Spec
    private CommandSpec spec;

    CopyCommand() {
        // Instantiated by picocli.
    }

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
        Sources.with(source, catalog -> {
            Entry first = catalog.entries().isEmpty() ? catalog.arrayEntry() : catalog.entries().getFirst();
            if (Sources.isSeveral(catalog) && !hasSuffix(target) && !Targets.isStream(target)) {
                NamedArrays arrays = NamedArrays.of(source, OpenOptions.DEFAULT, checksums,
                        line -> Failures.note(spec.commandLine(), line));
                NamedArrays.requireDifferentNames(List.of(arrays));
                new Packing(target, Optional.empty()).write(List.of(arrays), progress);
                return;
            }
            checksums.tell(catalog);
            boolean pickle = staysPickle(catalog, target);
            if (catalog.isWhole() && (pickle || !isPickled(first)) && first.following().more()) {
                series(catalog, target);
                progress.step(source);
            } else if (pickle) {
                first.following().requireNothing();
                int protocol = first.detail(Pickled.class).orElseThrow().protocol();
                new Pickling(target, protocol == 0 ? Pickling.DEFAULT_PROTOCOL : protocol, false)
                        .write(first.value(), progress);
            } else {
                Entry array = catalog.arrayEntry();
                array.following().requireNothing();
                Sources.lend(array, Part.whole(), elements -> {
                    checksums.compare(array);
                    Targets.write(target, elements.unverified());
                });
                progress.step(source);
            }
        });
    }

    /// Copies consecutive arrays and pickles as they are, after each was found to be intact.
    private static void series(Catalog catalog, Path target) throws IOException {
        catalog.entries().getFirst().series((_, _, _) -> {
            // Reading each entry finds damage.
        });
        if (Targets.isStream(target)) {
            Targets.stream(false, catalog.file().orElseThrow()::copyTo);
        } else {
            Targets.writing(target, () -> catalog.copyTo(target, FileKind.isGzip(target.toString())));
        }
    }

    private static boolean isPickled(Entry entry) {
        return entry.detail(Pickled.class).isPresent();
    }

    /// Whether a pickle, or a value in one, is written as a pickle: if the target has a pickle's suffix, or if a whole
    /// pickle goes to a target with an unknown suffix or with that of the source.
    private static boolean staysPickle(Catalog catalog, Path target) {
        return catalog.entries().size() == 1 && isPickled(catalog.entries().getFirst())
                && staysPickle(Path.of(catalog.address()), catalog.isWhole(), target);
    }

    private static boolean staysPickle(Path source, boolean whole, Path target) {
        Optional<FileKind> named = FileKind.named(target.toString());
        Path file = Catalog.file(source.toString()).orElse(source);
        return named.equals(Optional.of(FileKind.PICKLE))
                || whole && (named.isEmpty() || target.getFileName().equals(file.getFileName()));
    }

    /// The target in a directory; a part of a file gets the suffix of its new format.
    private static Path into(Path directory, Path source) throws IOException {
        boolean inside = !Catalog.file(source.toString()).equals(Optional.of(source)) && !hasSuffix(source)
                && Catalog.file(source.toString()).isPresent();
        if (!inside) {
            return directory.resolve(source.getFileName());
        }
        List<String> names = new ArrayList<>();
        try {
            Sources.with(source, catalog -> {
                Entry entry = catalog.entries().getFirst();
                String name = catalog.isWhole() ? NamedArrays.name(catalog, entry) : source.getFileName().toString();
                names.add(name + (isPickled(entry) && !entry.isArray() ? Pickling.SUFFIX : NPY));
            });
        } catch (NoSuchFileException _) {
            return directory.resolve(source.getFileName() + NPY); // the file is reported when it is copied
        }
        return directory.resolve(names.getFirst());
    }

    private static boolean hasSuffix(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(NPY);
    }

    private static void requireDifferentNames(List<Path> sources, Path directory) {
        Set<Path> names = new HashSet<>();
        for (Path source : sources) {
            Path name = source.getFileName();
            if (name == null || !names.add(directory.resolve(hasSuffix(name)
                    ? name.toString().substring(0, name.toString().length() - NPY.length())
                    : name.toString()))) {
                throw new IllegalArgumentException(source + ": another file of that name is to be copied as well");
            }
        }
    }

    /// Refuses arguments that request more than a copy.
    private static void requireSameKind(Path source, Path target) throws IOException {
        Optional<Path> file = Catalog.file(source.toString());
        boolean plainPickle = Catalog.format(source.toString()).equals(Optional.of("pickle"))
                && source.toString().indexOf('#') < 0;
        if (file.isEmpty() || plainPickle && staysPickle(source, file.get().equals(source), target)) {
            return;
        }
        Sources.with(source, catalog -> {
            if (!Sources.isSeveral(catalog)) {
                if (!staysPickle(catalog, target)) {
                    requireNpy(target);
                }
            } else if (hasSuffix(target) || Targets.isStream(target)) {
                catalog.arrayEntry();
            }
        });
    }

    /// Refuses to write an array to a file with the suffix of another format.
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
