package dev.npymap.store;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.npymap.array.Advice;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Order;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Finds the rows of a table by key.
///
/// Cost: one cache miss for an integer, one more for a text, which is compared with its row. Nothing is allocated for
/// an integer. Keys of one call ([#rows], [#take(long\[\], NdArray, MemorySegment, MemorySegment)]) are found faster than
/// one by one, texts most of all.
///
/// Errors: a slot of a damaged index gives no wrong row; methods throw [UncheckedIOException] with an
/// [ArrayFormatException] as its cause.
///
/// Lifetime: that of the [Version] it comes from; the first few columns that are taken from stay reachable as long.
/// Threads: any number.
public final class KeyIndex {
    private static final ValueLayout.OfLong WORD = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final byte[] NO_TEXT = {};
    /// How many keys of a call are looked for side by side.
    private static final int GROUP = 32;
    private static final int REMEMBERED = 8;

    private final String name;
    private final NdArray index;
    private final MemorySegment slots;
    private final long homes;
    private final long seed;
    private final long rows;
    private final NdArray keys;
    /// Null for integers.
    private final KeyTexts texts;
    /// The columns that were taken from, of which the first few are remembered. Threads may see fewer.
    private Column known;

    /// @param name  the name of the key in messages
    /// @param slots the elements of the index
    /// @param keys  the key
    KeyIndex(String name, NdArray slots, long seed, NdArray keys) {
        this.name = name;
        this.index = slots;
        this.slots = slots.segment().asSlice(slots.offset(0, 0), slots.byteSize());
        this.homes = slots.shape().dim(0) - KeyHash.REACH;
        this.seed = seed;
        this.rows = keys.size();
        this.keys = keys;
        this.texts = keys.dtype().kind().isText() ? new KeyTexts(keys) : null;
    }

    void prefetch() {
        index.advise(Advice.WILLNEED);
    }

    /// Refuses an index that does not lead each key to its row.
    void requireComplete() throws ArrayFormatException {
        try {
            KeyColumn column = KeyColumn.of(name, keys);
            int length = column.blockLength();
            for (long from = 0; from < rows; from += length) {
                long[] block = column.read(from, (int) Math.min(length, rows - from), seed);
                for (int n = 0; n < block.length; n++) {
                    long found = texts != null ? row(keys.asText().get(from + n)) : row(block[n]);
                    if (found != from + n) {
                        throw new ArrayFormatException(name + StoreFiles.INDEX_SUFFIX,
                                "damaged: the key of row " + (from + n) + " leads to row " + found, 0);
                    }
                }
            }
        } catch (UncheckedIOException damaged) {
            throw damaged.getCause() instanceof ArrayFormatException known
                    ? known
                    : new ArrayFormatException(name, "damaged: " + damaged.getMessage(), 0);
        } catch (IllegalArgumentException noKey) {
            throw new ArrayFormatException(name, "damaged: " + noKey.getMessage(), 0);
        }
    }

    /// {@return the number of keys, which is the number of rows}
    public long size() {
        return rows;
    }

    /// {@return the key: an array of [#size()] integers, byte strings or texts}
    public NdArray keys() {
        return keys;
    }

    /// Finds the row of an integer.
    ///
    /// @param key a key; of uint64 its bits; no key if it is beyond the dtype
    /// @return the row, or -1 if there is no such key; as a position, -1 would be the last row
    /// @throws ClassCastException if the keys are texts
    public long row(long key) {
        requireIntegers();
        return find(key, KeyHash.mix(key + seed), NO_TEXT);
    }

    /// Finds the row of a text; NULs at its end do not count, as in NumPy.
    ///
    /// @param key a key; of byte strings each character is a byte
    /// @return the row, or -1 if there is no such key; as a position, -1 would be the last row
    /// @throws ClassCastException if the keys are integers
    public long row(String key) {
        requireTexts();
        byte[] text = texts.bytes(key);
        if (text == null) {
            return -1;
        }
        long hash = KeyHash.text(text, 0, text.length, seed);
        return find(hash, hash, text);
    }

    private void requireIntegers() {
        if (texts != null) {
            throw new ClassCastException(name + ": keys are " + keys.dtype() + ", not integers");
        }
    }

    private void requireTexts() {
        if (texts == null) {
            throw new ClassCastException(name + ": keys are " + keys.dtype() + ", not texts");
        }
    }

