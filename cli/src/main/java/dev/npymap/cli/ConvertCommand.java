package dev.npymap.cli;

import dev.npymap.npz.Compression;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap convert`: packs arrays into an archive, unpacks them, and changes their format.
@Command(name = "convert", description = {"Writes arrays in another format, which the suffix of the last word says.",
        "Several arrays are packed into a .npz archive or a pickle of a dict, or unpacked into a directory. Of a pickle "
                + "a path takes a part: model.pkl/layers/0/weights. Text is read and written as by np.loadtxt and np.savetxt. "
                + "With .gz behind its suffix a .npy file, pickle or text is "
                + "compressed as a whole.",
        "The archive is written in one step, and is not there if anything fails. Of members that are no arrays one is "
                + "told, and they are left out. Unpacking goes on after a bad array; names that lead out of the "
                + "directory are refused before anything is written."},
        footer = {"", "Examples:",
                "  npymap convert a.npy b.npy both.npz --compress",
                "  npymap convert both.npz old.npz/c all.npz",
                "  npymap convert both.npz parts/",
                "  npymap convert both.npz both.pkl --protocol 5",
                "  npymap convert model.pkl/layers/0/weights weights.npy.gz",
                "  npymap convert prices.csv prices.npy --skiprows 1 --usecols 1,2",
                "  npymap convert counts.npy counts.tsv.gz --fmt %%d"})
final class ConvertCommand implements Callable<Integer> {
    @Parameters(arity = "2..*", paramLabel = "SRC... DEST", hideParamSyntax = true,
            description = {
                    "The .npy files, .npz archives, pickles and what is in these (model.npz/weights), .txt, .csv and "
                            + ".tsv files, and last what to make of them: one of these, or a directory of .npy files, "
                            + "which is there, ends with / or has no suffix.",
                    "Of several arrays or pickles one behind the other in a file one is needed: #N, from 0, as many.npy#1.",
                    "A .npy file's array has the file's name, a member its own, one in a pickle the path to it; a name "
                            + "with slashes means directories. "
                            + "A file that is there is replaced in one step."})
    private List<String> words;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private CompressionWords wanted = new CompressionWords();

    @Option(names = "--protocol", paramLabel = "N", description = "Of a pickle: 2 to 5; 4 if not given.")
    private Optional<Integer> protocol = Optional.empty();

    @Option(names = "--aligned",
            description = "Put the elements of arrays in a pickle on multiples of 64 bytes, for whoever maps them.")
    private boolean aligned;

    @Option(names = "--objects",
            description = "Take arrays of pickled Python objects into a pickle too, as plain values; nothing is "
                    + "executed.")
    private boolean objects;

    @Mixin
    private Checksums checksums;

    @Mixin
    private TextWords text;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Path> sources = words.subList(0, words.size() - 1).stream().map(Path::of).toList();
        Path target = Path.of(words.getLast());
        Compression compression = compression();
        boolean directory = isDirectory(sources, target);
        Optional<FileKind> kind = directory ? Optional.empty() : FileKind.named(target.toString());
        requireSuitableOptions(target, kind, compression);
        text.requireUse(isTextAmong(sources), kind.equals(Optional.of(FileKind.TEXT)));
        if (directory) {
            return unpack(sources, new Unpacking(target));
        }
        switch (kind.orElseThrow(() -> new IllegalArgumentException(
                target + ": no suffix that tells a format, such as .npz, .npy, .pkl or .csv; to make a directory put a / at "
                        + "the end"))) {
            case NPZ -> pack(sources, new Packing(target, Optional.of(compression)));
            case PICKLE -> pickle(sources, target);
            case NPY -> npy(sources, target);
            case TEXT -> one(sources, array -> Sources.writing(target, () -> text.write(target, array)));
        }
        return 0;
    }

    private static boolean isTextAmong(List<Path> sources) throws IOException {
        for (Path source : sources) {
            if (Files.exists(source) && Sources.locate(source).kind() == FileKind.TEXT) {
                return true;
            }
        }
        return false;
    }

    private void requireSuitableOptions(Path target, Optional<FileKind> kind, Compression compression) {
        boolean archive = kind.equals(Optional.of(FileKind.NPZ));
        if (!compression.equals(Compression.STORED) && !archive) {
            throw new IllegalArgumentException(target + ": only what goes into a .npz archive can be compressed");
        }
        if (archive && FileKind.isGzip(target.toString())) {
            throw new IllegalArgumentException(target + ": an archive is compressed by --compress, not as a whole");
        }
        boolean pickle = kind.equals(Optional.of(FileKind.PICKLE));
        if (!pickle && (protocol.isPresent() || aligned || objects)) {
            throw new IllegalArgumentException(target + ": --protocol, --aligned and --objects are for a pickle");
        }
        if (aligned && FileKind.isGzip(target.toString())) {
            throw new IllegalArgumentException(target + ": nobody maps what is compressed; leave --aligned out");
        }
    }

    private void one(List<Path> sources, Sources.Action action) {
        Path source = one(sources);
        FileFailure.blaming(source, () -> {
            Location at = locate(source);
            Sources.one(at, Part.whole(), text::readVisibly, array -> action.on(checksums.of(at, array)));
        });
    }

    /// Finds out where a word leads whose arrays are going to be written.
    private Location locate(Path source) throws IOException {
        Location at = Sources.locate(source);
        checksums.tell(at);
        return at;
    }

    private Path one(List<Path> sources) {
        if (sources.size() > 1) {
            throw new IllegalArgumentException(words.getLast() + ": one array goes into such a file");
        }
        return sources.getFirst();
    }

    private void npy(List<Path> sources, Path target) {
        Path source = one(sources);
        FileFailure.blaming(source, () -> {
            Location at = locate(source);
            if (at.kind() == FileKind.TEXT && Files.exists(at.file()) && !FileKind.isGzip(target.toString())) {
                Sources.writing(target, () -> text.convert(at, target));
            } else {
                Sources.one(at, Part.whole(), text::readVisibly,
                        array -> Sources.write(target, checksums.of(at, array)));
            }
        });
    }

    private void pickle(List<Path> sources, Path target) throws IOException {
        List<Location> places = new ArrayList<>();
        for (Path source : sources) {
            FileFailure.blaming(source, () -> places.add(locate(source)));
        }
        new Pickling(target, protocol.orElse(Pickling.DEFAULT_PROTOCOL), aligned).write(places, objects, checksums,
                text::readVisibly,
                line -> Failures.note(spec.commandLine(), line));
    }

    private Compression compression() {
        try {
            return wanted.compression();
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
                && !target.getFileName().toString().contains(".") && holdsSeveral(sources.getFirst());
    }

    private static boolean holdsSeveral(Path source) throws IOException {
        if (!Files.isRegularFile(Sources.file(source))) {
            return false;
        }
        Location at = Sources.locate(source);
        return at.isWholeArchive() || at.pickle();
    }

    private void pack(List<Path> sources, Packing packing) throws IOException {
        List<NamedArrays> arrays = new ArrayList<>();
        for (Path source : sources) {
            FileFailure.blaming(source, () -> arrays.add(arrays(source)));
        }
        NamedArrays.requireDifferentNames(arrays);
        try (Progress progress = progress(arrays)) {
            packing.write(arrays, progress);
        }
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
        return NamedArrays.of(locate(source), text, line -> Failures.note(spec.commandLine(), line)).with(checksums);
    }

    private static Progress progress(List<NamedArrays> arrays) {
        return Progress.of("convert", arrays.stream().mapToLong(NamedArrays::byteSize).sum());
    }
}
