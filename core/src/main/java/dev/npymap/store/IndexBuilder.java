package dev.npymap.store;

import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.npy.HeaderWriter;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Writes the index of a key: a table of slots in which each key lies at its home or a little behind it.
///
/// Keys take slots in the order of their homes, equal homes in the order of rows. So the slots are written from first
/// to last, by as many walks over the keys as there are parts of homes; a part's keys are sorted in memory by counting.
final class IndexBuilder {
    private static final long PART_HOMES = 1 << 22;
    private static final long MAX_PARTS = 16;

    private final KeyColumn keys;
    private final long homes;
    private final long seed;
    private final Slots slots;
    private long last = -1;

    private IndexBuilder(KeyColumn keys, long homes, long seed, Slots slots) {
        this.keys = keys;
        this.homes = homes;
        this.seed = seed;
        this.slots = slots;
    }

    /// Writes the slots in order, empty ones in between.
    private static final class Slots {
        private final FileChannel channel;
        private final ByteBuffer block = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        private long next;

        Slots(FileChannel channel) {
            this.channel = channel;
        }

        void put(long slot, long key, long word) throws IOException {
            skipTo(slot);
            add(key, word);
        }

        private void skipTo(long slot) throws IOException {
            while (next < slot) {
                add(0, 0);
            }
        }

        private void add(long key, long word) throws IOException {
            if (!block.hasRemaining()) {
                flush();
            }
            block.putLong(key).putLong(word);
            next++;
        }

        void finish(long count) throws IOException {
            skipTo(count);
            flush();
        }

        private void flush() throws IOException {
            AtomicReplace.writeFully(channel, block.flip());
            block.clear();
        }
    }

    /// Writes a new file with the index of a key.
    ///
    /// @return the seed
    /// @throws IllegalArgumentException if two keys are equal, or if no seed places all keys
    static long write(Path file, KeyColumn keys) throws IOException {
        long homes = KeyHash.homes(keys.length());
        if (homes / MAX_PARTS > 1 << 30) {
            throw new IllegalArgumentException(keys.name() + ": too many keys for an index: " + keys.length());
        }
        byte[] header = HeaderWriter.header(Dtype.INT64, Shape.of(homes + KeyHash.REACH, 2), Order.C);
        long[] seed = {0};
        NewFile.write(file, channel -> {
            while (true) {
                AtomicReplace.writeFully(channel.position(0), ByteBuffer.wrap(header));
                if (new IndexBuilder(keys, homes, seed[0], new Slots(channel)).writeSlots()) {
                    return;
                }
                if (++seed[0] > KeyHash.MAX_SEED) {
                    throw new IllegalArgumentException(
                            keys.name() + ": no index: with each of " + (KeyHash.MAX_SEED + 1)
                                    + " seeds some key is more than " + (KeyHash.REACH - 1) + " slots from its home");
                }
            }
        });
        return seed[0];
    }

    private boolean writeSlots() throws IOException {
        long parts = Math.clamp(homes / PART_HOMES, 1, MAX_PARTS);
        long width = homes / parts;
        for (long first = 0; first < homes; first += width) {
            if (!writePart(first, Math.toIntExact(width))) {
                return false;
            }
        }
        slots.finish(homes + KeyHash.REACH);
        return true;
    }

    /// Uses a key.
    private interface Use {
        void of(int home, long key, long row);
    }

    /// Walks over the keys whose homes are in a part.
    private void walk(long first, int width, Use use) {
        int length = keys.blockLength();
        for (long from = 0; from < keys.length(); from += length) {
            long[] block = keys.read(from, (int) Math.min(length, keys.length() - from), seed);
            for (int n = 0; n < block.length; n++) {
                long hash = keys.isText() ? block[n] : KeyHash.mix(block[n] + seed);
                long home = (hash & homes - 1) - first;
                if (home >= 0 && home < width) {
                    use.of((int) home, block[n], from + n);
                }
            }
        }
    }

    /// Sorts the keys of a part by home and row, and gives each the first free slot from its home on.
    private boolean writePart(long first, int width) throws IOException {
        int[] ends = new int[width + 1];
        walk(first, width, (home, _, _) -> ends[home + 1]++);
        for (int home = 0; home < width; home++) {
            ends[home + 1] += ends[home];
        }
        long[] sorted = new long[ends[width]];
        long[] rows = new long[ends[width]];
        walk(first, width, (home, key, row) -> {
            int at = ends[home]++;
            sorted[at] = key;
            rows[at] = row;
        });
        int begin = 0;
        for (int home = 0; home < width; home++) {
            for (int n = begin; n < ends[home]; n++) {
                requireNew(sorted, rows, begin, n);
                long slot = Math.max(first + home, last + 1);
                if (slot - first - home >= KeyHash.REACH) {
                    return false;
                }
                slots.put(slot, sorted[n], KeyHash.word(sorted[n], rows[n]));
                last = slot;
            }
            begin = ends[home];
        }
        return true;
    }

    private void requireNew(long[] sorted, long[] rows, int begin, int n) {
        for (int other = begin; other < n; other++) {
            if (sorted[other] == sorted[n] && keys.isEqual(rows[other], rows[n])) {
                throw new IllegalArgumentException(keys.name() + ": rows " + rows[other] + " and " + rows[n]
                        + " have the same key");
            }
        }
    }
}
