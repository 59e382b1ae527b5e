package dev.npymap.internal.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Forces a growing file to the disk while it is written, so that little is left for the last force.
///
/// A failure is kept and thrown at the end, because the system reports it only once.
///
/// Threads: the writer begins and ends it; a separate thread forces.
final class WriteBehind implements Closeable {
    /// Files that grow by less than this are forced only at their end.
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

    /// Begins to force a file in the background.
    static WriteBehind begin(FileChannel channel) {
        WriteBehind behind = new WriteBehind(channel);
        behind.thread.start();
        return behind;
    }

    /// Stops, and waits for a force that is under way.
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
            // An interrupted writer closes the channel, and reports that itself.
        } catch (IOException thrown) {
            failure = Optional.of(thrown);
        }
    }
}
