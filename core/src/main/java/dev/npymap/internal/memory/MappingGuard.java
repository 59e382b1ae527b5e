package dev.npymap.internal.memory;

import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/// Guards operations on mapped files that another process may truncate: a fence makes a fault surface, and an exception
/// names the file.
public final class MappingGuard {
    /// The extent in bytes from which on an operation may cost one more system call: the smallest page size.
    private static final long LEAST_CHECKED = 4096;

    private static volatile int zero;

    private MappingGuard() {
    }

    /// Runs an operation on the elements of an array to its end, or throws an exception that names the truncated file.
    ///
    /// A fault in a mapping surfaces late in compiled code, possibly in the caller. The loop over a volatile field
    /// makes it surface here. The result that the operation has computed by then is invalid, and is not returned.
    public static <T> T guard(Layout layout, Supplier<T> work) {
        return guard(layout, layout, work);
    }

    /// As [#guard(Layout, Supplier)], for an operation without a result.
    public static void guard(Layout layout, Runnable work) {
        guard(layout, layout, () -> {
            work.run();
            return 0;
        });
    }

    /// As [#guard(Layout, Supplier)], for an operation on two arrays.
    public static <T> T guard(Layout one, Layout other, Supplier<T> work) {
        if (!one.source().mapped() && !other.source().mapped()) {
            return work.get();
        }
        try {
            T result = work.get();
            fence();
            check(one);
            if (other != one) {
                check(other);
            }
            return result;
        } catch (InternalError fault) {
            throw cut(one.source(), other.source(), fault);
        } catch (ArrayFormatException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    private static void check(Layout layout) throws ArrayFormatException {
        if (layout.source().mapped() && worthChecking(layout)) {
            layout.source().check();
        }
    }

    /// A file truncated within its last page, which then reads as zeros, is noticed only by examining the file. That
    /// costs a system call, too much for a few adjacent elements of a large file.
    private static boolean worthChecking(Layout layout) {
        long extent = layout.extent();
        return extent >= LEAST_CHECKED || extent == layout.segment().byteSize();
    }

    /// Makes a fault of the preceding accesses surface here.
    public static void fence() {
        fence(0);
    }

    /// As [#fence()], after accesses whose results are not used otherwise, so that the compiler does not remove them.
    public static void fence(int used) {
        int turns = used == Integer.MIN_VALUE ? 4 : 3;
        while (turns-- > zero) {
            // The loop itself is the purpose: at its back edge the JVM throws a pending error.
        }
    }

    private static RuntimeException cut(Source one, Source other, InternalError fault) {
        ArrayFormatException cut;
        try {
            one.check();
            other.check();
            Source blamed = one.mapped() ? one : other;
            cut = new ArrayFormatException(blamed.name(),
                    "a page of the mapped file cannot be read; the file was cut, or its disk failed", blamed.offset());
        } catch (ArrayFormatException found) {
            cut = found;
        }
        cut.addSuppressed(fault);
        return new UncheckedIOException(cut);
    }
}
