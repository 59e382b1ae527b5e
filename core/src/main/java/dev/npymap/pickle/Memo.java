package dev.npymap.pickle;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The values that a pickle has numbered in order to refer to them again. Numbers may be arbitrary; consecutive ones
/// cost least.
final class Memo {
    private static final int GAP = 1000;

    private Value[] row = new Value[16];
    private final Map<Long, Value> scattered = new HashMap<>();
    private long size;
    private int end;

    void put(long number, Value value) {
        if (number <= end + (long) GAP && number < Integer.MAX_VALUE - 2 * GAP) {
            int at = (int) number;
            if (at >= row.length) {
                row = Arrays.copyOf(row, Math.max(at + 1, row.length + (row.length >> 1)));
            }
            end = Math.max(end, at + 1);
            size += row[at] == null && scattered.remove(number) == null ? 1 : 0;
            row[at] = value;
        } else {
            size += scattered.put(number, value) == null ? 1 : 0;
        }
    }

    /// Numbers a value with the count of values so far.
    void append(Value value) {
        put(size, value);
    }

    Optional<Value> get(long number) {
        if (number >= 0 && number < end && row[(int) number] != null) {
            return Optional.of(row[(int) number]);
        }
        return Optional.ofNullable(scattered.get(number));
    }
}
