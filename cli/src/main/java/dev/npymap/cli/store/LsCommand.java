package dev.npymap.cli.store;

import dev.npymap.cli.report.Json;
import dev.npymap.cli.report.Table;
import dev.npymap.model.Order;
import dev.npymap.store.StoredArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/// `npymap store ls`: the arrays of a version.
@Command(name = "ls", description = "Lists the names, dtypes and shapes of the arrays of a version.",
        footer = {"", "Example:", "  npymap store ls features.store@42 --json"})
final class LsCommand implements Runnable {
    @Parameters(paramLabel = "STORE[@V]", description = "A store, or a version of it.")
    private Path address;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    LsCommand() {
        // Instantiated by picocli.
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Versions.whole(address, (version, _) -> {
            Table table = new Table(List.of("name", "dtype", "shape", "bytes", "index"), "bytes", "bytes");
            Set<String> indexes = version.indexes();
            for (Map.Entry<String, StoredArray> array : version.arrays().entrySet()) {
                boolean indexed = indexes.contains(array.getKey());
                if (json) {
                    out.println(Json.line(line -> {
                        line.writeStringProperty("name", array.getKey());
                        write(line, array.getValue());
                        line.writeBooleanProperty("index", indexed);
                    }));
                } else {
                    table.add(List.of(array.getKey(), array.getValue().descr(), array.getValue().shape().toString(),
                            Long.toString(array.getValue().byteSize()), indexed ? "yes" : "-"));
                }
            }
            if (!json) {
                out.println(version);
                out.print(table);
            }
        });
    }

    /// Writes what a version says about an array.
    static void write(JsonGenerator line, StoredArray array) throws IOException {
        line.writeStringProperty("descr", array.descr());
        line.writeArrayPropertyStart("shape");
        for (long dim : array.shape().toArray()) {
            line.writeNumber(dim);
        }
        line.writeEndArray();
        line.writeBooleanProperty("fortran_order", array.order() == Order.F);
        line.writeNumberProperty("bytes", array.byteSize());
        line.writeStringProperty("sha256", array.sha256());
    }
}
