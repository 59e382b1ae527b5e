package dev.npymap.benchmarks.compare;

import dev.npymap.array.NdArray;
import dev.npymap.array.Rows;
import dev.npymap.model.Dtype;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Gathered rows, copies of transposed views, and conversions, by all cores and by one. To make memory costs more than
/// what is done in it, so there are rows with given memory on both sides, and with new memory on both.
final class CopyCases {
    private static final String ROWS = "rows.npy";
    private static final String POSITIONS = "positions.npy";
    private static final String SQUARE = "square.npy";
    private static final String HALVES = "f16-unit.npy";
    private static final int ROW_NUMBERS = 125;
    private static final int ROW_BYTES = ROW_NUMBERS * 4;
    private static final int GATHERED = 100_000;

    private CopyCases() {
    }

    static Section section(Scale scale) {
        long rows = scale.big() / ROW_BYTES;
        long side = scale.quick() ? 2048 : 8192;
        List<Case> cases = new ArrayList<>();
        addAll(cases, "gather of 100,000 random rows of 500 bytes", 2,
                SumCases.mapped(ROWS) + "\ni = np.load('" + POSITIONS + "')\nb = np.empty((" + GATHERED + ", "
                        + ROW_NUMBERS + "), 'f4')\n",
                "a[i]", "np.take(a, i, 0, b, 'clip')", CopyCases::gather);
        addAll(cases, "copy of a transposed " + side + " x " + side + " float32", 1.5,
                SumCases.mapped(SQUARE) + "\nb = np.empty(a.shape, a.dtype)\n", "a.T.copy()",
                "(np.copyto(b, a.T), b)[1]", CopyCases::transpose);
        addAll(cases, "conversion of " + Scale.text(scale.big() / 2) + " float16 to float32", 2,
                SumCases.mapped(HALVES) + "\nb = np.empty(a.shape, 'f4')\n", "a.astype('f4')",
                "(np.copyto(b, a), b)[1]", CopyCases::convert);
        return new Section("Gather, copy, convert",
                List.of(DataFile.npy(ROWS, "rng.random((" + rows + ", " + ROW_NUMBERS + "), dtype='f4')"),
                        DataFile.npy(POSITIONS, "rng.integers(0, " + rows + ", " + GATHERED + ")"),
                        DataFile.npy(SQUARE, "rng.random((" + side + ", " + side + "), dtype='f4')"),
                        DataFile.npy(HALVES, "rng.random(" + scale.big() / 4 + ", dtype='f4').astype('f2')")),
                cases);
    }

    /// Makes work that writes into new memory, or into memory that it was given.
    private interface Kind {
        Work.Task task(Arena arena, boolean given, Threads threads) throws Exception;
    }

    private static void addAll(List<Case> cases, String name, double goal, String setup, String intoNew,
            String intoGiven, Kind kind) {
        for (boolean given : new boolean[]{true, false}) {
            String memory = given ? " into given memory" : "";
            String theirs = given ? intoGiven : intoNew;
            cases.add(Case.of(name + memory + ", all cores").goal(goal).numpy(setup, theirs,
                    arena -> kind.task(arena, given, Threads.ALL)));
            cases.add(Case.of(name + memory + ", one thread").numpyOnly(setup, theirs,
                    arena -> kind.task(arena, given, Threads.ONE)).build());
        }
    }

    private static Work.Task gather(Arena arena, boolean given, Threads threads) throws Exception {
        NdArray array = map(ROWS, arena);
        NdArray positions = map(POSITIONS, arena);
        NdArray target = NdArray.zeros(Dtype.FLOAT32, given ? GATHERED : 0, ROW_NUMBERS);
        return () -> {
            Rows rows = array.rows(0, positions);
            if (!given) {
                return rows.with(threads).copy();
            }
            rows.with(threads).copyTo(target);
            return target;
        };
    }

    private static Work.Task transpose(Arena arena, boolean given, Threads threads) throws Exception {
        NdArray view = map(SQUARE, arena).transpose();
        NdArray target = NdArray.zeros(Dtype.FLOAT32, given ? view.shape().dim(0) : 0, view.shape().dim(1));
        return () -> {
            if (!given) {
                return view.with(threads).copy();
            }
            target.with(threads).copyFrom(view);
            return target;
        };
    }

    private static Work.Task convert(Arena arena, boolean given, Threads threads) throws Exception {
        NdArray array = map(HALVES, arena);
        NdArray target = NdArray.zeros(Dtype.FLOAT32, given ? array.size() : 0);
        return () -> {
            if (!given) {
                return array.with(threads).to(Dtype.FLOAT32);
            }
            array.with(threads).convertTo(target);
            return target;
        };
    }

    private static NdArray map(String file, Arena arena) throws Exception {
        return Npy.map(Path.of(file), arena);
    }
}
