package dev.npymap.cli.convert;

import dev.npymap.npz.Compression;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The options for compressing the members of an archive.
final class CompressionWords {
    @Option(names = "--compress", arity = "0..1", paramLabel = "LEVEL", preprocessor = Deflate.class,
            description = "Deflate the members, from 1 (fastest) to 9 (smallest). Default 6, or higher where 6 would be "
                    + "larger than np.savez_compressed, which can take as long as NumPy. Without this option members "
                    + "are stored, and can be mapped.")
    private Optional<Integer> deflate = Optional.empty();

    @Option(names = "--zstd", arity = "0..1", paramLabel = "LEVEL", preprocessor = Zstd.class,
            description = "Compress the members with Zstandard, 1 to 19; default 3. NumPy reads them with Python 3.14 or "
                    + "later.")
    private Optional<Integer> zstd = Optional.empty();

    /// Returns the compression that the options select.
    ///
    /// @throws IllegalArgumentException if the method does not have the level
    Compression compression() {
        return deflate.map(Compression::deflated).or(() -> zstd.map(Compression::zstd)).orElse(Compression.STORED);
    }

    /// Gives an option its default level unless one is attached to it with `=`: the next argument is a file.
    private abstract static class AttachedLevel implements IParameterPreprocessor {
        private final String level;

        AttachedLevel(String level) {
            this.level = level;
        }

        @Override
        public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (" ".equals(info.get("separator"))) {
                words.push(level);
            }
            return false;
        }
    }

    /// The level of `--compress`.
    private static final class Deflate extends AttachedLevel {
        Deflate() {
            super("6");
        }
    }

    /// The level of `--zstd`.
    private static final class Zstd extends AttachedLevel {
        Zstd() {
            super("3");
        }
    }
}
