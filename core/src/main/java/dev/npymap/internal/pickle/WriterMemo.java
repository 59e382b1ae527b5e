package dev.npymap.internal.pickle;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/// The numbers of the values that a pickle has already, by which it refers to them when they come again.
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

    /// Writes a reference to a value that was written before; otherwise does nothing.
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

    /// Numbers the value that was written last.
    public void add(Object key) {
        numbers.put(key, size);
        add();
    }

    /// As [#add(Object)], for a value that never comes again.
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

    /// The one object for all that are equal.
    public Object singleton(Object value) {
        return singletons.computeIfAbsent(value, v -> v);
    }

    /// Gives the value that was numbered last a name to be known by.
    public void name(Object key) {
        numbers.put(key, size - 1);
    }

    /// Whether a value has a number.
    public boolean has(Object key) {
        return numbers.containsKey(key);
    }
}
