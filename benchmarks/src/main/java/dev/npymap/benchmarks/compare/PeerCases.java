package dev.npymap.benchmarks.compare;

import ai.djl.ndarray.NDList;
import ai.djl.util.passthrough.PassthroughNDManager;
import dev.npymap.npy.Npy;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.jetbrains.bio.npy.NpyFile;

/// The JVM's other readers: load an array and sum it. All of them copy; DJL and jHDF stop at 2 GiB, and jHDF reads the
/// same numbers from an HDF5 file that it wrote itself.
final class PeerCases {
    static final String TITLE = "JVM peers";
    private static final double NO_ORDER = 1e-9;
    private static final double GOAL = 3;
    private static final int STEP = 1 << 18;
    private static final Path HDF = Path.of("f64.h5");
    private static final String DATASET = "x";
    private static final String JETBRAINS = "JetBrains npy";
    private static final String OPENLCA = "openLCA npy";
    private static final String DJL = "DJL";
    private static final String JHDF = "jHDF";
    private static final List<String> PEERS = List.of(JETBRAINS, OPENLCA, DJL, JHDF);

    private PeerCases() {
    }

    static Section section(Scale scale) {
        DataFile file = SumCases.doubles(scale);
        Path path = Path.of(file.name());
        String size = Scale.text(scale.big());
        Case.Builder peers = Case.of("load and sum of " + size + " float64").tolerance(NO_ORDER)
                .numpyOnly("", "np.load('" + file.name() + "').sum()", _ -> () -> ColdCases.sum(file.name()))
                .entrant(Entrant.NPYMAP_PLAIN, Place.PLAIN,
                        (Work.InJava) _ -> () -> ColdCases.sum(file.name()))
                .entrant(JETBRAINS, Place.JETBRAINS,
                        (Work.InJava) _ -> () -> sum(NpyFile.read(path, STEP).asDoubleArray()))
                .entrant(OPENLCA, Place.OPENLCA,
                        (Work.InJava) _ -> () -> sum(
                                org.openlca.npy.Npy.memmap(path.toFile()).asDoubleArray().data()))
                .entrant(DJL, Place.DJL, (Work.InJava) _ -> () -> djl(path))
                .entrant(JHDF, Place.JHDF, (Work.InJava) _ -> {
                    makeHdf(path);
                    return PeerCases::jhdf;
                });
        String name = "load and sum of " + size + " float64, against ";
        peers.comparison(name + "the best JVM peer", OptionalDouble.of(GOAL), Entrant.NPYMAP,
                PEERS.toArray(String[]::new));
        peers.comparison(name + "the best JVM peer, without flags", OptionalDouble.of(GOAL), Entrant.NPYMAP_PLAIN,
                PEERS.toArray(String[]::new));
        PEERS.forEach(peer -> peers.comparison(name + peer, OptionalDouble.empty(), Entrant.NPYMAP, peer));
        return new Section(TITLE, List.of(file), List.of(peers.build()));
    }

    private static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }

    private static double djl(Path path) throws Exception {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path));
                NDList list = NDList.decode(PassthroughNDManager.INSTANCE, in)) {
            DoubleBuffer numbers = list.getFirst().toByteBuffer().asDoubleBuffer();
            double[] copy = new double[numbers.remaining()];
            numbers.get(copy);
            return sum(copy);
        }
    }

    private static double jhdf() {
        try (HdfFile file = new HdfFile(HDF)) {
            return sum((double[]) file.getDatasetByPath(DATASET).getDataFlat());
        }
    }

    private static void makeHdf(Path npy) throws Exception {
        try (Arena arena = Arena.ofConfined(); WritableHdfFile file = HdfFile.write(HDF)) {
            file.putDataset(DATASET, Npy.map(npy, arena).asDouble().toArray());
        }
    }
}
