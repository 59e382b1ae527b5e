package dev.npymap.cli.store;

import dev.npymap.cli.report.Json;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.store.StoredArray;
import dev.npymap.store.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap store info`: what a version says about itself, or about one of its arrays.
@Command(name = "info",
        description = "Describes a version: time, message, content id, indexes; or an array of it, with its "
                + "attributes.",
        footer = {"", "Examples:", "  npymap store info features.store",
                "  npymap store info features.store@42/users/embedding --json"})
final class StoreInfoCommand implements Runnable {
    @Parameters(paramLabel = "STORE[@V][/NAME]", description = "A store, a version of it, or an array.")
    private Path address;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    StoreInfoCommand() {
        // Instantiated by picocli.
    }

    @Override
    public void run() {
        Versions.with(address, (version, name) -> {
            if (name.isEmpty()) {
                printVersion(version);
            } else {
                printArray(version, name);
            }
        });
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void printVersion(Version version) throws IOException {
        long bytes = version.arrays().values().stream().mapToLong(StoredArray::byteSize).sum();
        if (json) {
            out().println(Json.line(line -> {
                line.writeNumberProperty("number", version.number());
                line.writeNumberProperty("parent", version.parent());
                line.writeStringProperty("time", version.time().toString());
                line.writeStringProperty("message", version.message());
                line.writeStringProperty("id", version.id());
                line.writeNumberProperty("arrays", version.arrays().size());
                line.writeNumberProperty("bytes", bytes);
                line.writeArrayPropertyStart("indexes");
                version.indexes().forEach(line::writeString);
                line.writeEndArray();
            }));
            return;
        }
        out().printf("%s%n  parent   %s%n  time     %s%n  message  %s%n  id       %s%n  arrays   %d%n  bytes    %d%n"
                + "  indexes  %s%n", version, version.parent() == 0 ? "-" : version.parent(), version.time(),
                Failures.oneLine(version.message()), version.id(), version.arrays().size(), bytes,
                version.indexes().isEmpty() ? "-" : String.join(", ", version.indexes()));
    }

    private void printArray(Version version, String name) throws IOException {
        StoredArray array = version.arrays().get(name);
        if (array == null) {
            String below = String.join(", ",
                    version.arrays().keySet().stream().filter(one -> one.startsWith(name + "/"))
                            .toList());
            throw new NoSuchFileException(version + "/" + name, null,
                    below.isEmpty() ? "no such array" : "a group, not an array; it has " + below);
        }
        Map<String, Object> attributes = version.attributes(name);
        boolean indexed = version.indexes().contains(name);
        if (json) {
            out().println(Json.line(line -> {
                line.writeStringProperty("name", name);
                LsCommand.write(line, array);
                line.writeBooleanProperty("index", indexed);
                line.writeName("attributes");
                Json.value(line, attributes);
            }));
            return;
        }
        out().printf(
                "%s/%s%n  dtype    %s%n  shape    %s%n  order    %s%n  bytes    %d%n  sha256   %s%n  index    %s%n",
                version, name, array.descr(), array.shape(), array.order(), array.byteSize(), array.sha256(),
                indexed ? "yes" : "-");
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            out().println("  " + Failures.oneLine(attribute.getKey()) + " = " + Json.text(attribute.getValue()));
        }
    }
}
