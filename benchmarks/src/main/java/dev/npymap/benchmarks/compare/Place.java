package dev.npymap.benchmarks.compare;

import java.util.List;

/// A process in which work is done. Peers have JVMs of their own, because some of them hang or kill theirs.
enum Place {
    /// The one Python process, with NumPy.
    PYTHON,
    /// The JVM with everything that npymap can use.
    FLAGS("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"),
    /// The JVM without flags.
    PLAIN,
    /// What Java offers for the bytes of a file.
    BASELINE("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"),
    /// JetBrains' npy.
    JETBRAINS,
    /// openLCA's npy.
    OPENLCA,
    /// Deep Java Library.
    DJL,
    /// jHDF.
    JHDF;

    private final List<String> flags;

    Place(String... flags) {
        this.flags = List.of(flags);
    }

    List<String> flags() {
        return flags;
    }
}
