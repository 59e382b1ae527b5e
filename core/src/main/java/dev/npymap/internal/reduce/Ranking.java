package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.Partition;
import dev.npymap.model.Dtype;
import dev.npymap.model.Reduction;
import dev.npymap.model.Threads;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// Finds elements by their rank without sorting the array: counts the elements with the same leading digits, then
/// examines only the groups with a wanted element, until so few elements are left that they can be sorted.
///
/// Digits are those of the distance from the least key, so they begin where the elements begin to differ.
public final class Ranking {
    /// The number of keys that are sorted at the end: 8 MiB.
    private static final int SORTED = 1 << 20;
    /// The logarithm of the largest number of counters of a thread: half a MiB, which fits its second-level cache.
    private static final int COUNTERS = 16;
    private static final int LEAST_DIGIT = 4;

    private final OrderedKeys keyed;
    private final Partition pieces;
    private final Threads threads;
    private final long count;
    private final long least;
    private final long range;

    /// Several groups of elements, ascending; those of a group agree in all digits but the lowest `shift` bits.
    ///
    /// @param shift    the number of bits that were not examined yet
    /// @param prefixes the leading digits of each group
    /// @param below    the number of elements that are less than those of each group
    /// @param counts   the number of elements in each group
    private record Groups(int shift, long[] prefixes, long[] below, long[] counts) {
    }

    public Ranking(Layout array, Threads threads) {
        this.keyed = OrderedKeys.of(array);
        this.pieces = Partition.inMemoryOrder(array);
        this.threads = threads;
        boolean wide = OrderedKeys.isWide(array.dtype());
        double[] ends = array.size() == 0 || wide
                ? new double[2]
                : JointReduction.reals(array, threads, Reduction.MIN, Reduction.MAX);
        boolean hasNaN = ends[0] != ends[0];
        this.count = array.size() - (hasNaN ? ReductionEngine.whole(array, Reduction.COUNT_NAN, threads) : 0);
        if (count == 0) {
            this.least = 0;
            this.range = 0;
        } else if (wide) {
            boolean signed = array.dtype().kind() == Dtype.Kind.INT;
            long min = ReductionEngine.whole(array, Reduction.MIN, threads);
            this.least = min ^ (signed ? 0 : Long.MIN_VALUE);
            this.range = ReductionEngine.whole(array, Reduction.MAX, threads) - min;
        } else {
            double[] numbers = hasNaN
                    ? JointReduction.reals(array, threads, Reduction.NAN_MIN, Reduction.NAN_MAX)
                    : ends;
            this.least = keyed.key(numbers[0]);
            this.range = keyed.key(numbers[1]) - least;
        }
    }

    /// The number of elements with a rank: all but NaN.
    public long count() {
        return count;
    }

    /// The element with a key, as the nearest double.
    public double value(long key) {
        return keyed.value(key);
    }

    /// A number between the elements of two keys, computed as NumPy does, starting from the nearer one.
    public double between(long before, long after, double share) {
        return keyed.between(before, after, share);
    }

    /// The keys of the elements with given ranks, from 0 to less than [#count], in any order.
    public long[] keys(long[] ranks) {
        long[] sorted = Arrays.stream(ranks).sorted().distinct().toArray();
        long[] found = sorted.length == 0 ? sorted : ascending(sorted);
        return Arrays.stream(ranks).map(rank -> found[Arrays.binarySearch(sorted, rank)]).toArray();
    }

