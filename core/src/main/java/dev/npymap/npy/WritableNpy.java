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

/// A `.npy` file that is mapped for writing: what is set in its array is set in the file.
///
/// Nobody else can map the file for writing or append to it with this library until this is closed. Readers are not
/// kept out, and see what is written as it is written.
///
/// Lifetime: the array may be used until this is closed; an access after that throws [IllegalStateException].
/// Threads: any may use the array and close this; elements that several threads write are not synchronised.
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

    /// Maps a file whose lock is held; it is released if that fails.
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

    /// Writes to the disk what was set so far, and returns when it is there.
    ///
    /// @throws IOException if the disk fails; what was set since the last call may then be lost
    public void force() throws IOException {
        try {
            mapping.segment().force();
        } catch (UncheckedIOException failure) {
            throw new IOException(array.source() + ": cannot be forced to the disk", failure.getCause());
        }
    }

    /// Unmaps the file and lets others write it; what was set reaches the disk when the system writes it, or by
    /// [#force()] before. A second time does nothing.
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

    /// {@return the array's shape and order, and that it can be written to}
    @Override
    public String toString() {
        return array.source() + ": " + array.dtype() + " " + array.shape() + ", writable, order "
                + (array.isContiguous(Order.C) ? Order.C : Order.F);
    }
}
