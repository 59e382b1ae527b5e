package dev.npymap.internal.memory;

import dev.npymap.internal.work.NotInlined;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Threads;
import java.util.function.Supplier;

/// The partition of an array's elements into pieces, for several threads to work on.
///
/// Where they are cut depends on their number alone, so what is put together piece by piece does not depend on the
/// threads.
public final class Partition {
    private static final long LEAST = 64 * ElementCursor.BLOCK;
    private static final long MOST_PIECES = 1 << 16;

    private final Layout array;
    private final boolean inOrder;
    private final long length;
    private final int count;

    /// Works on pieces, on one thread, with memory of its own.
    public interface Work extends AutoCloseable {
        /// Works on a piece.
        ///
        /// @param piece    its number
        /// @param elements stands before its first element
        /// @param count    how many elements it has, at least 1
        void on(int piece, ElementCursor elements, long count);

        /// Ends this worker, still on its thread.
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

    /// Pieces of the elements as they lie in memory.
    public static Partition inMemoryOrder(Layout array) {
        return new Partition(array, false);
    }

    /// Pieces of the elements in C order.
    static Partition inOrder(Layout array) {
        return new Partition(array, true);
    }

    /// How many pieces there are.
    public int count() {
        return count;
    }

    /// The position of a piece's first element.
    long first(int piece) {
        return piece * length;
    }

    /// Where one of some pieces of equal length begins: `length * piece / pieces`, which 64 bits might not hold on the
    /// way.
    ///
    /// @param pieces at most 2^31
    public static long edge(long length, int piece, int pieces) {
        return length / pieces * piece + length % pieces * piece / pieces;
    }

    /// Works on all pieces; what was written is visible afterwards.
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
            // A fault in a mapping has to surface on the thread that met it.
            MappingGuard.fence();
        }

        @Override
        public void close() {
            work.close();
        }
    }
}
