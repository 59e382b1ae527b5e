package dev.npymap.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `npymap show`: the array as NumPy prints it.
@Command(name = "show",
        description = "Prints an array, or a part of it, as NumPy does; of an archive every array, under its name.",
        footer = {"", "Examples:",
                "  npymap show prices.npy \"-5:, ::100\"", "  npymap show model.npz/weights 0"})
final class ShowCommand implements Callable<Integer> {
    @Mixin
    private ArrayArgument argument;

    @Option(names = "--repr", description = "Print it as Python code: array([1., 2.]).")
    private boolean repr;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        return argument.each(meant -> {
            String text = repr ? meant.array().repr() : meant.array().toString();
            meant.heading(out);
            out.println(text);
        });
    }
}
