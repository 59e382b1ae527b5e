package dev.npymap.internal.reduce;

import dev.npymap.internal.work.OptionalModule;

/// Adds numbers in Java arrays, in NumPy's order.
///
/// Mapped elements are copied to an array first, so that vector loads never touch a page lost by a truncated file.
interface SumKernel {
    /// Whether the JVM was started with `--add-modules jdk.incubator.vector`, compiles vectors, and prefers wide enough
    /// ones.
    boolean HAS_VECTORS = OptionalModule.isPresent("jdk.incubator.vector.Vector") && compilesVectors()
            && VectorSumKernel.isWide();

    /// The fastest kernel of this JVM.
    SumKernel FASTEST = HAS_VECTORS ? new VectorSumKernel() : new ScalarSumKernel();

    /// Whether C2 is present, which alone compiles vectors to instructions. `java.vm.info` tells whether HotSpot only
    /// interprets (`-Xint`), or has only C1 (`-XX:TieredStopAtLevel=1`, `-XX:CompilationMode=quick-only`).
    private static boolean compilesVectors() {
        String mode = System.getProperty("java.vm.info", "");
        return !mode.contains("interpreted mode") && !mode.contains("emulated-client");
    }

    /// Adds one or more groups of 8 numbers, `count` numbers in all, into 8 accumulators, and then adds those.
    double groups(double[] a, int from, int count);

    /// As [#groups(double\[\], int, int)], for float32.
    float groups(float[] a, int from, int count);

    /// Adds rows without gaps to values, element by element, in the order of the rows.
    ///
    /// @param values the values, from index `to`, as many as a row has elements
    /// @param a      the rows, from index 0
    void addRows(double[] values, int to, double[] a, int rows, int length);

    /// As [#addRows(double\[\], int, double\[\], int, int)], for float32.
    void addRows(float[] values, int to, float[] a, int rows, int length);
}
