package dev.npymap.cli.convert;

import dev.npymap.catalog.Catalog;
import dev.npymap.catalog.Entry;
import dev.npymap.cli.source.Part;
import dev.npymap.cli.source.Replay;
import dev.npymap.cli.source.Sources;
import dev.npymap.cli.terminal.EachFile;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.cli.terminal.Progress;
import dev.npymap.npz.Compression;
import dev.npymap.text.Text;
import dev.npymap.text.TextOptions;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
@Command(name = "convert", description = {
        "Converts arrays to the format that the suffix of DEST names: .npy, .npz, .pkl, .txt, .csv, .tsv or "
                + ".ndjson.",
        "Several arrays are packed into a .npz archive or a pickled dict, or unpacked into a directory. Text is read and "
                + "written as by np.loadtxt and np.savetxt. With .gz after the suffix a .npy file, pickle or text is "
                + "written as a gzip file. DEST - is standard output.",
        "Files are replaced in one step, and stay as they are if anything fails. Members that are not arrays are "
                + "reported and skipped. Unpacking continues after a damaged array; names that lead out of the "
                + "directory are refused before anything is written."},
        footer = {"", "Examples:",
                "  npymap convert a.npy b.npy both.npz --compress",
                "  npymap convert both.npz old.npz/c all.npz",
                "  npymap convert both.npz parts/",
                "  npymap convert both.npz both.pkl --protocol 5",
                "  npymap convert model.pkl/layers/0/weights weights.npy.gz",
                "  npymap convert prices.csv prices.npy --skiprows 1 --usecols 1,2",
                "  npymap convert counts.npy counts.tsv.gz --fmt %%d",
                "  npymap convert records.npy - --to ndjson"})
public final class ConvertCommand implements Callable<Integer> {
    private static final Set<String> STREAMED = Set.of("npy", "pkl", "txt", "csv", "ndjson");

    @Parameters(arity = "2..*", paramLabel = "SRC... DEST", hideParamSyntax = true,
            description = {
                    "The sources: .npy, .npz, pickle and text files, or an address in one, as model.npz/weights; - is standard "
                            + "input. The destination: a file, - or a directory, which exists, ends with / or has no suffix.",
                    "The array of a .npy file is named after the file, others by their names in their files; a name with "
                            + "slashes makes directories."})
    private List<String> words;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private CompressionWords wanted = new CompressionWords();

    @Option(names = "--protocol", paramLabel = "N", description = "The protocol of a pickle, 2 to 5; default 4.")
    private Optional<Integer> protocol = Optional.empty();

    @Option(names = "--aligned",
            description = "Align the elements of arrays in a pickle to 64 bytes, so that they can be mapped.")
    private boolean aligned;

    @Option(names = "--objects",
            description = "Convert arrays of Python objects to a pickle too, as plain values; nothing is executed.")
    private boolean objects;

    @Option(names = "--to", paramLabel = "FORMAT",
            description = "The format of standard output: npy, pkl, txt, csv, or ndjson (one JSON value for each row); "
                    + "default npy.")
    private Optional<String> to = Optional.empty();

    @Mixin
    private Checksums checksums;

    @Mixin
    private TextWords text;

    @Spec
    private CommandSpec spec;

    private final Replay input = new Replay(System.in);

    ConvertCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() throws IOException {
        List<Path> sources = words.subList(0, words.size() - 1).stream().map(Path::of).toList();
        Path target = Path.of(words.getLast());
        Compression compression = compression();
        boolean directory = isDirectory(sources, target);
        String name = Targets.isStream(target) ? "." + to.orElse("npy") : target.toString();
        Optional<FileKind> kind = directory ? Optional.empty() : FileKind.named(name);
        if (to.isPresent() && (!Targets.isStream(target) || !STREAMED.contains(to.get()))) {
            throw new ParameterException(spec.commandLine(), Targets.isStream(target)
                    ? "standard output takes npy, pkl, txt, csv or ndjson, not '" + to.get() + "'"
                    : "--to is for standard output (-); the suffix of a file says its format");
        }
        requireSuitableOptions(target, kind, compression);
        requireDifferent(sources);
        text.requireUse(sources.stream().anyMatch(Sources::mayBeText), kind.equals(Optional.of(FileKind.TEXT)));
        if (directory) {
            return unpack(sources, new Unpacking(target));
        }
        switch (kind.orElseThrow(() -> new IllegalArgumentException(
                target + ": the suffix names no format, such as .npz, .npy, .pkl or .csv; a directory ends with /"))) {
            case NPZ -> pack(sources, new Packing(target, Optional.of(compression)));
            case PICKLE -> pickle(sources, target);
            case NPY -> npy(sources, target);
            case TEXT -> one(sources, array -> text.write(target, FileKind.suffix(name), array));
            case NDJSON -> one(sources, array -> JsonRows.write(target, array));
        }
        return 0;
    }

