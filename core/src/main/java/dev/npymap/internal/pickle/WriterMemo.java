package dev.npymap.internal.pickle;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/// The numbers of the values that a pickle already contains, by which it refers to them when they occur again.
public final class WriterMemo {
    private final PickleOutput out;
    private final int protocol;
    private final Map<Object, Integer> numbers = new IdentityHashMap<>();
    private final Map<Object, Object> singletons = new HashMap<>();
    private int size;

    public WriterMemo(PickleOutput out, int protocol) {
        this.out = out;
        this.protocol = protocol;
    }

    /// Writes a reference to a value that was written before, if it was.
    ///
    /// @return whether it was
    public boolean refer(Object key) {
        Integer number = numbers.get(key);
        if (number == null) {
            return false;
        }
        if (number <= 0xff) {
            out.u8(Opcodes.BINGET);
            out.u8(number);
        } else {
            out.u8(Opcodes.LONG_BINGET);
            out.le(number, 4);
        }
        return true;
    }

    /// Numbers the last written value.
    public void add(Object key) {
        numbers.put(key, size);
        add();
    }

    /// As [#add(Object)], for a value that does not occur again.
    public void add() {
        if (protocol >= 4) {
            out.u8(Opcodes.MEMOIZE);
        } else if (size <= 0xff) {
            out.u8(Opcodes.BINPUT);
            out.u8(size);
        } else {
            out.u8(Opcodes.LONG_BINPUT);
            out.le(size, 4);
        }
        size++;
    }

    /// The representative of all equal values.
    public Object singleton(Object value) {
        return singletons.computeIfAbsent(value, v -> v);
    }

    /// Assigns a key to the last numbered value.
    public void name(Object key) {
        numbers.put(key, size - 1);
    }

    /// Whether a value has a number.
    public boolean has(Object key) {
        return numbers.containsKey(key);
    }
}
