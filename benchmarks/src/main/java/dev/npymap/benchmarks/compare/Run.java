package dev.npymap.benchmarks.compare;

import dev.npymap.benchmarks.FileTree;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Runs sections: makes their files, lets the entrants take turns, deletes the files.
final class Run {
    private final Path directory;
    private final Scale scale;
    private final Workers workers;
    private final PrintStream progress;

    Run(Path directory, Scale scale, Workers workers, PrintStream progress) {
        this.directory = directory;
        this.scale = scale;
        this.workers = workers;
        this.progress = progress;
    }

    /// Runs all cases that are wanted and returns their rows.
    List<Row> run(List<Section> sections, Predicate<Case> wanted) throws IOException {
        long begin = System.nanoTime();
        Notes notes = new Notes();
        List<Row> rows = new ArrayList<>();
        Set<DataFile> made = new HashSet<>();
        for (int n = 0; n < sections.size(); n++) {
            Section section = sections.get(n);
            List<Case> cases = section.cases().stream().filter(wanted).toList();
            if (!cases.isEmpty()) {
                make(section, made);
                if (n == 0 || !section.title().equals(sections.get(n - 1).title())) {
                    progress.println(section.title());
                }
                for (Case what : cases) {
                    List<Row> more = new Turns(what, workers, scale, System.nanoTime() - begin > scale.hurryNanos())
                            .run(section.title()).stream().map(notes::annotate)
                            .toList();
                    more.forEach(this::show);
                    rows.addAll(more);
                }
                workers.endJvms();
            }
            delete(made, sections.subList(n + 1, sections.size()));
        }
        return rows;
    }

    private void make(Section section, Set<DataFile> made) throws IOException {
        for (DataFile file : section.files()) {
            if (made.add(file)) {
                try {
                    workers.at(Place.PYTHON).ask("run", file.python());
                } catch (WorkFailure failure) {
                    throw new IOException(file.name() + ": cannot be made: " + failure.getMessage());
                }
            }
        }
    }

    /// Deletes everything but what later sections read: also what entrants have written.
    private void delete(Set<DataFile> made, List<Section> later) throws IOException {
        made.removeIf(file -> later.stream().noneMatch(section -> section.files().contains(file)));
        Set<String> kept = made.stream().map(DataFile::name).collect(Collectors.toSet());
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!kept.contains(name) && !Workers.FILES.contains(name)) {
                    FileTree.delete(file);
                }
            }
        }
    }

    private void show(Row row) {
        progress.printf("  %-66s %s%n", row.name(), row.isMeasured()
                ? MarkdownReport.number(row.ratio()) + "x" + (row.isMet()
                        ? ""
                        : ", goal "
                                + MarkdownReport.number(row.goal().orElseThrow()) + "x")
                : row.note());
    }
}
