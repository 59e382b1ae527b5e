package dev.npymap.benchmarks.compare;

import dev.npymap.array.LongArray;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Npz;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Archives whose members are deflated: int64 from 1 to 99.
final class CompressedCases {
    private static final Path WRITTEN = Path.of("ours-written.npz");
    private static final int COLUMNS = 16;

    private CompressedCases() {
    }

    static Section section(Scale scale) {
        String size = Scale.text(scale.compressed());
        String big = Scale.text(scale.big());
        long rows = scale.big() / 8 / COLUMNS;
        String small = "matrix-small.npy";
        return new Section(".npz, compressed",
                List.of(integers(small, scale.compressed()), integers("matrix.npy", scale.big()),
                        new DataFile("theirs.npz", "np.savez_compressed('theirs.npz', x=np.load('" + small + "'))")),
                List.of(Case.of("writeCompressed of " + size + ", no larger").goal(5)
                        .check("np.array_equal(np.load('ours-written.npz')['x'], np.load('" + small + "')) and "
                                + "os.path.getsize('ours-written.npz') <= os.path.getsize('theirs-written.npz')")
                        .numpy("a = np.load('" + small + "')", "np.savez_compressed('theirs-written.npz', x=a) or 0",
                                arena -> write(longs(small, arena))),
                        readAll("compressed member of " + size + " that npymap wrote", 5, "ours.npz", small),
                        readAll("compressed member of " + size + " that NumPy wrote", 3, "theirs.npz", small),
                        Case.of("1 % slice of a compressed member of " + big + " that npymap wrote").goal(50).numpy("",
                                "np.load('ours-big.npz')['x'][:" + rows / 100 + "].sum()", _ -> {
                                    make("ours-big.npz", "matrix.npy");
                                    return () -> slice("ours-big.npz", rows / 100);
                                })));
    }

    private static DataFile integers(String name, long bytes) {
        return DataFile.npy(name, "rng.integers(1, 100, (" + bytes / 8 / COLUMNS + ", " + COLUMNS + "))");
    }

    private static LongArray longs(String file, Arena arena) throws Exception {
        return Npy.map(Path.of(file), arena).asLong();
    }

    /// Only libdeflate's archive is compared with NumPy's in size.
    private static Work.Task write(LongArray array) {
        Path path = Npz.class.getModule().isNativeAccessEnabled() ? WRITTEN : Path.of("plain-written.npz");
        return () -> {
            Npz.writeCompressed(path, Map.of("x", array));
            return Files.size(path);
        };
    }

    private static Case readAll(String member, double goal, String archive, String array) {
        return Case.of("all of a " + member).goal(goal).numpy("", "np.load('" + archive + "')['x'][-1, -1]", _ -> {
            make(archive, array);
            return () -> {
                try (Arena own = Arena.ofShared()) {
                    LongArray inflated = Npz.map(Path.of(archive), own).array("x").asLong();
                    return inflated.get(inflated.shape().dim(0) - 1, COLUMNS - 1);
                }
            };
        });
    }

    /// Writes an archive that is not there yet.
    private static void make(String archive, String array) throws Exception {
        if (!Files.exists(Path.of(archive))) {
            try (Arena arena = Arena.ofShared()) {
                Npz.writeCompressed(Path.of(archive), Map.of("x", longs(array, arena)));
            }
        }
    }

    private static long slice(String archive, long rows) throws Exception {
        try (Arena own = Arena.ofShared()) {
            return Npz.map(Path.of(archive), own).read("x", ":" + rows).asLong().sum();
        }
    }
}
