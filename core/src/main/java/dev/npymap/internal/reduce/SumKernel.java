package dev.npymap.internal.reduce;

import dev.npymap.internal.work.OptionalModule;

/// Adds numbers in Java arrays, in NumPy's order.
///
/// What is mapped is copied to an array first, so that vectors never meet a page that a cut file has lost.
interface SumKernel {
    /// Whether the JVM was started with `--add-modules jdk.incubator.vector`, compiles vectors, and prefers those that are
    /// wide enough.
    boolean HAS_VECTORS = OptionalModule.isPresent("jdk.incubator.vector.Vector") && compilesVectors()
            && VectorSumKernel.isWide();

    /// The faster one of this JVM.
    SumKernel FASTEST = HAS_VECTORS ? new VectorSumKernel() : new ScalarSumKernel();

    /// Whether C2 is there, which alone makes instructions of vectors. `java.vm.info` says where HotSpot interprets only
    /// (`-Xint`), or has C1 alone (`-XX:TieredStopAtLevel=1`, `-XX:CompilationMode=quick-only`).
    private static boolean compilesVectors() {
        String mode = System.getProperty("java.vm.info", "");
        return !mode.contains("interpreted mode") && !mode.contains("emulated-client");
    }

    /// Adds one or more groups of 8 numbers, `count` of them, into 8 accumulators, and those.
    double groups(double[] a, int from, int count);

    /// As [#groups(double\[\], int, int)], of float32.
    float groups(float[] a, int from, int count);

    /// Adds to each of some values the elements in its place of some rows without gaps, in the order of the rows.
    ///
    /// @param values the first of them at `to`, as many as a row is long
    /// @param a      the rows, the first at 0
    void addRows(double[] values, int to, double[] a, int rows, int length);

    /// As [#addRows(double\[\], int, double\[\], int, int)], of float32.
    void addRows(float[] values, int to, float[] a, int rows, int length);
}
