package dev.npymap;

import com.code_intelligence.jazzer.Jazzer;
import dev.npymap.array.SliceFuzz;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.DtypeFuzz;
import dev.npymap.npy.NpyFuzz;
import dev.npymap.npz.BlockFuzz;
import dev.npymap.npz.NpzFuzz;
import dev.npymap.pickle.PickleFuzz;
import dev.npymap.text.TextFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What is fuzzed. As a program it fuzzes one target with Jazzer; [FuzzTest] replays what is known.
public enum Fuzz {
    /// Bytes of `.npy` files.
    NPY(NpyFuzz.class, NpyFuzz::fuzzerTestOneInput, NpyFuzz::seeds),
    /// Bytes of archives.
    NPZ(NpzFuzz.class, NpzFuzz::fuzzerTestOneInput, NpzFuzz::seeds),
    /// Deflated blocks and their index.
    BLOCK(BlockFuzz.class, BlockFuzz::fuzzerTestOneInput, BlockFuzz::seeds),
    /// Bytes of pickles.
    PICKLE(PickleFuzz.class, PickleFuzz::fuzzerTestOneInput, PickleFuzz::seeds),
    /// Two bytes that choose the options, and delimited text.
    TEXT(TextFuzz.class, TextFuzz::fuzzerTestOneInput, TextFuzz::seeds),
    /// Slices in NumPy's notation.
    SLICE(SliceFuzz.class, SliceFuzz::fuzzerTestOneInput, SliceFuzz::seeds),
    /// Texts of dtypes.
    DTYPE(DtypeFuzz.class, DtypeFuzz::fuzzerTestOneInput, DtypeFuzz::seeds);

    private static final Path RESOURCES = Path.of("src/test/resources");

    private final Class<?> target;
    private final Input input;
    private final Seeds seeds;

    Fuzz(Class<?> target, Input input, Seeds seeds) {
        this.target = target;
        this.input = input;
        this.seeds = seeds;
    }

    private interface Input {
        void run(byte[] bytes) throws IOException;
    }

    private interface Seeds {
        List<byte[]> get() throws IOException;
    }

    /// What may fail.
    public interface Action {
        /// Does it.
        ///
        /// @throws IOException if it cannot
        void run() throws IOException;
    }

    /// Fuzzes a target and leaves what it finds among the resources, where [FuzzTest] replays it.
    ///
    /// @param args the target's name in lower case, and for how many seconds
    /// @throws Exception if Jazzer cannot start
    public static void main(String[] args) throws Exception {
        Fuzz fuzz = valueOf(args[0].toUpperCase(Locale.ROOT));
        Path work = Files.createDirectories(Path.of("target/fuzz", args[0]));
        Path known = Files.createDirectories(work.resolve("seeds"));
        List<byte[]> inputs = fuzz.inputs();
        for (int n = 0; n < inputs.size(); n++) {
            Files.write(known.resolve("seed-" + n), inputs.get(n));
        }
        Path found = Files.createDirectories(fuzz.findings());
        Path grown = Files.createDirectories(work.resolve("corpus"));
        Jazzer.main(new String[]{"--target_class=" + fuzz.target.getName(),
                "--instrumentation_includes=dev.npymap.**", "--reproducer_path=" + work,
                "-artifact_prefix=" + found + "/", "-max_total_time=" + args[1], "-timeout=10", "-rss_limit_mb=4096",
                "-max_len=65536", "-print_final_stats=1", grown.toString(), known.toString()});
    }

    /// Runs one input.
    void run(byte[] bytes) throws IOException {
        input.run(bytes);
    }

    /// The seeds, and what was found in the past.
    List<byte[]> inputs() throws IOException {
        List<byte[]> inputs = new ArrayList<>(seeds.get());
        inputs.add(new byte[0]);
        if (Files.isDirectory(findings())) {
            inputs.addAll(files(findings(), ""));
        }
        return inputs;
    }

    private Path findings() {
        return RESOURCES.resolve("fuzz").resolve(name().toLowerCase(Locale.ROOT));
    }

    /// The golden files with a suffix, where they are.
    ///
    /// @param suffix the end of the names
    /// @return the bytes of each
    /// @throws IOException if one cannot be read
    public static List<byte[]> golden(String suffix) throws IOException {
        return files(RESOURCES.resolve("golden"), suffix);
    }

    private static List<byte[]> files(Path directory, String suffix) throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).filter(path -> path.toString().endsWith(suffix)).sorted()
                    .toList()) {
                files.add(Files.readAllBytes(path));
            }
        }
        return files;
    }

    /// Reads a file, or refuses it by its name; everything else is a finding.
    ///
    /// @param source what messages begin with
    /// @param action reads
    public static void reading(String source, Action action) {
        try {
            action.run();
        } catch (ArrayFormatException refused) {
            requireSource(source, refused);
        } catch (UncheckedIOException late) {
            requireSource(source, late.getCause());
        } catch (IOException other) {
            throw new AssertionError("not an ArrayFormatException", other);
        }
    }

    private static void requireSource(String source, IOException refused) {
        String message = refused.getMessage();
        if (!(refused instanceof ArrayFormatException) || !message.startsWith(source) || message.length() > 2000) {
            throw new AssertionError("a bad message: " + message, refused);
        }
    }

    /// Understands words, or refuses them as an argument that is wrong; everything else is a finding.
    ///
    /// @param action parses
    public static void parsing(Action action) {
        try {
            action.run();
        } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
            if (refused instanceof NumberFormatException || refused.getMessage() == null
                    || refused.getMessage().isBlank()) {
                throw new AssertionError("a bad message: " + refused.getMessage(), refused);
            }
        } catch (IOException other) {
            throw new AssertionError(other);
        }
    }

    /// Fails unless something holds.
    ///
    /// @param condition what has to hold
    /// @param problem   what it means if it does not
    public static void require(boolean condition, String problem) {
        if (!condition) {
            throw new AssertionError(problem);
        }
    }
}
