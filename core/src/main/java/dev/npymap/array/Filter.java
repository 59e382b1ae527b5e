package dev.npymap.array;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/// Finds the elements that a condition holds for, block by block, without a branch on its answer.
final class Filter {
    private final Supplier<Finder> finders;

    /// Asks the condition, on one thread.
    private interface Finder {
        /// How many of the next elements the condition holds for.
        int count(Elements elements, int count);

        /// The same, and writes their positions among the next elements.
        int find(Elements elements, int count, int[] found);
    }

    private Filter(Supplier<Finder> finders) {
        this.finders = finders;
    }

    static Filter ofDoubles(DoublePredicate condition) {
        return new Filter(() -> new OfDoubles(condition));
    }

    static Filter ofLongs(LongPredicate condition) {
        return new Filter(() -> new OfLongs(condition));
    }

    static Filter ofInts(IntPredicate condition) {
        return ofLongs(value -> condition.test((int) value));
    }

    static Filter ofComplex(ComplexPredicate condition) {
        return new Filter(() -> new OfComplex(condition));
    }

    /// How many elements of an array the condition holds for.
    long count(NdArray a, Threads threads) {
        AtomicLong all = new AtomicLong();
        Pieces.inMemoryOrder(a).run(threads, () -> {
            Finder finder = finders.get();
            return (piece, elements, count) -> {
                long hits = 0;
                for (long left = count; left > 0; left -= Pieces.BLOCK) {
                    hits += finder.count(elements, (int) Math.min(left, Pieces.BLOCK));
                }
                all.addAndGet(hits);
            };
        });
        return all.get();
    }

    /// The positions in C order of the elements that the condition holds for, ascending.
    long[] indices(NdArray a, Threads threads) {
        Pieces pieces = Pieces.inOrder(a);
        long[][] parts = new long[pieces.count()][];
        pieces.run(threads, () -> {
            Finder finder = finders.get();
            int[] found = new int[Pieces.BLOCK];
            return (piece, elements, count) -> {
                long[] part = new long[Pieces.BLOCK];
                int hits = 0;
                for (long done = 0; done < count; done += Pieces.BLOCK) {
                    int more = finder.find(elements, (int) Math.min(count - done, Pieces.BLOCK), found);
                    if (hits + more > part.length) {
                        part = Arrays.copyOf(part, 2 * part.length);
                    }
                    for (int n = 0; n < more; n++) {
                        part[hits++] = pieces.first(piece) + done + found[n];
                    }
                }
                parts[piece] = Arrays.copyOf(part, hits);
            };
        });
        return joined(a, parts);
    }

    private static long[] joined(NdArray a, long[][] parts) {
        long hits = 0;
        for (long[] part : parts) {
            hits += part.length;
        }
        if (hits > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    a.source() + ": the positions of " + hits + " elements do not fit into a Java array; take slices");
        }
        long[] indices = new long[(int) hits];
        int at = 0;
        for (long[] part : parts) {
            System.arraycopy(part, 0, indices, at, part.length);
            at += part.length;
        }
        return indices;
    }

    private static final class OfDoubles implements Finder {
        private final DoublePredicate condition;
        private final double[] block = new double[Pieces.BLOCK];

        OfDoubles(DoublePredicate condition) {
            this.condition = condition;
        }

        @Override
        public int count(Elements elements, int count) {
            elements.next(block, count);
            int hits = 0;
            for (int n = 0; n < count; n++) {
                hits += condition.test(block[n]) ? 1 : 0;
            }
            return hits;
        }

        @Override
        public int find(Elements elements, int count, int[] found) {
            elements.next(block, count);
            int hits = 0;
            for (int n = 0; n < count; n++) {
                found[hits] = n;
                hits += condition.test(block[n]) ? 1 : 0;
            }
            return hits;
        }
    }

    private static final class OfLongs implements Finder {
        private final LongPredicate condition;
        private final long[] block = new long[Pieces.BLOCK];

        OfLongs(LongPredicate condition) {
            this.condition = condition;
        }

        @Override
        public int count(Elements elements, int count) {
            elements.next(block, count);
            int hits = 0;
            for (int n = 0; n < count; n++) {
                hits += condition.test(block[n]) ? 1 : 0;
            }
            return hits;
        }

        @Override
        public int find(Elements elements, int count, int[] found) {
            elements.next(block, count);
            int hits = 0;
            for (int n = 0; n < count; n++) {
                found[hits] = n;
                hits += condition.test(block[n]) ? 1 : 0;
            }
            return hits;
        }
    }

    private static final class OfComplex implements Finder {
        private final ComplexPredicate condition;
        private final double[] parts = new double[2 * Pieces.BLOCK];

        OfComplex(ComplexPredicate condition) {
            this.condition = condition;
        }

        @Override
        public int count(Elements elements, int count) {
            elements.nextParts(parts, count);
            int hits = 0;
            for (int n = 0; n < count; n++) {
                hits += condition.test(parts[2 * n], parts[2 * n + 1]) ? 1 : 0;
            }
            return hits;
        }

        @Override
        public int find(Elements elements, int count, int[] found) {
            elements.nextParts(parts, count);
            int hits = 0;
            for (int n = 0; n < count; n++) {
                found[hits] = n;
                hits += condition.test(parts[2 * n], parts[2 * n + 1]) ? 1 : 0;
            }
            return hits;
        }
    }
}
