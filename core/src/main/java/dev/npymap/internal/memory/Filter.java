package dev.npymap.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.npymap.model.ComplexPredicate;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/// Finds the elements that a condition holds for, block by block, without a branch on its answer.
public final class Filter {
    private final Supplier<Asker> askers;

    /// Finds elements, on one thread.
    private interface Finder {
        /// Writes the positions in a piece of those of the next elements that are wanted.
        ///
        /// @param first the position of the next element
        /// @param to    has room for the positions of all
        /// @param hits  where the first one goes
        /// @return where the next one would go
        int find(ElementCursor elements, int count, int first, int[] to, int hits);
    }

    /// Finds the elements that a condition holds for.
    private interface Asker extends Finder {
        /// How many of the next elements the condition holds for.
        int count(ElementCursor elements, int count);
    }

    private Filter(Supplier<Asker> askers) {
        this.askers = askers;
    }

    public static Filter ofDoubles(DoublePredicate condition) {
        return new Filter(() -> new OfDoubles(condition));
    }

    public static Filter ofLongs(LongPredicate condition) {
        return new Filter(() -> new OfLongs(condition));
    }

    public static Filter ofInts(IntPredicate condition) {
        return ofLongs(value -> condition.test((int) value));
    }

    public static Filter ofComplex(ComplexPredicate condition) {
        return new Filter(() -> new OfComplex(condition));
    }

    /// How many elements of an array the condition holds for.
    public long count(Layout a, Threads threads) {
        AtomicLong all = new AtomicLong();
        Partition.inMemoryOrder(a).run(threads, () -> {
            Asker asker = askers.get();
            return (piece, elements, count) -> {
                long hits = 0;
                for (long left = count; left > 0; left -= ElementCursor.BLOCK) {
                    hits += asker.count(elements, (int) Math.min(left, ElementCursor.BLOCK));
                }
                all.addAndGet(hits);
            };
        });
        return all.get();
    }

    /// The positions in C order of the elements that the condition holds for, ascending.
    public long[] indices(Layout a, Threads threads) {
        return indices(a, threads, askers);
    }

    /// The positions in C order of the elements that are true, ascending.
    public static long[] indicesOfTrue(Layout a, Threads threads) {
        return indices(a, threads, OfBytes::new);
    }

    private static long[] indices(Layout a, Threads threads, Supplier<? extends Finder> finders) {
        Partition pieces = Partition.inOrder(a);
        // A piece is a 65,536th of a large array: positions in it fit into an int.
        int[][] parts = new int[pieces.count()][];
        pieces.run(threads, () -> new Finding(finders.get(), parts));
        return joined(a, pieces, parts);
    }

    private static long[] joined(Layout a, Partition pieces, int[][] parts) {
        long hits = 0;
        for (int[] part : parts) {
            hits += part.length;
        }
        if (hits > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    a.name() + ": the positions of " + hits + " elements do not fit into a Java array; take slices");
        }
        long[] indices = new long[(int) hits];
        int at = 0;
        for (int piece = 0; piece < parts.length; piece++) {
            int[] part = parts[piece];
            long first = pieces.first(piece);
            for (int n = 0; n < part.length; n++) {
                indices[at + n] = first + part[n];
            }
            at += part.length;
        }
        return indices;
    }

    /// Finds the positions in one piece after another.
    private static final class Finding implements Partition.Work {
        private final Finder finder;
        private final int[][] parts;
        private int[] found = new int[2 * ElementCursor.BLOCK];

        Finding(Finder finder, int[][] parts) {
            this.finder = finder;
            this.parts = parts;
        }

        @Override
        public void on(int piece, ElementCursor elements, long count) {
            int hits = 0;
            for (int done = 0; done < count; done += ElementCursor.BLOCK) {
                if (hits + ElementCursor.BLOCK > found.length) {
                    found = Arrays.copyOf(found, 2 * found.length);
                }
                int length = (int) Math.min(count - done, ElementCursor.BLOCK);
                hits = finder.find(elements, length, done, found, hits);
            }
            parts[piece] = Arrays.copyOf(found, hits);
        }
    }

    /// Finds booleans that are true: bytes that are not 0, of which eight are looked at as one.
    private static final class OfBytes implements Finder {
        private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

        private final byte[] block = new byte[ElementCursor.BLOCK];
        private final long[] wide = new long[ElementCursor.BLOCK];

        @Override
        public int find(ElementCursor elements, int count, int first, int[] to, int hits) {
            read(elements, count);
            Arrays.fill(block, count, block.length, (byte) 0);
            int next = hits;
            for (int n = 0; n < count; n += Long.BYTES) {
                if ((long) EIGHT.get(block, n) != 0) {
                    for (int i = n; i < n + Long.BYTES; i++) {
                        to[next] = first + i;
                        next += block[i] != 0 ? 1 : 0;
                    }
                }
            }
            return next;
        }

        private void read(ElementCursor elements, int count) {
            long at = elements.skipDense(count);
            if (at >= 0) {
                MemorySegment.copy(elements.segment(), JAVA_BYTE, at, block, 0, count);
                return;
            }
            elements.next(wide, count);
            for (int n = 0; n < count; n++) {
                block[n] = (byte) wide[n];
            }
        }
    }

    private static final class OfDoubles implements Asker {
        private final DoublePredicate condition;
        private final double[] block = new double[ElementCursor.BLOCK];

        OfDoubles(DoublePredicate condition) {
            this.condition = condition;
        }

        @Override
        public int count(ElementCursor elements, int count) {
            elements.next(block, count);
            int hits = 0;
            for (int n = 0; n < count; n++) {
                hits += condition.test(block[n]) ? 1 : 0;
            }
            return hits;
        }

        @Override
        public int find(ElementCursor elements, int count, int first, int[] to, int hits) {
            elements.next(block, count);
            int next = hits;
            for (int n = 0; n < count; n++) {
                to[next] = first + n;
                next += condition.test(block[n]) ? 1 : 0;
            }
            return next;
        }
    }

    private static final class OfLongs implements Asker {
        private final LongPredicate condition;
        private final long[] block = new long[ElementCursor.BLOCK];

        OfLongs(LongPredicate condition) {
            this.condition = condition;
        }

        @Override
        public int count(ElementCursor elements, int count) {
            elements.next(block, count);
            int hits = 0;
            for (int n = 0; n < count; n++) {
                hits += condition.test(block[n]) ? 1 : 0;
            }
            return hits;
        }

        @Override
        public int find(ElementCursor elements, int count, int first, int[] to, int hits) {
            elements.next(block, count);
            int next = hits;
            for (int n = 0; n < count; n++) {
                to[next] = first + n;
                next += condition.test(block[n]) ? 1 : 0;
            }
            return next;
        }
    }

    private static final class OfComplex implements Asker {
        private final ComplexPredicate condition;
        private final double[] parts = new double[2 * ElementCursor.BLOCK];

        OfComplex(ComplexPredicate condition) {
            this.condition = condition;
        }

        @Override
        public int count(ElementCursor elements, int count) {
            elements.nextParts(parts, count);
            int hits = 0;
            for (int n = 0; n < count; n++) {
                hits += condition.test(parts[2 * n], parts[2 * n + 1]) ? 1 : 0;
            }
            return hits;
        }

        @Override
        public int find(ElementCursor elements, int count, int first, int[] to, int hits) {
            elements.nextParts(parts, count);
            int next = hits;
            for (int n = 0; n < count; n++) {
                to[next] = first + n;
                next += condition.test(parts[2 * n], parts[2 * n + 1]) ? 1 : 0;
            }
            return next;
        }
    }
}