    private long home(long hash) {
        return (hash & homes - 1) * KeyHash.SLOT_BYTES;
    }

    private long find(long key, long hash, byte[] text) {
        long home = home(hash);
        long end = home + KeyHash.REACH * KeyHash.SLOT_BYTES;
        long at = home;
        for (; at < end; at += KeyHash.SLOT_BYTES) {
            long found = slots.get(WORD, at);
            long word = slots.get(WORD, at + Long.BYTES);
            if (found == key && word != 0) {
                long row = checked(at, found, word);
                if (text == NO_TEXT || texts.is(row, text)) {
                    return row;
                }
            } else if (word == 0 && found == 0) {
                break;
            }
        }
        for (long passed = home; passed < at; passed += KeyHash.SLOT_BYTES) {
            checked(passed, slots.get(WORD, passed), slots.get(WORD, passed + Long.BYTES));
        }
        return -1;
    }

    /// The row in a slot.
    private long checked(long at, long key, long word) {
        long row = KeyHash.row(word);
        if (row < 0 || row >= rows || KeyHash.word(key, row) != word) {
            throw new UncheckedIOException(new ArrayFormatException(name + StoreFiles.INDEX_SUFFIX,
                    "damaged: slot " + at / KeyHash.SLOT_BYTES + " has bits that do not belong together", at));
        }
        return row;
    }

    /// Finds the rows of integers.
    ///
    /// @param wanted keys, as for [#row(long)]
    /// @return for each key its row, or -1 if there is no such key; as a position, -1 would be the last row
    /// @throws ClassCastException if the keys are texts
    public long[] rows(long... wanted) {
        requireIntegers();
        long[] found = new long[wanted.length];
        for (int from = 0; from < wanted.length; from += GROUP) {
            long[] group = Arrays.copyOfRange(wanted, from, Math.min(from + GROUP, wanted.length));
            long[] hashes = new long[group.length];
            for (int n = 0; n < group.length; n++) {
                hashes[n] = KeyHash.mix(group[n] + seed);
            }
            System.arraycopy(find(group, hashes), 0, found, from, group.length);
        }
        return found;
    }

    /// Finds the rows of texts.
    ///
    /// @param wanted keys, as for [#row(String)]
    /// @return for each key its row, or -1 if there is no such key; as a position, -1 would be the last row
    /// @throws ClassCastException if the keys are integers
    public long[] rows(String... wanted) {
        requireTexts();
        long[] found = new long[wanted.length];
        for (int from = 0; from < wanted.length; from += GROUP) {
            byte[][] group = new byte[Math.min(GROUP, wanted.length - from)][];
            long[] hashes = new long[group.length];
            for (int n = 0; n < group.length; n++) {
                group[n] = texts.bytes(wanted[from + n]);
                hashes[n] = group[n] == null ? 0 : KeyHash.text(group[n], 0, group[n].length, seed);
            }
            long[] candidates = find(hashes, hashes);
            texts.touch(candidates);
            for (int n = 0; n < group.length; n++) {
                long row = group[n] == null ? -1 : candidates[n];
                found[from + n] = row < 0 || texts.is(row, group[n]) ? row : find(hashes[n], hashes[n], group[n]);
            }
        }
        return found;
    }

    /// Finds the rows of keys side by side; of texts those with the same hash. One loop reads all slots before another
    /// looks at them, so that a mispredicted branch does not discard the loads of the keys behind it.
    private long[] find(long[] wanted, long[] hashes) {
        long[] found = new long[wanted.length];
        long[] words = new long[wanted.length];
        for (int n = 0; n < wanted.length; n++) {
            long home = home(hashes[n]);
            found[n] = slots.get(WORD, home);
            words[n] = slots.get(WORD, home + Long.BYTES);
        }
        for (int n = 0; n < wanted.length; n++) {
            found[n] = found[n] == wanted[n] && words[n] != 0
                    ? checked(home(hashes[n]), found[n], words[n])
                    : find(wanted[n], hashes[n], NO_TEXT);
        }
        return found;
    }

    /// Copies the row of an integer.
    ///
    /// @param key    a key, as for [#row(long)]
    /// @param column a column of the table
    /// @param target gets the row's bytes, in the column's byte order and in C order
    /// @return whether there is such a key; if not, the target is left as it is
    /// @throws IllegalArgumentException if the column has not as many rows as there are keys, or the target is shorter
    ///                                  than a row
    public boolean take(long key, NdArray column, MemorySegment target) {
        return take(row(key), target, column);
    }

