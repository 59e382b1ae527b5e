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

/// A limit on the number of live mappings.
///
/// A JVM that uses up the kernel's mappings (`vm.max_map_count`) aborts, so this library uses at most half of them.
///
/// Threads: any. Two threads that map at the same time may exceed the limit by one, for which the other half has room.
final class MappingLimit {
    /// The mappings of this process, which the kernel counts. It is the only mutable static here: no event tells that a
    /// caller's arena was closed, so the scopes of all mappings are kept and checked again.
    static final MappingLimit OF_KERNEL = new MappingLimit(halfOfKernelLimit(), MappingLimit::inThisProcess);

    private static final int FIRST_SWEEP = 1024;

    private final int limit;
    private final List<WeakReference<MemorySegment.Scope>> scopes = new ArrayList<>();
    private final IntSupplier inProcess;
    /// The number of mappings whose scopes were collected before they were seen to end: those of an automatic arena,
    /// which are unmapped, or of an arena that became unreachable before it was closed, which stay for ever.
    private int lost;
    private int sweepAt;

    /// @param inProcess counts all mappings of the process
    MappingLimit(int limit, IntSupplier inProcess) {
        this.limit = limit;
        this.inProcess = inProcess;
        this.sweepAt = Math.min(limit, FIRST_SWEEP);
    }

    /// Checks that one more mapping is allowed.
    ///
    /// If none is left, unreachable mappings of automatic arenas are collected first, as the JDK itself does when the
    /// kernel refuses.
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

    /// Forgets mappings that have ended, and waits for as many new ones as there are live ones, so that the cost per
    /// mapping is constant.
    private void sweep() {
        scopes.removeIf(reference -> {
            MemorySegment.Scope scope = reference.get();
            lost += scope == null ? 1 : 0;
            return scope == null || !scope.isAlive();
        });
        sweepAt = (int) Math.min(limit, Math.max(FIRST_SWEEP, 2L * scopes.size()));
    }

    /// The kernel gives the number to the first read and nothing to a second one, and [Files#readString] begins with a
    /// single byte if a file claims to be empty.
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

    /// The number of lines in the kernel's list, one for each mapping.
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
