package dev.npymap.internal.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/// The number of mappings that may live at once.
///
/// A JVM that uses up the kernel's mappings (`vm.max_map_count`) aborts, so ours stay at half of them.
///
/// Threads: any. Two that map at the same time may pass the limit by one, which the other half has room for.
final class MappingLimit {
    /// The mappings of this process, which is what the kernel counts. It changes, unlike any other static here: nothing
    /// tells that a caller's arena was closed, so the scopes of all mappings are kept and looked at again.
    static final MappingLimit OF_KERNEL = new MappingLimit(halfOfKernelLimit(), MappingLimit::inThisProcess);

    private static final int FIRST_SWEEP = 1024;

    private final int limit;
    private final List<WeakReference<MemorySegment.Scope>> scopes = new ArrayList<>();
    private final IntSupplier inProcess;
    /// Mappings whose scopes were collected without having been seen to end: an automatic arena's, which are unmapped,
    /// or those of an arena that was lost before it was closed, which stay for ever.
    private int lost;
    private int sweepAt;

    /// @param inProcess counts all mappings of the process
    MappingLimit(int limit, IntSupplier inProcess) {
        this.limit = limit;
        this.inProcess = inProcess;
        this.sweepAt = Math.min(limit, FIRST_SWEEP);
    }

    /// Makes sure that one more mapping is allowed.
    ///
    /// Where none is left, mappings of automatic arenas that nothing refers to are collected first, as the JDK itself
    /// does when the kernel refuses.
    synchronized void admit(String name) throws IOException {
        if (scopes.size() >= sweepAt) {
            sweep();
        }
        if (live() >= limit) {
            System.gc();
            sweep();
            lost = Math.min(lost, Math.max(0, inProcess.getAsInt() - scopes.size()));
        }
        if (live() >= limit) {
            throw new IOException(name + ": too many mapped files: " + live()
                    + " mappings are live, which is half of the kernel's vm.max_map_count; close their arenas,"
                    + " or read small files instead of mapping them");
        }
    }

    private int live() {
        return scopes.size() + lost;
    }

    /// Counts a mapping until its scope ends.
    synchronized void add(MemorySegment.Scope scope) {
        scopes.add(new WeakReference<>(scope));
    }

    /// Forgets what has ended, and waits for as many new mappings as there are live ones, so that the cost per mapping
    /// stays constant.
    private void sweep() {
        scopes.removeIf(reference -> {
            MemorySegment.Scope scope = reference.get();
            lost += scope == null ? 1 : 0;
            return scope == null || !scope.isAlive();
        });
        sweepAt = (int) Math.min(limit, Math.max(FIRST_SWEEP, 2L * scopes.size()));
    }

    /// The kernel gives the number to the first read and nothing to a second one, and [Files#readString] begins with a
    /// single byte where a file claims to be empty.
    private static int halfOfKernelLimit() {
        try (InputStream file = Files.newInputStream(Path.of("/proc/sys/vm/max_map_count"))) {
            byte[] count = new byte[32];
            int length = Math.max(0, file.read(count));
            String digits = new String(count, 0, length, StandardCharsets.US_ASCII).strip();
            return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits) / 2);
        } catch (IOException | NumberFormatException unlimited) {
            return Integer.MAX_VALUE;
        }
    }

    /// The lines of the kernel's list, of which a mapping has one.
    private static int inThisProcess() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return (int) mappings.count();
        } catch (IOException | UncheckedIOException unknown) {
            return 0;
        }
    }

    int limit() {
        return limit;
    }
}
