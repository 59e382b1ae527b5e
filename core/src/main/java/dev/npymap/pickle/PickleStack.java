package dev.npymap.pickle;

import dev.npymap.model.ArrayFormatException;
import java.util.Arrays;

/// The stack of a pickle machine, with marks where the items of a container begin.
///
/// Values below the last mark cannot be accessed until the mark is popped.
final class PickleStack {
    private final PickleMachine machine;
    private Value[] values = new Value[64];
    private int size;
    private int[] marks = new int[16];
    private int markCount;

    PickleStack(PickleMachine machine) {
        this.machine = machine;
    }

    void push(Value value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    Value top() throws ArrayFormatException {
        require(1);
        return values[size - 1];
    }

    Value pop() throws ArrayFormatException {
        require(1);
        Value value = values[--size];
        values[size] = null;
        return value;
    }

    /// Pops the last value, or the last mark if no value is above it.
    void drop() throws ArrayFormatException {
        if (markCount > 0 && marks[markCount - 1] == size) {
            markCount--;
        } else {
            pop();
        }
    }

    void mark() {
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, markCount + (markCount >> 1));
        }
        marks[markCount++] = size;
    }

    private int unmark() throws ArrayFormatException {
        if (markCount == 0) {
            throw machine.wrong("the opcode needs a mark, and there is none");
        }
        return marks[--markCount];
    }

    /// Pops the values above the last mark, and the mark.
    Items marked() throws ArrayFormatException {
        return take(unmark());
    }

    /// Drops the values above the last mark, and the mark.
    void dropMarked() throws ArrayFormatException {
        cut(unmark());
    }

    /// Pops the last values.
    Items last(int count) throws ArrayFormatException {
        require(count);
        return take(size - count);
    }

    private Items take(int from) {
        Value[] taken = Arrays.copyOfRange(values, from, size);
        cut(from);
        return new Items(taken);
    }

    private void cut(int from) {
        Arrays.fill(values, from, size, null);
        size = from;
    }

    private void require(int count) throws ArrayFormatException {
        int above = size - (markCount == 0 ? 0 : marks[markCount - 1]);
        if (above < count) {
            throw machine.wrong("the stack has " + above + " values above its mark, the opcode needs " + count);
        }
    }
}
