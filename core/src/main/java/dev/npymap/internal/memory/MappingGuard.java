package dev.npymap.internal.memory;

import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/// Guards work on mapped files against being cut by another process: the fence that makes a fault surface, and the
/// exception that names the file.
public final class MappingGuard {
    /// From how many bytes on work may take a system call more. The smallest pages are so long.
    private static final long LEAST_CHECKED = 4096;

    private static volatile int zero;

    private MappingGuard() {
    }

    /// Runs work on the elements of an array to its end, or throws an exception that names the file that was cut
    /// under its mapping.
    ///
    /// A fault in a mapping surfaces late in compiled code, possibly in the caller. The turns around a volatile field
    /// make it surface here. What the work has computed by then is garbage, and is not returned.
    public static <T> T guard(Layout layout, Supplier<T> work) {
        return guard(layout, layout, work);
    }

    /// As [#guard(Layout, Supplier)], for work without a result.
    public static void guard(Layout layout, Runnable work) {
        guard(layout, layout, () -> {
            work.run();
            return 0;
        });
    }

    /// As [#guard(Layout, Supplier)], for work on two arrays.
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

    /// Only a look at the file finds a cut within its last page, which then reads as zeros. It costs a system call, too
    /// much for a few elements that lie together in a large file.
    private static boolean worthChecking(Layout layout) {
        long extent = layout.extent();
        return extent >= LEAST_CHECKED || extent == layout.segment().byteSize();
    }

    /// Makes a fault of the accesses before it surface here.
    public static void fence() {
        fence(0);
    }

    /// As [#fence()], after accesses whose results have no other use, so that the compiler does not leave them out.
    public static void fence(int used) {
        int turns = used == Integer.MIN_VALUE ? 4 : 3;
        while (turns-- > zero) {
            // The turn itself is the point: between two of them the JVM throws what is pending.
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
