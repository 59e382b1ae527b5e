package dev.npymap.cli.store;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `npymap store`: versions of arrays that belong together.
@Command(name = "store", synopsisSubcommandLabel = "COMMAND",
        description = "Publishes, lists, compares and removes versions of a store of arrays.",
        subcommands = {CreateCommand.class, CommitCommand.class, LsCommand.class, StoreInfoCommand.class,
                LogCommand.class, DiffCommand.class, TagCommand.class, PruneCommand.class, StoreVerifyCommand.class,
                ExportCommand.class, GetCommand.class},
        footer = {"",
                "A version is a number, a tag or latest: features.store@42, features.store@prod; without one it is "
                        + "the newest.",
                "Every command of npymap takes arrays of a store: npymap show features.store/emb/users",
                "", "Examples:", "  npymap store create features.store",
                "  npymap store commit features.store nightly/ -m nightly --index users/id",
                "  npymap store get features.store/users --key 4711"})
public final class StoreCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    StoreCommand() {
        // Instantiated by picocli.
    }

    /// Runs when no command is given.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command is given");
    }
}
