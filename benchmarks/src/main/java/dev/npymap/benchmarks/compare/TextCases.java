package dev.npymap.benchmarks.compare;

import dev.npymap.array.NdArray;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import dev.npymap.text.Text;
import dev.npymap.text.TextFormat;
import dev.npymap.text.TextOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Text files, by all cores, beside `savetxt` and `loadtxt`.
final class TextCases {
    private static final String DOUBLES = "text-f64.npy";
    private static final String INTEGERS = "text-i64.npy";
    private static final String READ = "read.txt";
    private static final Path OURS = Path.of("ours.txt");

    private TextCases() {
    }

    static Section section(Scale scale) {
        String count = String.format(Locale.ROOT, "%,d", scale.textNumbers());
        TextFormat format = TextFormat.DEFAULT.withThreads(Threads.ALL);
        TextOptions options = TextOptions.DEFAULT.withThreads(Threads.ALL);
        return new Section("Text",
                List.of(DataFile.npy(DOUBLES, "rng.normal(size=" + scale.textNumbers() + ")"),
                        DataFile.npy(INTEGERS, "rng.integers(-10**6, 10**6, " + scale.textNumbers() + ")"),
                        new DataFile(READ, "np.savetxt('" + READ + "', np.load('" + DOUBLES + "'))")),
                List.of(write("savetxt of " + count + " float64, default format", 8, DOUBLES, "", format),
                        write("savetxt of " + count + " int64, %d", 15, INTEGERS, ", fmt='%d'", format.withFmt("%d")),
                        Case.of("loadtxt of " + count + " float64").goal(4).numpy("", "np.loadtxt('" + READ + "')",
                                _ -> () -> Text.read(Path.of(READ), options))));
    }

    /// Both write the same bytes.
    private static Case write(String name, double goal, String file, String arguments, TextFormat format) {
        return Case.of(name).goal(goal).numpy("a = np.load('" + file + "')",
                "(np.savetxt('theirs.txt', a" + arguments + "), Path('theirs.txt'))[1:]", arena -> {
                    NdArray array = Npy.map(Path.of(file), arena);
                    return () -> {
                        Text.write(OURS, array, format);
                        return OURS;
                    };
                });
    }
}
