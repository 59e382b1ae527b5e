package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// How time and memory grow with the size of what is worked on.
///
/// The work is done at three sizes, each twice the one before. Work in proportion to its size takes four times as much
/// at the last size as at the first, work in proportion to the square sixteen times. Both the bytes that the calling
/// thread allocates and the time that it computes are looked at, the least of several runs each; what other threads do
/// is not seen.
final class Growth {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int RUNS = 4;
    private static final int RETRIES = 5;
    /// Between the four of linear and the sixteen of quadratic growth.
    private static final double MAX_RATIO = 8;
    /// Allocations below this are those of any small work.
    private static final long FREE_BYTES = 1 << 18;
    /// What takes less than this is measured too badly to be judged.
    private static final long FREE_NANOS = 100_000_000;

    private Growth() {
    }

    /// Makes what is worked on.
    @FunctionalInterface
    interface Work {
        /// Prepares the work, which is not measured.
        ///
        /// @param size of what is worked on
        /// @return the work, which may be done several times
        /// @throws Exception if it cannot be prepared
        Action of(int size) throws Exception;
    }

    /// Work that is measured.
    @FunctionalInterface
    interface Action {
        /// Does the work.
        ///
        /// @throws Exception that is the test's failure; what is expected, the work itself catches
        void run() throws Exception;
    }

    /// Requires that work grows in proportion to its size.
    ///
    /// @param size the least of the three, large enough to allocate some 100 KB or to take some milliseconds
    /// @param work done at `size`, twice and four times that
    /// @throws Exception whatever the work throws
    static void requireLinear(int size, Work work) throws Exception {
        Cost small = measure(work.of(size));
        Cost middle = measure(work.of(2 * size));
        Cost large = measure(work.of(4 * size));
        // A processor that others use takes more time, now and then; it is asked again.
        for (int more = 0; more < RETRIES && large.nanos > Math.max(FREE_NANOS, MAX_RATIO * small.nanos); more++) {
            large = large.least(measure(work.of(4 * size)));
        }
        Cost least = large;
        String measured = "at " + size + ", twice and four times that: " + small + ", " + middle + ", " + least;
        assertTrue(least.bytes <= Math.max(FREE_BYTES, MAX_RATIO * small.bytes), () -> "memory " + measured);
        assertTrue(least.nanos <= Math.max(FREE_NANOS, MAX_RATIO * small.nanos), () -> "time " + measured);
    }

    private record Cost(long bytes, long nanos) {
        Cost least(Cost other) {
            return new Cost(Math.min(bytes, other.bytes), Math.min(nanos, other.nanos));
        }

        @Override
        public String toString() {
            return bytes + " bytes in " + nanos / 1000 + " us";
        }
    }

    private static Cost measure(Action action) throws Exception {
        long bytes = Long.MAX_VALUE;
        long nanos = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            long nanosBefore = THREADS.getCurrentThreadCpuTime();
            action.run();
            nanos = Math.min(nanos, THREADS.getCurrentThreadCpuTime() - nanosBefore);
            bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - bytesBefore);
        }
        return new Cost(bytes, nanos);
    }
}
