package dev.npymap.cli;

import dev.npymap.array.NdArray;
import dev.npymap.array.Slice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/// A file, and what part of its array is meant: the words that several commands have in common.
final class ArrayArgument {
    @Parameters(index = "0", paramLabel = "FILE", description = "A .npy file.")
    private Path file;

    @Parameters(index = "1", arity = "0..1", paramLabel = "SLICE",
            description = "The part of it that is meant, as NumPy writes it between brackets: \"2:6, ..., ::-1\".")
    private Optional<String> slice = Optional.empty();

    /// Maps the part that is meant.
    NdArray map(Arena arena) throws IOException {
        if (slice.isPresent()) {
            return map(file, slice.get(), arena);
        }
        requireNoOption(file.toString());
        return Sources.map(file, arena);
    }

    /// Maps a part of an array.
    static NdArray map(Path file, String slice, Arena arena) throws IOException {
        requireNoOption(file.toString());
        requireNoOption(slice);
        List<Slice> items = Slice.parse(slice);
        return Sources.map(file, arena).slice(items.toArray(Slice[]::new));
    }

    /// A slice may begin with a minus and a digit; all else that begins with a minus is a mistyped option.
    private static void requireNoOption(String word) {
        if (word.startsWith("-") && !word.matches("(?s)-\\s*[0-9:].*")) {
            throw new IllegalArgumentException("unknown option: '" + word + "'");
        }
    }
}
