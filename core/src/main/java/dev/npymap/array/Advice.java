package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// What the system may prepare for in the memory of an array, in the words of Linux's `madvise`.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/madvise.2.html">madvise</a>
public enum Advice {
    /// Nothing in particular: takes back `RANDOM` and `SEQUENTIAL`.
    NORMAL(0),
    /// Pages in no order: none is read ahead of its use.
    RANDOM(1),
    /// Pages in rising order: many are read ahead.
    SEQUENTIAL(2),
    /// All pages soon: reading begins, and the call does not wait for it.
    WILLNEED(3),
    /// Huge pages, of 2 MiB on most machines, where the memory can have them.
    HUGEPAGE(14);

    private static final Optional<Calls> CALLS = Calls.find();

    private final int number;

    Advice(int number) {
        this.number = number;
    }

    /// {@return whether advice reaches the system}
    static boolean isHeard() {
        return CALLS.isPresent();
    }

    /// Gives this advice on some memory.
    void give(MemorySegment memory) {
        if (!memory.scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
        if (memory.isNative() && memory.byteSize() > 0) {
            CALLS.ifPresent(calls -> calls.advise(memory.address(), memory.byteSize(), number));
        }
    }

    /// The system call of Linux.
    record Calls(MethodHandle madvise, long pageSize) {
        @SuppressWarnings("restricted")
        static Optional<Calls> find() {
            if (!System.getProperty("os.name").equals("Linux") || !Advice.class.getModule().isNativeAccessEnabled()) {
                return Optional.empty();
            }
            try {
                int pageSize = (int) call("getpagesize", JAVA_INT).invokeExact();
                return Optional.of(new Calls(call("madvise", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT), pageSize));
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

        /// The system refuses what it cannot do, which is as good as not having asked.
        void advise(long address, long byteSize, int number) {
            long first = address & -pageSize;
            try {
                int _ = (int) madvise.invokeExact(first, address + byteSize - first, number);
            } catch (Throwable unexpected) {
                throw new IllegalStateException("a system call cannot be made", unexpected);
            }
        }
    }
}