    private long[] ascending(long[] ranks) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(range);
        Groups groups = new Groups(bits, new long[1], new long[1], new long[]{count});
        while (groups.shift > 0 && Arrays.stream(groups.counts).sum() > SORTED) {
            groups = refined(groups, ranks);
        }
        long[] sorted = groups.shift > 0 ? sorted(groups) : new long[0];
        long[] keys = new long[ranks.length];
        int group = 0;
        long before = 0;
        for (int n = 0; n < ranks.length; n++) {
            while (group + 1 < groups.prefixes.length && ranks[n] >= groups.below[group] + groups.counts[group]) {
                before += groups.counts[group++];
            }
            keys[n] = least + (groups.shift > 0
                    ? sorted[(int) (before + ranks[n] - groups.below[group])]
                    : groups.prefixes[group]);
        }
        return keys;
    }

    /// Examines one more digit, and keeps the groups that have a wanted element.
    private Groups refined(Groups groups, long[] ranks) {
        int spare = COUNTERS - (Integer.SIZE - Integer.numberOfLeadingZeros(groups.prefixes.length - 1));
        int digit = Math.min(Math.max(spare, LEAST_DIGIT), groups.shift);
        long[] counts = counts(groups, digit);
        long[] prefixes = new long[ranks.length];
        long[] below = new long[ranks.length];
        long[] sizes = new long[ranks.length];
        int kept = 0;
        int rank = 0;
        for (int group = 0; group < groups.prefixes.length && rank < ranks.length; group++) {
            long passed = groups.below[group];
            for (int n = 0; n < 1 << digit && rank < ranks.length; n++) {
                long size = counts[(group << digit) + n];
                if (ranks[rank] < passed + size) {
                    prefixes[kept] = (groups.prefixes[group] << digit) + n;
                    below[kept] = passed;
                    sizes[kept++] = size;
                    while (rank < ranks.length && ranks[rank] < passed + size) {
                        rank++;
                    }
                }
                passed += size;
            }
        }
        return new Groups(groups.shift - digit, Arrays.copyOf(prefixes, kept), Arrays.copyOf(below, kept),
                Arrays.copyOf(sizes, kept));
    }

    /// Counts the elements of each group by their next digit.
    private long[] counts(Groups groups, int digit) {
        long[] all = new long[groups.prefixes.length << digit];
        int shift = groups.shift - digit;
        int mask = (1 << digit) - 1;
        pieces.run(threads, () -> new Walk(groups) {
            private final long[] counts = new long[all.length];

            @Override
            void found(long[] distances, int[] group, int count) {
                for (int n = 0; n < count; n++) {
                    counts[(group[n] << digit) + ((int) (distances[n] >>> shift) & mask)]++;
                }
            }

            @Override
            public void close() {
                synchronized (all) {
                    for (int n = 0; n < all.length; n++) {
                        all[n] += counts[n];
                    }
                }
            }
        });
        return all;
    }

    /// The distances of all elements of the groups from the least key, ascending.
    private long[] sorted(Groups groups) {
        long[] all = new long[(int) Arrays.stream(groups.counts).sum()];
        AtomicInteger filled = new AtomicInteger();
        pieces.run(threads, () -> new Walk(groups) {
            @Override
            void found(long[] distances, int[] group, int count) {
                int from = filled.getAndAdd(count);
                // There are more elements than were counted only if another thread writes to the array meanwhile.
                System.arraycopy(distances, 0, all, Math.min(from, all.length),
                        Math.clamp(all.length - from, 0, count));
            }
        });
        sort(all);
        return all;
    }

    /// Sorts distances, which are unsigned.
    private static void sort(long[] distances) {
        for (int n = 0; n < distances.length; n++) {
            distances[n] ^= Long.MIN_VALUE;
        }
        Arrays.sort(distances);
        for (int n = 0; n < distances.length; n++) {
            distances[n] ^= Long.MIN_VALUE;
        }
    }

    /// Finds the elements of groups, on one thread.
    private abstract class Walk implements Partition.Work {
        private final Groups groups;
        private final OrderedKeys.Reader reader = keyed.reader();
        private final long[] keys = new long[ElementCursor.BLOCK];
        private final int[] group = new int[ElementCursor.BLOCK];
        private final boolean whole;
        private final int top;
        private final boolean[] wanted;

        Walk(Groups groups) {
            int bits = Long.SIZE - Long.numberOfLeadingZeros(range);
            this.groups = groups;
            this.whole = groups.shift == bits;
            this.top = Math.max(bits - COUNTERS, groups.shift);
            this.wanted = new boolean[whole ? 0 : 1 << bits - top];
            for (int n = 0; n < groups.prefixes.length && !whole; n++) {
                wanted[(int) (groups.prefixes[n] >>> top - groups.shift)] = true;
            }
        }

        /// Receives elements that belong to the groups.
        abstract void found(long[] distances, int[] group, int count);

        @Override
        public void on(int piece, ElementCursor elements, long count) {
            for (long left = count; left > 0; left -= ElementCursor.BLOCK) {
                int read = reader.next(elements, (int) Math.min(left, ElementCursor.BLOCK), keys);
                int kept = 0;
                for (int n = 0; n < read; n++) {
                    long distance = keys[n] - least;
                    int in = Long.compareUnsigned(distance, range) > 0 ? -1 : whole ? 0 : group(distance);
                    keys[kept] = distance;
                    group[kept] = in;
                    kept += in >= 0 ? 1 : 0;
                }
                found(keys, group, kept);
            }
        }

        private int group(long distance) {
            return wanted[(int) (distance >>> top)]
                    ? Arrays.binarySearch(groups.prefixes, distance >>> groups.shift)
                    : -1;
        }
    }
}
