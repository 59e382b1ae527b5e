package dev.npymap.cli;

import dev.npymap.cli.convert.ConvertCommand;
import dev.npymap.cli.convert.CopyCommand;
import dev.npymap.cli.convert.SliceCommand;
import dev.npymap.cli.demo.DemoCommand;
import dev.npymap.cli.report.InfoCommand;
import dev.npymap.cli.report.ShowCommand;
import dev.npymap.cli.report.StatsCommand;
import dev.npymap.cli.report.VerifyCommand;
import dev.npymap.cli.store.StoreCommand;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.GatedPrinter;
import dev.npymap.cli.terminal.StandardOutput;
import dev.npymap.internal.io.UnfinishedFiles;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine;

/// The `npymap` command: describes NumPy's files, slices and converts arrays, and verifies files.
///
/// Exit status: 0 success, 1 a file is bad, 2 wrong usage.
@Command(name = "npymap", description = "Looks into NumPy's array files without reading them whole.",
        synopsisSubcommandLabel = "COMMAND", versionProvider = Main.Version.class, footer = {"",
                "An address names a file or a part of it: FILE[/NAME...][#N]",
                "  model.npz/weights            a member of an archive",
                "  model.pkl/layers/0/weights   a value in a pickle",
                "  model.npz/table/price        a field of records, nested ones too",
                "  features.store@42/emb/users  an array of a version of a store; without @ of the newest",
                "  model.npz/layer*             all matching names; ? matches one character",
                "  many.npy#1                   the second of several arrays in one file",
                "  raw:FILE?dtype=<f4&shape=1000,128&offset=8&order=F   numbers without a header",
                "  -                            standard input or output", "",
                "Exit status: 0 success, 1 a file is bad, 2 wrong usage.", "", "Examples:",
                "  npymap show prices.npy \"-5:, ::100\"",
                "  npymap stats model.npz/weights", "  npymap COMMAND --help",
                "  source <(npymap generate-completion)"})
public final class Main implements Runnable {
    private static final Map<String, Class<?>> COMMANDS = commands();
    private static final Set<String> SLICING = Set.of("show", "slice", "stats");
    private static final OptionSpec HELP = OptionSpec.builder("-h", "--help").usageHelp(true)
            .description("Show this help and exit.").build();

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print the version and exit.")
    private boolean version;

    /// Inherited by all commands.
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    private Main() {
    }

    /// Runs a command and ends the JVM with its exit status.
    ///
    /// @param args the command's arguments
    public static void main(String[] args) {
        UnfinishedFiles.removeAtExit();
        System.exit(run(args));
    }

    /// Runs a command on the JVM's streams, and returns its exit status.
    static int run(String... args) {
        StandardOutput out = new StandardOutput();
        GatedPrinter err = GatedPrinter.onStandardError();
        System.setOut(out.writer().stream());
        System.setErr(err.stream());
        CommandLine commandLine = commandLine(args);
        commandLine.setOut(out.writer());
        commandLine.setErr(err);
        int status = commandLine.execute(args);
        Optional<String> lost = out.finish();
        if (lost.isPresent()) {
            Failures.print(commandLine, lost.get());
            status = Failures.BAD_FILE;
        }
        return status;
    }

    /// Builds the command line for some arguments; the caller may redirect its output.
    ///
    /// If the arguments name a subcommand, the others are not added: picocli takes longer to inspect them all than most
    /// commands take to run.
    static CommandLine commandLine(String... args) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.getCommandSpec().addOption(HELP);
        Optional<Class<?>> named = Arrays.stream(args).filter(word -> !word.startsWith("-")).findFirst()
                .map(COMMANDS::get);
        COMMANDS.forEach((name, type) -> {
            if (named.isEmpty() || named.get() == type) {
                CommandLine command = new CommandLine(type);
                command.getCommandSpec().addOption(HELP);
                command.getSubcommands().values().forEach(verb -> verb.getCommandSpec().addOption(HELP));
                // A slice may begin with a minus.
                command.setUnmatchedOptionsArePositionalParams(SLICING.contains(name));
                commandLine.addSubcommand(name, command);
            }
        });
        if (named.isEmpty()) {
            commandLine.addSubcommand(AutoComplete.GenerateCompletion.class);
        }
        commandLine.registerConverter(Path.class, Main::path);
        commandLine.setExpandAtFiles(false);
        commandLine.setExecutionStrategy(parsed -> {
            try {
                return isHelpPrinted(parsed) ? 0 : new CommandLine.RunLast().execute(parsed);
            } catch (VirtualMachineError error) {
                return Failures.report(commandLine, error);
            }
        });
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> Failures.report(command, failure));
        commandLine.setParameterExceptionHandler((mistake, words) -> Failures.reportWords(mistake));
        return commandLine;
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException refused) {
            throw new TypeConversionException("the JVM decodes file names as " + System.getProperty(
                    "sun.jnu.encoding") + ", with LC_ALL=C.UTF-8 as UTF-8: " + refused.getMessage());
        }
    }

    /// Prints the help itself if it was requested, because colours cannot pass the gate through which picocli prints.
    private static boolean isHelpPrinted(ParseResult parsed) {
        Optional<CommandLine> asked = parsed.asCommandLineList().stream().filter(CommandLine::isUsageHelpRequested)
                .findFirst();
        asked.ifPresent(command -> {
            PrintWriter out = command.getOut();
            GatedPrinter.own(out, command.getUsageMessage(GatedPrinter.ansi(out)));
            out.flush();
        });
        return asked.isPresent();
    }

    /// Runs when no command is given.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command is given");
    }

    /// The subcommands in the order of the help.
    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("info", InfoCommand.class);
        commands.put("show", ShowCommand.class);
        commands.put("slice", SliceCommand.class);
        commands.put("stats", StatsCommand.class);
        commands.put("copy", CopyCommand.class);
        commands.put("convert", ConvertCommand.class);
        commands.put("verify", VerifyCommand.class);
        commands.put("store", StoreCommand.class);
        commands.put("demo", DemoCommand.class);
        return commands;
    }

    /// The text of `--version`.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Main.class.getPackage().getImplementationVersion();
            return new String[]{"npymap " + (built == null ? "(unpackaged)" : built),
                    "Java " + System.getProperty("java.vm.version")};
        }
    }
}