    private static void requireDifferent(List<Path> sources) {
        Set<Path> seen = new HashSet<>();
        for (Path source : sources) {
            if (!seen.add(source)) {
                throw new IllegalArgumentException(source + ": is given twice");
            }
        }
    }

    private void requireSuitableOptions(Path target, Optional<FileKind> kind, Compression compression) {
        boolean archive = kind.equals(Optional.of(FileKind.NPZ));
        if (!compression.equals(Compression.STORED) && !archive) {
            throw new IllegalArgumentException(target + ": only members of a .npz archive can be compressed");
        }
        if (archive && FileKind.isGzip(target.toString())) {
            throw new IllegalArgumentException(target + ": an archive is not compressed as a whole; use --compress");
        }
        boolean pickle = kind.equals(Optional.of(FileKind.PICKLE));
        if (!pickle && (protocol.isPresent() || aligned || objects)) {
            throw new IllegalArgumentException(target + ": --protocol, --aligned and --objects are for a pickle");
        }
        if (aligned && FileKind.isGzip(target.toString())) {
            throw new IllegalArgumentException(
                    target + ": a compressed file cannot be mapped, so --aligned has no effect");
        }
    }

    private void one(List<Path> sources, Entry.Borrower borrower) {
        Path source = one(sources);
        FileFailure.blaming(source, () -> {
            try (Progress progress = Progress.of("read", textSize(source))) {
                Sources.with(source, text.options(progress), catalog -> {
                    checksums.tell(catalog);
                    for (Entry named : catalog.entries()) {
                        named.following().requireNothing();
                    }
                    Entry entry = catalog.arrayEntry();
                    Sources.lend(entry, Part.whole(), array -> {
                        checksums.compare(entry);
                        borrower.use(array.unverified());
                    });
                });
            }
        });
    }

    private static long textSize(Path source) {
        return Sources.mayBeText(source) ? source.toFile().length() : 0;
    }

    private Path one(List<Path> sources) {
        if (sources.size() > 1) {
            throw new IllegalArgumentException(
                    words.getLast() + ": this format holds one array, and several are given");
        }
        return sources.getFirst();
    }

    private void npy(List<Path> sources, Path target) {
        Path source = one(sources);
        boolean streamed = Catalog.file(source.toString()).equals(Optional.of(source)) && Sources.mayBeText(source)
                && !FileKind.isGzip(target.toString()) && !Targets.isStream(target);
        if (!streamed) {
            one(sources, array -> Targets.write(target, array));
            return;
        }
        FileFailure.blaming(source, () -> {
            try (Progress progress = Progress.of("convert", textSize(source))) {
                Sources.with(source, text.options(progress), catalog -> Targets.writing(target, () -> Text.convert(
                        source, target, catalog.arrayEntry().detail(TextOptions.class).orElseThrow())));
            }
        });
    }

    private void pickle(List<Path> sources, Path target) throws IOException {
        new Pickling(target, protocol.orElse(Pickling.DEFAULT_PROTOCOL), aligned).write(sources, objects, checksums,
                text.options(), line -> Failures.note(spec.commandLine(), line));
    }

    private Compression compression() {
        try {
            return wanted.compression();
        } catch (IllegalArgumentException none) {
            throw new ParameterException(spec.commandLine(), none.getMessage(), none);
        }
    }

    private boolean isDirectory(List<Path> sources, Path target) throws IOException {
        if (Targets.isStream(target)) {
            return false;
        }
        String typed = words.getLast();
        boolean ends = typed.endsWith("/") || typed.endsWith(target.getFileSystem().getSeparator());
        if (ends && Files.isRegularFile(target)) {
            throw new FileSystemException(typed, null, "is a file, not a directory");
        }
        return ends || Files.isDirectory(target) || sources.size() == 1 && !Files.exists(target)
                && !target.getFileName().toString().contains(".") && holdsSeveral(sources.getFirst());
    }

    private static boolean holdsSeveral(Path source) {
        Optional<String> format = Catalog.format(source.toString());
        return format.equals(Optional.of("pickle")) || format.equals(Optional.of("npz"))
                && (Catalog.file(source.toString()).equals(Optional.of(source)) || isPattern(source));
    }

    private static boolean isPattern(Path source) {
        return source.toString().indexOf('*') >= 0 || source.toString().indexOf('?') >= 0;
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
        return NamedArrays.of(source, text.options().withStandardInput(input), checksums,
                line -> Failures.note(spec.commandLine(), line));
    }

    private static Progress progress(List<NamedArrays> arrays) {
        return Progress.of("convert", arrays.stream().mapToLong(NamedArrays::byteSize).sum());
    }
}
