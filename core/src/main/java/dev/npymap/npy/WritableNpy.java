package dev.npymap.npy;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.Access;
import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.io.WriteLock;
import dev.npymap.model.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/// A `.npy` file that is mapped for writing: changes of its array change the file.
///
/// No other user of this library can map the file for writing or append to it until this mapping is closed. Readers are
/// not locked out, and see changes as they are made.
///
/// Lifetime: the array may be used until this mapping is closed; an access after that throws [IllegalStateException].
/// Threads: any may use the array and close the mapping; access to the elements is not synchronised.
public final class WritableNpy implements AutoCloseable {
    private final WriteLock lock;
    private final Arena arena;
    private final MappedFile mapping;
    private final NdArray array;

    private WritableNpy(WriteLock lock, Arena arena, MappedFile mapping, NdArray array) {
        this.lock = lock;
        this.arena = arena;
        this.mapping = mapping;
        this.array = array;
    }

    /// Maps a file whose lock is held, or releases the lock if that fails.
    static WritableNpy map(Path path, WriteLock lock) throws IOException {
        Arena arena = Arena.ofShared();
        try (RegularFile file = RegularFile.open(path, Access.READ_WRITE)) {
            NpyFile npy = NpyFile.of(file);
            MappedFile mapping = npy.map(arena);
            return new WritableNpy(lock, arena, mapping, npy.array(mapping));
        } catch (Throwable failure) {
            arena.close();
            lock.close();
            throw failure;
        }
    }

    /// {@return the array in the file}
    public NdArray array() {
        return array;
    }

    /// Writes all changes so far to the disk, and returns when they are there.
    ///
    /// @throws IOException if the disk fails; changes since the last call may then be lost
    public void force() throws IOException {
        try {
            mapping.segment().force();
        } catch (UncheckedIOException failure) {
            throw new IOException(array.source() + ": cannot be forced to the disk", failure.getCause());
        }
    }

    /// Unmaps the file and releases its lock. The system writes changes to the disk at some time, or [#force()] before.
    /// Closing twice has no effect.
    ///
    /// @throws IllegalStateException if another thread is in the middle of an operation on the array's segment; the
    ///                               file is then still mapped and locked
    @Override
    public synchronized void close() throws IOException {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        lock.close();
    }

    /// {@return the array's shape and order, and that it is writable}
    @Override
    public String toString() {
        return array.source() + ": " + array.dtype() + " " + array.shape() + ", writable, order "
                + (array.isContiguous(Order.C) ? Order.C : Order.F);
    }
}
