package dev.npymap.cli.store;

import dev.npymap.cli.report.Json;
import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap store diff`: which arrays differ between two versions.
@Command(name = "diff", description = "Lists the arrays that a later version added, removed and changed.",
        footer = {"", "+ is an array that was added, - one that was removed, ~ one that has changed.", "",
                "Exit status: 0 no array differs, 1 some do, 2 trouble.", "", "Example:",
                "  npymap store diff features.store 41 latest"})
final class DiffCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final int TROUBLE = 2;

    @Parameters(index = "0", paramLabel = "STORE", description = "The directory of a store.")
    private Path path;

    @Parameters(index = "1", paramLabel = "V", description = "The earlier version.")
    private String earlier;

    @Parameters(index = "2", paramLabel = "W", description = "The later version.")
    private String later;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    DiffCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() {
        int[] status = {0};
        try {
            Versions.store(path, store -> status[0] = compare(store));
            return status[0];
        } catch (FileFailure failure) {
            Failures.report(spec.commandLine(), failure);
            return TROUBLE;
        }
    }

    private int compare(ArrayStore store) throws IOException {
        try (Version before = store.resolve(earlier); Version after = store.resolve(later)) {
            Version.Difference difference = before.difference(after);
            print("added", '+', difference.added());
            print("removed", '-', difference.removed());
            print("changed", '~', difference.changed());
            boolean same = difference.added().isEmpty() && difference.removed().isEmpty()
                    && difference.changed().isEmpty();
            return same ? 0 : DIFFERENT;
        }
    }

    private void print(String change, char sign, SortedSet<String> names) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        for (String name : names) {
            out.println(json ? Json.line(line -> {
                line.writeStringProperty("change", change);
                line.writeStringProperty("name", name);
            }) : sign + " " + name);
        }
    }
}
