package dev.npymap.internal.work;

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

/// Linux's system calls on memory, if the JVM allows native access. Sizes and addresses are in bytes.
///
/// @param mmap     maps memory
/// @param madvise  gives advice
/// @param munmap   unmaps memory
/// @param mincore  tells which pages are resident
/// @param pageSize the size of a page
public record SystemMemory(MethodHandle mmap, MethodHandle madvise, MethodHandle munmap, MethodHandle mincore,
        long pageSize) {
    /// The calls, if this JVM can make them.
    public static final Optional<SystemMemory> CALLS = find();

    private static final int READ_AND_WRITE = 3;
    private static final int PRIVATE_AND_ANONYMOUS = 0x22;

    @SuppressWarnings("restricted")
    private static Optional<SystemMemory> find() {
        if (!System.getProperty("os.name").equals("Linux")
                || !SystemMemory.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty();
        }
        try {
            int pageSize = (int) call("getpagesize", JAVA_INT).invokeExact();
            return Optional.of(new SystemMemory(
                    call("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
                    call("madvise", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT),
                    call("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG),
                    call("mincore", JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS), pageSize));
        } catch (Throwable unexpected) {
            throw failed(unexpected);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments));
    }

    private static IllegalStateException failed(Throwable unexpected) {
        return new IllegalStateException("a system call cannot be made", unexpected);
    }

    /// Maps anonymous private memory, filled with zeros, by the constants of x86-64 and aarch64.
    ///
    /// @param byteSize the size
    /// @return the address; -1 if the system has no more memory
    public long map(long byteSize) {
        try {
            return (long) mmap.invokeExact(0L, byteSize, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0L);
        } catch (Throwable unexpected) {
            throw failed(unexpected);
        }
    }

    /// Unmaps memory that [#map] has mapped.
    ///
    /// @param address  the address
    /// @param byteSize the size
    public void unmap(long address, long byteSize) {
        try {
            int _ = (int) munmap.invokeExact(address, byteSize);
        } catch (Throwable unexpected) {
            throw failed(unexpected);
        }
    }

    /// Gives advice on the pages of some memory. A system that does not know the advice returns an error, which is
    /// ignored.
    ///
    /// @param address  the address
    /// @param byteSize the size
    /// @param advice   Linux's number of the advice
    public void advise(long address, long byteSize, int advice) {
        long first = address & -pageSize;
        try {
            int _ = (int) madvise.invokeExact(first, address + byteSize - first, advice);
        } catch (Throwable unexpected) {
            throw failed(unexpected);
        }
    }

    /// {@return whether a page is resident, which it is after a write; true if the system does not tell}
    /// @param page the page's address
    public boolean isBacked(long page) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_BYTE);
            int failed = (int) mincore.invokeExact(page, pageSize, answer);
            return failed != 0 || (answer.get(JAVA_BYTE, 0) & 1) != 0;
        } catch (Throwable unexpected) {
            throw failed(unexpected);
        }
    }
}
