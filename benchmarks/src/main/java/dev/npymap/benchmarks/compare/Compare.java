package dev.npymap.benchmarks.compare;

import dev.npymap.benchmarks.FileTree;
import dev.npymap.benchmarks.keyvalue.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine;

/// The command `benchmarks/compare`: npymap beside NumPy and the JVM's other readers, on the same files.
@Command(name = "compare", mixinStandardHelpOptions = true,
        description = "Measures npymap beside NumPy and the JVM's other readers, on the same files.", footer = {"",
                "A full run takes up to 20 minutes and writes RESULTS.md and its charts into benchmarks;",
                "a quick one takes up to 3 and writes them into benchmarks/target/quick. The store is left out:",
                "--store runs it alone, which takes up to 15 minutes, and writes STORE.md.", "",
                "Exit status: 0 all was measured, 1 something could not be, 2 the words of the command are off."})
final class Compare implements Callable<Integer> {
    /// Of the free memory and disk a file may take such a part: there are several, and copies in memory.
    private static final int PART = 4;
    private static final long LARGEST = 4 * Scale.GB;

    @Option(names = "--quick", description = "Small files and few turns: a look, no results to quote.")
    private boolean quick;

    @Option(names = "--store",
            description = "Measure the store instead, beside the JVM's key-value stores; write STORE.md.")
    private boolean store;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the results to FILE, as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--dir", paramLabel = "DIR", description = "Make the files in a directory inside DIR.")
    private Optional<Path> parent = Optional.empty();

    @Option(names = "--results", paramLabel = "DIR",
            description = "Write RESULTS.md and the charts, or STORE.md, into DIR.")
    private Optional<Path> results = Optional.empty();

    @Option(names = "--only", paramLabel = "PATTERN",
            description = "Run only cases with a name that the regular expression finds; write no page unless"
                    + " asked.")
    private Optional<Pattern> only = Optional.empty();

    private Compare() {
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Compare()).execute(args));
    }

    @Override
    public Integer call() throws IOException, WorkFailure {
        Path directory = parent.isPresent()
                ? Files.createTempDirectory(parent.get(), "npymap-compare")
                : Files.createTempDirectory("npymap-compare");
        Thread deletion = new Thread(() -> delete(directory));
        Runtime.getRuntime().addShutdownHook(deletion);
        Scale scale = new Scale(quick, largest(directory));
        List<Row> rows;
        Map<String, String> environment;
        try (Workers workers = new Workers(directory, scale)) {
            environment = Environment.facts(workers.at(Place.PYTHON).ask("version"), directory, scale);
            if (store) {
                environment.put("stores", Library.versions());
            }
            rows = new Run(directory, scale, workers, System.err).run(
                    store ? Sections.store(scale) : Sections.arrays(scale),
                    what -> only.isEmpty() || only.get().matcher(what.name()).find());
        }
        if (!store) {
            System.err.println("The store and its peers are left out; --store measures them.");
        }
        if (json.isPresent()) {
            JsonReport.write(json.get(), environment, rows);
        }
        if (results.isPresent() || only.isEmpty()) {
            write(environment, rows);
        }
        return rows.stream().allMatch(Row::isMeasured) ? 0 : 1;
    }

    private void write(Map<String, String> environment, List<Row> rows) throws IOException {
        Path home = Path.of(System.getProperty("npymap.benchmarks", "benchmarks"));
        Path target = results.orElse(quick ? home.resolve("target").resolve("quick") : home);
        Files.createDirectories(target);
        Path page = target.resolve(store ? "STORE.md" : "RESULTS.md");
        if (store) {
            MarkdownReport.writeStore(page, environment, rows);
        } else {
            MarkdownReport.write(page, environment, rows, Charts.write(target, rows));
        }
        System.err.println(page);
    }

    /// The largest power of two that fits.
    private long largest(Path directory) throws IOException {
        long room = Math.min(Environment.availableMemory(), Files.getFileStore(directory).getUsableSpace()) / PART;
        return Math.min(Long.highestOneBit(room), quick ? 128 * Scale.MB : LARGEST);
    }

    private static void delete(Path directory) {
        try {
            FileTree.delete(directory);
        } catch (IOException failure) {
            System.err.println(directory + ": cannot be deleted: " + failure.getMessage());
        }
    }
}
