package dev.npymap.io;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Memory for whole arrays, in huge pages where the system has them and native access is allowed.
///
/// A JVM's own allocation of 1 GB takes 0.8 s, because it touches every page of 4 KiB on one thread; huge pages take a
/// tenth of that, spread over those who first write to them.
public final class LargeMemory {
    /// From here on NumPy asks for huge pages too.
    private static final long LEAST = 1 << 22;
    private static final long ALIGNMENT = 64;
    private static final long HUGE_PAGE_BYTES = 1 << 21;
    /// How far pages are ahead of the writer: so long as he takes to fill them, nobody need look after him.
    private static final long AHEAD_BYTES = 1 << 24;
    private static final long LOOK_NANOS = 100_000;

    private static final Optional<Calls> CALLS = Calls.find();

    private LargeMemory() {
    }

    /// Allocates zeros.
    ///
    /// @param byteSize how many, in bytes
    /// @param arena    owns the memory
    /// @return memory that begins on a multiple of 64 bytes
    /// @throws OutOfMemoryError if the system has no more
    public static MemorySegment allocate(long byteSize, Arena arena) {
        return (byteSize < LEAST ? Optional.<Calls>empty() : CALLS)
                .flatMap(calls -> calls.allocate(byteSize, arena))
                .orElseGet(() -> arena.allocate(byteSize, ALIGNMENT));
    }

    /// {@return whether memory of so many bytes costs nothing before it is written to}
    ///
    /// Elsewhere the JVM makes all of it zeros first.
    ///
    /// @param byteSize as for [#allocate]
    public static boolean isBackedWhenWritten(long byteSize) {
        return byteSize >= LEAST && CALLS.isPresent();
    }

    /// Lets the system back memory of [#allocate] with pages, a little ahead of another thread that writes it from its
    /// beginning on, and returns when that is done or has ended.
    ///
    /// Contents do not change. Does nothing where the system has no such calls.
    ///
    /// @param memory what is being written
    /// @param ended  whether the other thread will write no more
    public static void populateAhead(MemorySegment memory, BooleanSupplier ended) {
        if (memory.byteSize() >= LEAST && memory.isNative()) {
            CALLS.ifPresent(calls -> populateAhead(calls, memory, ended));
        }
    }

    /// The first page of each stretch is left to the writer, and tells by being there how far he is.
    private static void populateAhead(Calls calls, MemorySegment memory, BooleanSupplier ended) {
        long end = memory.address() + memory.byteSize();
        long stretch = memory.address() & -HUGE_PAGE_BYTES;
        for (long at = stretch; at + HUGE_PAGE_BYTES < end; at += AHEAD_BYTES) {
            while (at > stretch && !calls.isBacked(at - AHEAD_BYTES + HUGE_PAGE_BYTES - calls.pageSize)) {
                if (ended.getAsBoolean()) {
                    return;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            long first = at + HUGE_PAGE_BYTES;
            calls.advise(first, Math.min(end - first, AHEAD_BYTES - HUGE_PAGE_BYTES), Calls.POPULATE);
        }
    }

    /// The system calls of Linux.
    record Calls(MethodHandle mmap, MethodHandle madvise, MethodHandle munmap, MethodHandle mincore, long pageSize) {
        private static final int READ_AND_WRITE = 3;
        private static final int PRIVATE_AND_ANONYMOUS = 0x22;
        private static final int HUGE_PAGES = 14;
        static final int POPULATE = 23;

        @SuppressWarnings("restricted")
        static Optional<Calls> find() {
            String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
            if (!machine.equals("Linux amd64") && !machine.equals("Linux aarch64")
                    || !LargeMemory.class.getModule().isNativeAccessEnabled()) {
                return Optional.empty();
            }
            try {
                int pageSize = (int) call("getpagesize", JAVA_INT).invokeExact();
                return Optional.of(new Calls(
                        call("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
                        call("madvise", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT),
                        call("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG),
                        call("mincore", JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS), pageSize));
            } catch (Throwable unexpected) {
                throw new IllegalStateException("a system call cannot be made", unexpected);
            }
        }

        @SuppressWarnings("restricted")
        private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
                    FunctionDescriptor.of(result, arguments));
        }

        @SuppressWarnings("restricted")
        Optional<MemorySegment> allocate(long byteSize, Arena arena) {
            long address = map(byteSize);
            if (address == -1) {
                return Optional.empty();
            }
            try {
                return Optional.of(MemorySegment.ofAddress(address).reinterpret(byteSize, arena,
                        memory -> unmap(memory.address(), memory.byteSize())));
            } catch (RuntimeException closed) {
                unmap(address, byteSize);
                throw closed;
            }
        }

        private long map(long byteSize) {
            try {
                long address = (long) mmap.invokeExact(0L, byteSize, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0L);
                if (address != -1) {
                    advise(address, byteSize, HUGE_PAGES);
                }
                return address;
            } catch (Throwable unexpected) {
                throw new IllegalStateException("a system call cannot be made", unexpected);
            }
        }

        /// Advises the pages that hold some memory. A system that does not know the advice says so, and does without.
        void advise(long address, long byteSize, int advice) {
            long first = address & -pageSize;
            try {
                int _ = (int) madvise.invokeExact(first, address + byteSize - first, advice);
            } catch (Throwable unexpected) {
                throw new IllegalStateException("a system call cannot be made", unexpected);
            }
        }

        /// Whether a page has been written to; so it is if the system does not say.
        boolean isBacked(long page) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment answer = arena.allocate(JAVA_BYTE);
                int failed = (int) mincore.invokeExact(page, pageSize, answer);
                return failed != 0 || (answer.get(JAVA_BYTE, 0) & 1) != 0;
            } catch (Throwable unexpected) {
                throw new IllegalStateException("a system call cannot be made", unexpected);
            }
        }

        private void unmap(long address, long byteSize) {
            try {
                int _ = (int) munmap.invokeExact(address, byteSize);
            } catch (Throwable unexpected) {
                throw new IllegalStateException("a system call cannot be made", unexpected);
            }
        }
    }
}
