package dev.npymap.cli.report;

import dev.npymap.cli.source.ArrayArgument;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `npymap show`: the array as NumPy prints it.
@Command(name = "show",
        description = {
                "Prints an array or a slice of it as NumPy does, and the arrays of an archive one after the other.",
                "A pickle is printed as Python prints it."},
        footer = {"", "Examples:",
                "  npymap show prices.npy \"-5:, ::100\"", "  npymap show model.npz/weights 0",
                "  npymap show model.pkl/layers/0 --repr"})
public final class ShowCommand implements Callable<Integer> {
    @Mixin
    private ArrayArgument argument;

    @Option(names = "--repr", description = "Print what Python's repr returns: array([1., 2.]).")
    private boolean repr;

    @Option(names = "--objects",
            description = "Read arrays of Python objects too, as plain values; nothing is executed.")
    private boolean objects;

    @Spec
    private CommandSpec spec;

    ShowCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        return argument.eachValue(objects, (meant, value) -> {
            String text = repr ? value.repr() : value.str();
            meant.heading(out, value);
            out.println(text);
        });
    }
}
