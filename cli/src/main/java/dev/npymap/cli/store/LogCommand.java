package dev.npymap.cli.store;

import dev.npymap.cli.report.Json;
import dev.npymap.cli.terminal.EachFile;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap store log`: the history of a store.
@Command(name = "log", description = "Lists the versions of a store, the newest first, with their tags and messages.",
        footer = {"", "Example:", "  npymap store log features.store"})
final class LogCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STORE", description = "The directory of a store.")
    private Path path;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    LogCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() {
        EachFile each = EachFile.reporting(spec);
        Versions.store(path, store -> {
            Map<String, Long> tags = new TreeMap<>();
            // A damaged tag hides no version.
            each.attempt(path, () -> tags.putAll(store.tags()));
            for (long number : store.numbers().reversed()) {
                List<String> names = new ArrayList<>();
                tags.forEach((tag, tagged) -> {
                    if (tagged == number) {
                        names.add(tag);
                    }
                });
                each.attempt(Path.of(path + "@" + number), () -> print(store, number, names));
            }
        });
        return each.status();
    }

    private void print(ArrayStore store, long number, List<String> tags) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Version version = store.version(number)) {
            if (json) {
                out.println(Json.line(line -> {
                    line.writeNumberProperty("number", number);
                    line.writeNumberProperty("parent", version.parent());
                    line.writeStringProperty("time", version.time().toString());
                    line.writeStringProperty("message", version.message());
                    line.writeStringProperty("id", version.id());
                    line.writeArrayPropertyStart("tags");
                    tags.forEach(line::writeString);
                    line.writeEndArray();
                }));
            } else {
                out.println(
                        number + "  " + version.time() + (tags.isEmpty() ? "" : "  (" + String.join(", ", tags) + ")")
                                + "  " + Failures.oneLine(version.message()));
            }
        }
    }
}
