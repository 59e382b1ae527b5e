package dev.npymap.internal.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Forces a growing file to the disk while it is written, so that the last force has little left to wait for.
///
/// A failure is kept and thrown at the end, because the system reports it once only.
///
/// Threads: the writer begins and ends it; a thread of its own forces.
final class WriteBehind implements Closeable {
    /// Files that grow by less are forced at their end alone.
    private static final long STEP_BYTES = 32 << 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final FileChannel channel;
    private final Thread thread;
    private volatile boolean ended;
    private volatile Optional<IOException> failure = Optional.empty();

    private WriteBehind(FileChannel channel) {
        this.channel = channel;
        this.thread = Thread.ofVirtual().name("npymap-write-behind").unstarted(this::run);
    }

    /// Begins to look after a file.
    static WriteBehind begin(FileChannel channel) {
        WriteBehind behind = new WriteBehind(channel);
        behind.thread.start();
        return behind;
    }

    /// Ends it, and waits until nothing is under way.
    ///
    /// @throws IOException if the file could not be forced
    @Override
    public void close() throws IOException {
        ended = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void run() {
        try {
            for (long forced = 0; !ended;) {
                long size = channel.size();
                if (size - forced >= STEP_BYTES) {
                    channel.force(false);
                    forced = size;
                } else {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } catch (ClosedChannelException closed) {
            // An interrupted writer closes the channel, and says so itself.
        } catch (IOException thrown) {
            failure = Optional.of(thrown);
        }
    }
}
