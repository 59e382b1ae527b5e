package dev.npymap.internal.io;

import dev.npymap.internal.work.SystemMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Memory for whole arrays, in huge pages where the system has them and native access is allowed.
///
/// The JVM takes 0.8 s to allocate 1 GB, because one thread touches every page of 4 KiB; huge pages take a tenth of
/// that, spread over the threads that first write to them.
public final class LargeMemory {
    /// The size in bytes from which NumPy requests huge pages too.
    private static final long LEAST = 1 << 22;
    private static final long ALIGNMENT = 64;
    private static final long HUGE_PAGE_BYTES = 1 << 21;
    /// How far pages are backed ahead of the writer, in bytes: the writer takes long enough to fill them that rare
    /// checks suffice.
    private static final long AHEAD_BYTES = 1 << 24;
    private static final long LOOK_NANOS = 100_000;

    private static final int HUGE_PAGES = 14;
    private static final int POPULATE = 23;

    private static final Optional<SystemMemory> CALLS = SystemMemory.CALLS
            .filter(_ -> Set.of("amd64", "aarch64").contains(System.getProperty("os.arch")));

    private LargeMemory() {
    }

    /// Allocates zeros.
    ///
    /// @param byteSize the size in bytes
    /// @param arena    owns the memory
    /// @return memory that is aligned to 64 bytes
    /// @throws OutOfMemoryError if the system has no more
    public static MemorySegment allocate(long byteSize, Arena arena) {
        return (byteSize < LEAST ? Optional.<SystemMemory>empty() : CALLS)
                .flatMap(calls -> allocate(calls, byteSize, arena))
                .orElseGet(() -> arena.allocate(byteSize, ALIGNMENT));
    }

    /// {@return whether memory of a size is backed only when it is written to, and so costs nothing before}
    ///
    /// Otherwise the JVM fills all of it with zeros first.
    ///
    /// @param byteSize as for [#allocate]
    public static boolean isBackedWhenWritten(long byteSize) {
        return byteSize >= LEAST && CALLS.isPresent();
    }

    /// Lets the system back memory of [#allocate] with pages, a little ahead of another thread that writes it from its
    /// beginning, and returns when all pages are backed or the writer has ended.
    ///
    /// Contents do not change. Does nothing where the system has no such calls.
    ///
    /// @param memory the memory that is being written
    /// @param ended  whether the other thread has stopped writing
    public static void populateAhead(MemorySegment memory, BooleanSupplier ended) {
        if (memory.byteSize() >= LEAST && memory.isNative()) {
            CALLS.ifPresent(calls -> populateAhead(calls, memory, ended));
        }
    }

    /// The first page of each stretch is left to the writer: once it is backed, the writer has come that far.
    private static void populateAhead(SystemMemory calls, MemorySegment memory, BooleanSupplier ended) {
        long end = memory.address() + memory.byteSize();
        long stretch = memory.address() & -HUGE_PAGE_BYTES;
        for (long at = stretch; at + HUGE_PAGE_BYTES < end; at += AHEAD_BYTES) {
            while (at > stretch && !calls.isBacked(at - AHEAD_BYTES + HUGE_PAGE_BYTES - calls.pageSize())) {
                if (ended.getAsBoolean()) {
                    return;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            long first = at + HUGE_PAGE_BYTES;
            calls.advise(first, Math.min(end - first, AHEAD_BYTES - HUGE_PAGE_BYTES), POPULATE);
        }
    }

    @SuppressWarnings("restricted")
    private static Optional<MemorySegment> allocate(SystemMemory calls, long byteSize, Arena arena) {
        long address = calls.map(byteSize);
        if (address == -1) {
            return Optional.empty();
        }
        calls.advise(address, byteSize, HUGE_PAGES);
        try {
            return Optional.of(MemorySegment.ofAddress(address).reinterpret(byteSize, arena,
                    memory -> calls.unmap(memory.address(), memory.byteSize())));
        } catch (RuntimeException closed) {
            calls.unmap(address, byteSize);
            throw closed;
        }
    }
}
