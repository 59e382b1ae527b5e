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
    JHDF,
    /// Spotify's sparkey.
    SPARKEY,
    /// LinkedIn's PalDB.
    PALDB,
    /// Chronicle Map, which opens what its makers list.
    CHRONICLE_MAP("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED", "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"),
    /// LMDB, by lmdbjava.
    LMDB("--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");

    private final List<String> flags;

    Place(String... flags) {
        this.flags = List.of(flags);
    }

    List<String> flags() {
        return flags;
    }
}
