package dev.npymap.cli.report;

import dev.npymap.array.NdArray;
import dev.npymap.cli.source.ArrayArgument;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `npymap stats`: seven statistics of an array.
@Command(name = "stats",
        description = "Prints the count, NaN count, minimum, maximum, mean, standard deviation and sum of an array.",
        footer = {
                "", "Examples:", "  npymap stats prices.npy \":, 42\" --json", "  npymap stats model.npz",
                "  npymap stats model.pkl/layers"})
public final class StatsCommand implements Callable<Integer> {
    @Mixin
    private ArrayArgument argument;

    @Option(names = "--json",
            description = "Print one JSON object per line; with several arrays it begins with the name.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    StatsCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() {
        return argument.each((meant, value) -> {
            NdArray array = value.asArray();
            if (meant.member().isPresent() && !Stats.hasNumbers(array)) {
                Failures.note(spec.commandLine(),
                        meant.path() + ": skipped: stats need numbers, the elements are " + array.dtype());
                return;
            }
            print(meant, value, Stats.of(array).named());
        });
    }

    private void print(ArrayArgument.Meant meant, Value value, Map<String, Result> numbers) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(line -> {
                if (meant.member().isPresent()) {
                    line.writeStringProperty("member", meant.member().get());
                }
                for (Map.Entry<String, Result> number : numbers.entrySet()) {
                    line.writeName(number.getKey());
                    number.getValue().writeTo(line);
                }
            }));
        } else {
            meant.heading(out, value);
            numbers.forEach((name, result) -> out.printf("%-9s  %s%n", name.replace('_', ' '), result.text()));
        }
    }
}
