package dev.npymap.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `npymap stats`: an array in seven numbers.
@Command(name = "stats", description = "Prints count, NaN count, least, greatest, mean, standard deviation and sum.",
        footer = {
                "", "Example:", "  npymap stats prices.npy \":, 42\" --json"})
final class StatsCommand implements Callable<Integer> {
    @Mixin
    private ArrayArgument argument;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        argument.use(array -> print(Stats.of(array).named()));
        return 0;
    }

    private void print(Map<String, Value> numbers) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(line -> {
                for (Map.Entry<String, Value> number : numbers.entrySet()) {
                    line.writeFieldName(number.getKey());
                    number.getValue().writeTo(line);
                }
            }));
        } else {
            numbers.forEach((name, value) -> out.printf("%-9s  %s%n", name.replace('_', ' '), value.text()));
        }
    }
}
