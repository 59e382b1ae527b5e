package dev.npymap.cli.store;

import dev.npymap.array.NdArray;
import dev.npymap.array.Table;
import dev.npymap.cli.convert.JsonRows;
import dev.npymap.cli.report.Json;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.model.Dtype;
import dev.npymap.store.KeyIndex;
import dev.npymap.store.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap store get`: rows of a table by key.
@Command(name = "get", description = "Prints the rows of all columns of a table by key.",
        footer = {"", "Exit status: 1 if a key does not exist.", "", "Example:",
                "  npymap store get features.store/users --key 4711 --key 4712 --json"})
final class GetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STORE[@V]/TABLE", description = "A group of arrays with an index.")
    private Path address;

    @Option(names = "--key", required = true, paramLabel = "K", description = "A key; may be repeated.")
    private List<String> keys;

    @Option(names = "--index", paramLabel = "NAME",
            description = "The column of the keys, for a table with several indexes.")
    private Optional<String> index = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    GetCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() {
        int[] status = {0};
        Versions.with(address, (version, group) -> {
            KeyIndex found = version.index(keyOf(version, group));
            Table table = version.table(group);
            for (String key : keys) {
                long row = row(found, key);
                if (row < 0) {
                    Failures.print(spec.commandLine(), address + ": no key " + key);
                    status[0] = Failures.BAD_FILE;
                } else {
                    print(table, key, row);
                }
            }
        });
        return status[0];
    }

    private String keyOf(Version version, String group) throws IOException {
        String prefix = group.isEmpty() ? "" : group + "/";
        List<String> columns = version.indexes().stream()
                .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                .map(name -> name.substring(prefix.length())).toList();
        Optional<String> wanted = index.map(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name);
        if (wanted.isPresent() ? columns.contains(wanted.get()) : columns.size() == 1) {
            return prefix + wanted.orElseGet(columns::getFirst);
        }
        throw new NoSuchFileException(address.toString(), null, columns.isEmpty()
                ? "no table with an index" + (version.indexes().isEmpty()
                        ? ""
                        : "; there are indexes of " + String.join(", ", version.indexes()))
                : (index.isPresent() ? "no such index" : "--index is needed") + "; there are " + String.join(", ",
                        columns));
    }

    private long row(KeyIndex found, String key) {
        if (found.keys().dtype().kind().isText()) {
            return found.row(key);
        }
        try {
            BigInteger number = new BigInteger(key);
            boolean unsigned = found.keys().dtype().kind() == Dtype.Kind.UINT;
            boolean fits = unsigned
                    ? number.signum() >= 0 && number.bitLength() <= Long.SIZE
                    : number.bitLength() < Long.SIZE;
            return fits ? found.row(number.longValue()) : -1;
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("keys are integers, not \"" + key + "\"");
        }
    }

    private void print(Table table, String key, long row) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(line -> {
                line.writeStringProperty("key", key);
                line.writeNumberProperty("row", row);
                line.writeObjectPropertyStart("columns");
                for (Map.Entry<String, NdArray> column : table.columns().entrySet()) {
                    line.writeName(column.getKey());
                    JsonRows.value(line, column.getValue().select(0, row));
                }
                line.writeEndObject();
            }));
            return;
        }
        out.println(Failures.oneLine(key) + "  row " + row);
        for (Map.Entry<String, NdArray> column : table.columns().entrySet()) {
            out.println("  " + column.getKey() + "  " + column.getValue().select(0, row).toString().replace("\n",
                    "\n  " + " ".repeat(column.getKey().length() + 2)));
        }
    }
}
