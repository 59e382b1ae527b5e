package dev.npymap.npz;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.npy.MappedSource;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;

/// The bytes of a mapped archive, which are copied before they are parsed: native code that touches a page lost by a
/// truncated file would end the process, and compiled Java code would get the error late.
///
/// @param file    the mapping of the whole archive
/// @param allowed the threads that work on it, where they may access the mapping
record ArchiveBytes(MappedFile file, Threads allowed) {
    /// The archive's name.
    String name() {
        return file.name();
    }

    /// The archive's size, in bytes.
    long byteSize() {
        return file.segment().byteSize();
    }

    /// Copies a part to the heap.
    byte[] read(long at, int count) throws IOException {
        byte[] bytes = new byte[count];
        copy(at, MemorySegment.ofArray(bytes));
        return bytes;
    }

    /// Copies a part into owned memory, filling it.
    void copy(long at, MemorySegment target) throws IOException {
        copy(at, target, Threads.ONE);
    }

    /// Copies a part as [#copy(long, MemorySegment)] does, by several threads.
    ///
    /// @param threads threads that may access both the archive and the memory
    void copy(long at, MemorySegment target, Threads threads) throws IOException {
        long count = target.byteSize();
        NdArray part = NdArray.of(file.segment().asSlice(at, count), Dtype.UINT8, Shape.of(count), Order.C,
                new MappedSource(file, file.name(), at, true));
        try {
            part.with(threads).copyTo(target);
        } catch (UncheckedIOException cut) {
            throw cut.getCause();
        }
    }

    /// @throws IllegalStateException if the arena is closed
    void requireOpen() {
        if (!file.segment().scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
    }

    /// The threads that may access the mapping.
    Threads threads() {
        return Workers.on(allowed, file.segment());
    }
}
