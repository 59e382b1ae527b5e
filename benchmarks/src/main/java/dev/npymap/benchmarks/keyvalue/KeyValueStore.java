package dev.npymap.benchmarks.keyvalue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A store that is open for reading. Threads: one.
public abstract class KeyValueStore implements AutoCloseable {
    /// A number of 8 bytes in a value, least byte first.
    public static final VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] value;

    KeyValueStore(int valueSize) {
        this.value = new byte[valueSize];
    }

    /// {@return the caller's memory: the value that was found last}
    public final byte[] value() {
        return value;
    }

    /// Copies the value of an integer key to [#value()].
    ///
    /// @return whether there is such a key
    public abstract boolean find(long key) throws Exception;

    /// Copies the value of a text key to [#value()].
    ///
    /// @param key ASCII
    /// @return whether there is such a key
    public abstract boolean find(String key) throws Exception;

    @Override
    public abstract void close();
}
