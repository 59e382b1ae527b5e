package dev.npymap.internal.memory;

import dev.npymap.internal.work.NotInlined;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Threads;
import java.util.function.Supplier;

/// The partition of an array's elements into pieces, each of which one thread processes.
///
/// The boundaries depend on the number of elements alone, so a result that is combined piece by piece does not depend
/// on the number of threads.
public final class Partition {
    private static final long LEAST = 64 * ElementCursor.BLOCK;
    private static final long MOST_PIECES = 1 << 16;

    private final Layout array;
    private final boolean inOrder;
    private final long length;
    private final int count;

    /// Processes pieces, on one thread, with memory of its own.
    public interface Work extends AutoCloseable {
        /// Processes a piece.
        ///
        /// @param piece    the piece's number
        /// @param elements is positioned before the piece's first element
        /// @param count    the number of elements in the piece, at least 1
        void on(int piece, ElementCursor elements, long count);

        /// Ends this worker, on its own thread.
        @Override
        default void close() {
        }
    }

    private Partition(Layout array, boolean inOrder) {
        this.array = array;
        this.inOrder = inOrder;
        long blocks = (array.size() / MOST_PIECES + ElementCursor.BLOCK) / ElementCursor.BLOCK;
        this.length = Math.max(LEAST, blocks * ElementCursor.BLOCK);
        this.count = (int) ((array.size() + length - 1) / length);
    }

    /// Pieces of the elements in the order of the memory.
    public static Partition inMemoryOrder(Layout array) {
        return new Partition(array, false);
    }

    /// Pieces of the elements in C order.
    static Partition inOrder(Layout array) {
        return new Partition(array, true);
    }

    /// The number of pieces.
    public int count() {
        return count;
    }

    /// The position of a piece's first element.
    long first(int piece) {
        return piece * length;
    }

    /// Where one of several pieces of equal length begins: `length * piece / pieces`, without overflow.
    ///
    /// @param pieces at most 2^31
    public static long edge(long length, int piece, int pieces) {
        return length / pieces * piece + length % pieces * piece / pieces;
    }

    /// Processes all pieces; their writes are visible afterwards.
    public void run(Threads threads, Supplier<? extends Work> workers) {
        MappingGuard.guard(array,
                () -> Workers.run(Workers.on(threads, array.segment()), count, () -> new Worker(workers.get())));
    }

    private final class Worker implements Workers.Worker<RuntimeException> {
        private final Work work;

        Worker(Work work) {
            this.work = work;
        }

        @Override
        public void run(int piece) {
            ElementCursor elements = inOrder ? ElementCursor.inOrder(array) : ElementCursor.inMemoryOrder(array);
            long count = Math.min(length, array.size() - first(piece));
            NotInlined.run(() -> work.on(piece, elements.seek(first(piece)), count));
            // A fault in a mapping has to surface on the thread that caused it.
            MappingGuard.fence();
        }

        @Override
        public void close() {
            work.close();
        }
    }
}
