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

/// Finds the elements for which a condition holds, block by block, without branching on the condition.
public final class Filter {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

    private final Supplier<Asker> askers;

    /// Tests a condition on elements, on one thread.
    private interface Asker {
        /// Sets the answers for the next elements: 1 where the condition holds, else 0.
        void ask(ElementCursor elements, int count, byte[] answers);
    }

    private Filter(Supplier<Asker> askers) {
        this.askers = askers;
    }

    public static Filter ofDoubles(DoublePredicate condition) {
        return new Filter(() -> {
            double[] block = new double[ElementCursor.BLOCK];
            return (elements, count, answers) -> {
                elements.next(block, count);
                for (int n = 0; n < count; n++) {
                    answers[n] = (byte) (condition.test(block[n]) ? 1 : 0);
                }
            };
        });
    }

    public static Filter ofLongs(LongPredicate condition) {
        return new Filter(() -> {
            long[] block = new long[ElementCursor.BLOCK];
            return (elements, count, answers) -> {
                elements.next(block, count);
                for (int n = 0; n < count; n++) {
                    answers[n] = (byte) (condition.test(block[n]) ? 1 : 0);
                }
            };
        });
    }

    public static Filter ofInts(IntPredicate condition) {
        return ofLongs(value -> condition.test((int) value));
    }

    public static Filter ofComplex(ComplexPredicate condition) {
        return new Filter(() -> {
            double[] parts = new double[2 * ElementCursor.BLOCK];
            return (elements, count, answers) -> {
                elements.nextParts(parts, count);
                for (int n = 0; n < count; n++) {
                    answers[n] = (byte) (condition.test(parts[2 * n], parts[2 * n + 1]) ? 1 : 0);
                }
            };
        });
    }

    /// A filter of booleans that are true, for which the elements are the answers themselves.
    public static Filter ofTrue() {
        Filter integers = ofLongs(value -> value != 0);
        return new Filter(() -> {
            Asker others = integers.askers.get();
            return (elements, count, answers) -> {
                long at = elements.skipDense(count);
                if (at >= 0) {
                    MemorySegment.copy(elements.segment(), JAVA_BYTE, at, answers, 0, count);
                } else {
                    others.ask(elements, count, answers);
                }
            };
        });
    }

    /// The number of elements for which the condition holds.
    public long count(Layout a, Threads threads) {
        AtomicLong all = new AtomicLong();
        Partition.inMemoryOrder(a).run(threads, () -> {
            Asker asker = askers.get();
            byte[] answers = new byte[ElementCursor.BLOCK];
            return (piece, elements, count) -> {
                long hits = 0;
                for (long left = count; left > 0; left -= ElementCursor.BLOCK) {
                    int length = (int) Math.min(left, ElementCursor.BLOCK);
                    asker.ask(elements, length, answers);
                    for (int n = 0; n < length; n++) {
                        hits += answers[n];
                    }
                }
                all.addAndGet(hits);
            };
        });
        return all.get();
    }

    /// The positions in C order of the elements for which the condition holds, ascending.
    public long[] indices(Layout a, Threads threads) {
        Partition pieces = Partition.inOrder(a);
        // A piece has a 65,536th of a large array's elements, so positions in it fit an int.
        int[][] parts = new int[pieces.count()][];
        pieces.run(threads, () -> new Finding(askers.get(), parts));
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
        private final Asker asker;
        private final int[][] parts;
        private final byte[] answers = new byte[ElementCursor.BLOCK];
        private int[] found = new int[2 * ElementCursor.BLOCK];

        Finding(Asker asker, int[][] parts) {
            this.asker = asker;
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
                asker.ask(elements, length, answers);
                hits = find(length, done, hits);
            }
            parts[piece] = Arrays.copyOf(found, hits);
        }

        /// Stores the positions of the matching elements, testing eight answers at once.
        private int find(int count, int first, int hits) {
            Arrays.fill(answers, count, answers.length, (byte) 0);
            int next = hits;
            for (int n = 0; n < count; n += Long.BYTES) {
                if ((long) EIGHT.get(answers, n) != 0) {
                    for (int i = n; i < n + Long.BYTES; i++) {
                        found[next] = first + i;
                        next += answers[i] != 0 ? 1 : 0;
                    }
                }
            }
            return next;
        }
    }
}
