package dev.npymap.npz;

import static dev.npymap.npz.Archives.doubles;

import dev.npymap.array.DoubleArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Cuts archives under mappings whose accesses are compiled; a program, because it may not survive that.
///
/// Prints what goes wrong.
final class NpzCutRun {
    private static final long WARM_UP = 60_000_000;

    private NpzCutRun() {
    }

    /// @param arguments a directory to work in
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0], "cut.npz");
        Path copy = Path.of(arguments[0], "copy.npz");
        write(path);
        int count;
        try (Arena arena = Arena.ofShared()) {
            count = accesses(Npz.map(path, arena), copy).size();
        }
        for (int access = 0; access < count; access++) {
            for (boolean shared : new boolean[]{true, false}) {
                write(path);
                try (Arena arena = shared ? Arena.ofShared() : Arena.ofConfined()) {
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < WARM_UP) {
                        accesses(Npz.map(path, arena), copy).get(access).run();
                    }
                    Runnable last = accesses(Npz.map(path, arena), copy).get(access);
                    NpzConcurrencyTest.cut(path, 300);
                    String outcome = outcome(last);
                    if (!outcome.startsWith("cut.npz: truncated while it is mapped: ")) {
                        System.out.println("access " + access + ": " + outcome);
                    }
                }
            }
        }
        System.out.println("done");
    }

    private static void write(Path path) throws IOException {
        try (Npz.Writer writer = Npz.writer(path)) {
            int n = 0;
            for (Compression compression : List.of(Compression.STORED, Compression.DEFLATED, Archives.SMALL_BLOCKS,
                    Compression.zstd(1))) {
                writer.put("x" + n++, doubles(0, 3000), compression);
            }
            writer.commit();
        }
    }

    private interface Access {
        void run() throws IOException;
    }

    private static Runnable access(Access access) {
        return () -> {
            try {
                access.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /// What an access ends with.
    static String outcome(Runnable access) {
        try {
            access.run();
            return "no exception";
        } catch (UncheckedIOException e) {
            return e.getCause().getMessage();
        } catch (Throwable other) {
            return other.toString();
        }
    }

    /// All that reads the first members of an archive: stored, deflated, deflated by small blocks, and zstd.
    static List<Runnable> accesses(Npz npz, Path copy) throws IOException {
        DoubleArray stored = npz.array("x0").asDouble();
        List<Runnable> accesses = new ArrayList<>();
        accesses.add(stored::sum);
        accesses.add(stored::toArray);
        accesses.add(access(() -> Npz.write(copy, Map.of("x", stored))));
        accesses.add(access(() -> Npz.writeCompressed(copy, Map.of("x", stored))));
        for (String name : List.of("x0", "x1", "x2", "x3")) {
            accesses.add(access(() -> npz.verify(name)));
            accesses.add(access(() -> npz.read(name, "5:-5:3")));
            if (!name.equals("x0")) {
                accesses.add(access(() -> npz.array(name)));
                accesses.add(access(() -> npz.bytes(name)));
            }
        }
        accesses.add(access(npz::arrays));
        return accesses;
    }
}
