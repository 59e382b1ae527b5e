package dev.npymap.cli.store;

import dev.npymap.store.Version;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap store tag`: names for versions.
@Command(name = "tag",
        description = "Makes a tag lead to a version, the newest unless another is named, and prints both; or removes a"
                + " tag; without a tag, lists all of them.",
        footer = {"", "Examples:", "  npymap store tag features.store prod 42",
                "  npymap store tag features.store prod --delete"})
final class TagCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "STORE", description = "The directory of a store.")
    private Path path;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The tag.")
    private Optional<String> tag;

    @Parameters(index = "2", arity = "0..1", paramLabel = "V",
            description = "A number, another tag, or latest, which is the default.")
    private Optional<String> version;

    @Option(names = "--delete", description = "Remove the tag; versions stay.")
    private boolean delete;

    @Spec
    private CommandSpec spec;

    TagCommand() {
        // Instantiated by picocli.
    }

    @Override
    public void run() {
        if (delete && (tag.isEmpty() || version.isPresent())) {
            throw new ParameterException(spec.commandLine(), "--delete needs a tag and no version");
        }
        Versions.store(path, store -> {
            if (tag.isEmpty()) {
                store.tags().forEach((name, number) -> spec.commandLine().getOut().println(name + "  " + number));
            } else if (delete) {
                store.untag(tag.get());
            } else {
                try (Version pinned = store.resolve(version.orElse("latest"))) {
                    Optional<Long> before = Optional.ofNullable(store.tags().get(tag.get()));
                    store.tag(tag.get(), pinned.number());
                    spec.commandLine().getOut().println(tag.get() + "  " + pinned.number()
                            + before.map(number -> ", was " + number).orElse(""));
                }
            }
        });
    }
}