    /// Copies the row of a text, as [#take(long, NdArray, MemorySegment)] does.
    ///
    /// @param key    a key, as for [#row(String)]
    /// @param column a column of the table
    /// @param target gets the row's bytes
    /// @return whether there is such a key
    public boolean take(String key, NdArray column, MemorySegment target) {
        return take(row(key), target, column);
    }

    private boolean take(long row, MemorySegment target, NdArray array) {
        Column column = column(array);
        if (row < 0) {
            return false;
        }
        if (target.byteSize() < column.rowBytes) {
            throw new IllegalArgumentException(array.source() + ": a row has " + column.rowBytes
                    + " bytes, the target " + target.byteSize());
        }
        if (column.isContiguous) {
            MemorySegment.copy(column.segment, column.first + row * column.rowBytes, target, 0, column.rowBytes);
        } else {
            array.select(0, row).copyTo(target);
        }
        return true;
    }

    private Column column(NdArray array) {
        int count = 0;
        for (Column column = known; column != null; column = column.next) {
            if (column.array == array) {
                return column;
            }
            count++;
        }
        requireColumn(array);
        Column column = Column.of(array, known);
        if (count < REMEMBERED) {
            known = column;
        }
        return column;
    }

    /// Where the rows of a column lie.
    ///
    /// @param next another column, or null
    private record Column(NdArray array, MemorySegment segment, boolean isContiguous, long first, long rowBytes,
            Column next) {
        static Column of(NdArray array, Column next) {
            long bytes = array.dtype().byteSize();
            for (int axis = 1; axis < array.rank(); axis++) {
                bytes *= array.shape().dim(axis);
            }
            long first = array.size() == 0 ? 0 : array.offset(new long[array.rank()]);
            return new Column(array, array.segment(), array.isContiguous(Order.C), first, bytes, next);
        }
    }

    private void requireColumn(NdArray column) {
        if (column.rank() == 0 || column.shape().dim(0) != rows) {
            throw new IllegalArgumentException(column.source() + ": shape " + column.shape() + " is no column of the "
                    + rows + " keys of " + name);
        }
    }

    /// Copies the rows of integers, prefetched and shared by the [column's threads][NdArray#with].
    ///
    /// @param wanted  keys, as for [#row(long)]
    /// @param column  a column of the table
    /// @param target  gets the rows' bytes one after the other, in the column's byte order and in C order
    /// @param missing the bytes of one row, which a key that does not exist gets; [MemorySegment#NULL] if all exist
    /// @return how many keys do not exist
    /// @throws IllegalArgumentException if the column has not as many rows as there are keys, the target is too short,
    ///                                  or a key does not exist and `missing` is shorter than a row
    public long take(long[] wanted, NdArray column, MemorySegment target, MemorySegment missing) {
        return takeRows(rows(wanted), column, target, missing);
    }

    /// Copies the rows of texts, as [#take(long\[\], NdArray, MemorySegment, MemorySegment)] does.
    ///
    /// @param wanted  keys, as for [#row(String)]
    /// @param column  a column of the table
    /// @param target  gets the rows' bytes
    /// @param missing the bytes of one row, which a key that does not exist gets
    /// @return how many keys do not exist
    public long take(String[] wanted, NdArray column, MemorySegment target, MemorySegment missing) {
        return takeRows(rows(wanted), column, target, missing);
    }

    private long takeRows(long[] found, NdArray column, MemorySegment target, MemorySegment missing) {
        long rowBytes = column(column).rowBytes;
        long[] places = found.clone();
        long absent = 0;
        for (int n = 0; n < places.length; n++) {
            if (places[n] < 0) {
                absent++;
                places[n] = 0;
            }
        }
        if (target.byteSize() < found.length * rowBytes || absent > 0 && missing.byteSize() < rowBytes) {
            throw new IllegalArgumentException(column.source() + ": " + found.length + " rows of " + rowBytes
                    + " bytes do not fit: the target has " + target.byteSize() + " bytes, the row for missing keys "
                    + missing.byteSize());
        }
        if (absent < found.length) {
            column.rows(0, places).copyTo(target);
        }
        for (int n = 0; n < found.length && absent > 0; n++) {
            if (found[n] < 0) {
                MemorySegment.copy(missing, 0, target, n * rowBytes, rowBytes);
            }
        }
        return absent;
    }
}
