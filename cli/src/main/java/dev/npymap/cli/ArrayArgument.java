package dev.npymap.cli;

import dev.npymap.array.NdArray;
import dev.npymap.array.Slice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A file, and what part of its array is meant: the words that several commands have in common.
final class ArrayArgument {
    @Parameters(index = "0", paramLabel = "FILE", description = "A .npy file.")
    private Path file;

    @Parameters(index = "1", arity = "0..1", paramLabel = "SLICE",
            description = "The part of it that is meant, as NumPy writes it between brackets: \"2:6, ..., ::-1\".")
    private Optional<String> slice = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /// What is done with an array.
    interface Action {
        void on(NdArray array) throws IOException;
    }

    /// Maps the part that is meant, for as long as the action takes.
    void use(Action action) {
        use(spec, file, slice, action);
    }

    /// Maps a part of an array, for as long as the action takes.
    ///
    /// @throws FileFailure whatever goes wrong, but for words that are no slice of any array
    static void use(CommandSpec spec, Path file, Optional<String> slice, Action action) {
        requireNoOption(spec, file.toString());
        slice.ifPresent(text -> requireNoOption(spec, text));
        Slice[] items = slice.map(Slice::parse).orElse(List.of()).toArray(Slice[]::new);
        FileFailure.blaming(file, () -> {
            try (Arena arena = Arena.ofConfined()) {
                NdArray array = Sources.map(file, arena);
                action.on(slice.isPresent() ? array.slice(items) : array);
            }
        });
    }

    /// A slice may begin with a minus and a digit; all else that begins with a minus, and does not follow `--`, is a
    /// mistyped option.
    private static void requireNoOption(CommandSpec spec, String word) {
        List<String> typed = spec.commandLine().getParseResult().originalArgs();
        int end = typed.indexOf("--");
        if (word.startsWith("-") && !word.matches("(?s)-\\s*[0-9:].*")
                && typed.subList(0, end < 0 ? typed.size() : end).contains(word)) {
            throw new IllegalArgumentException("unknown option: '" + word + "'");
        }
    }
}
