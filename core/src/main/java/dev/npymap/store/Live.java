package dev.npymap.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a program makes of a version of a store, and makes anew of each newer one while it goes on answering.
///
/// ```java
/// try (Live<Features> live = store.follow(Features::new)) {
///     float score = live.use(features -> features.score(4711L));
/// }
/// ```
///
/// A use sees one version from its beginning to its end, and no use fails or waits because of a newer one. A thread of
/// its own looks for versions, opens them, and closes old ones once no use is left in them, so a long use delays no
/// newer version. What it made is closed before its version, if it is [AutoCloseable].
///
/// Threads: any number, virtual ones too. A use takes no lock: it counts itself in and out, in one of several counters.
/// A use within a use may see a newer version.
///
/// @param <T> the type of what is made from a version
public final class Live<T> implements AutoCloseable {
    /// How soon an old version is looked at again that somebody still uses.
    private static final long DRAIN_NANOS = 1_000_000;
    /// A century, so that sums of times stay within 64 bits.
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final String name;
    private final ArrayStore.Resolution newest;
    private final Pinning pinning;
    private final boolean forwardsOnly;
    private final Opener<T> opener;
    private final LiveOptions options;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Versions that were replaced and may still be in use. Guarded by the lock, as are the fields below.
    private final List<Opened<T>> retired = new ArrayList<>();
    /// Null after this was closed. Written with the lock held.
    private volatile Opened<T> current;
    private boolean closed;
    private long asked;
    private long answered;

    /// Makes what a program uses of a version.
    ///
    /// @param <T> the type of what is made
    @FunctionalInterface
    public interface Opener<T> {
        /// Makes it.
        ///
        /// @param version is open as long as the result is used, and is closed afterwards
        /// @return what uses are given
        /// @throws IOException if the version does not have what is needed
        T open(Version version) throws IOException;
    }

    /// Uses what was made of a version.
    ///
    /// @param <T> the type of what was made
    /// @param <R> the type of the result
    /// @param <X> an exception that it may throw
    @FunctionalInterface
    public interface Use<T, R, X extends Exception> {
        /// Uses it.
        ///
        /// @param opened is valid until this method returns
        /// @return any result
        /// @throws X if the use fails
        R of(T opened) throws X;
    }

    /// Opens a version.
    interface Pinning {
        Version open() throws IOException;
    }

    /// A version, what was made of it, and how many uses are in it.
    private static final class Opened<T> {
        /// Each counter has cache lines to itself.
        private static final int STRIDE = 16;
        private static final int COUNTERS = Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors());

        private final Version version;
        private final T value;
        /// The thread's own.
        private boolean valueClosed;
        private final AtomicLongArray uses = new AtomicLongArray(STRIDE * (COUNTERS + 1));

        Opened(Version version, T value) {
            this.version = version;
            this.value = value;
        }

        static int counter() {
            return STRIDE * (1 + ((int) Thread.currentThread().threadId() & COUNTERS - 1));
        }

        /// Whether every counter was seen at zero. A use that counts itself in later sees that the version was
        /// replaced.
        boolean isUnused() {
            for (int n = 1; n <= COUNTERS; n++) {
                if (uses.get(STRIDE * n) != 0) {
                    return false;
                }
            }
            return true;
        }

        void closeValue() throws Exception {
            if (!valueClosed && value instanceof AutoCloseable closeable) {
                valueClosed = true;
                closeable.close();
            }
        }
    }

    private Live(String name, ArrayStore.Resolution newest, Pinning pinning, boolean forwardsOnly, Opener<T> opener,
            LiveOptions options) throws IOException {
        this.name = name;
        this.newest = newest;
        this.pinning = pinning;
        this.forwardsOnly = forwardsOnly;
        this.opener = opener;
        this.options = options;
        this.current = open();
        this.thread = Thread.ofPlatform().daemon().name("npymap-live-" + name).unstarted(this::run);
    }

    /// @param newest       finds the number of the version that should be in use
    /// @param pinning      opens it
    /// @param forwardsOnly whether a lower number is never taken
    static <T> Live<T> open(String name, ArrayStore.Resolution newest, Pinning pinning, boolean forwardsOnly,
            Opener<T> opener, LiveOptions options) throws IOException {
        Live<T> live = new Live<>(name, newest, pinning, forwardsOnly, opener, options);
        live.thread.start();
        return live;
    }

    private Opened<T> open() throws IOException {
        Version version = pinning.open();
        try {
            if (options.prefetching()) {
                version.prefetch();
            }
            return new Opened<>(version, opener.open(version));
        } catch (Throwable failure) {
            try (version) {
                throw failure;
            }
        }
    }

    /// Uses the version that is current.
    ///
    /// @param <R> the type of the result
    /// @param <X> an exception that the use may throw
    /// @param use is given what was made of the version
    /// @return the result of the use
    /// @throws X                     if the use throws it
    /// @throws IllegalStateException if this was closed
    public <R, X extends Exception> R use(Use<? super T, R, X> use) throws X {
        int counter = Opened.counter();
        while (true) {
            Opened<T> opened = current;
            if (opened == null) {
                throw new IllegalStateException(name + ": is closed");
            }
            opened.uses.getAndIncrement(counter);
            try {
                // The version was not replaced before this use was counted, so it will not be closed.
                if (current == opened) {
                    return use.of(opened.value);
                }
            } finally {
                opened.uses.getAndDecrement(counter);
            }
        }
    }

    /// {@return the number of the version that is current}
    /// @throws IllegalStateException if this was closed
    public long number() {
        Opened<T> opened = current;
        if (opened == null) {
            throw new IllegalStateException(name + ": is closed");
        }
        return opened.version.number();
    }

    /// Looks for another version at once, and waits until it is current; a failure goes to the listener. Called by the
    /// opener, the listener or a value that is closed, it changes nothing: theirs is the thread that looks.
    ///
    /// @return the number of the version that is current
    /// @throws IllegalStateException if this was closed
    /// @throws InterruptedException  if the thread is interrupted while it waits
    public long reload() throws InterruptedException {
        if (Thread.currentThread() == thread) {
            return number();
        }
        lock.lockInterruptibly();
        try {
            long mine = closed ? asked : ++asked;
            changed.signalAll();
            while (answered < mine && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
        return number();
    }

    /// The life of the thread: it looks for versions until this is closed, and closes replaced ones until none is left.
    private void run() {
        long interval = (options.interval().compareTo(LONGEST) < 0 ? options.interval() : LONGEST).toNanos();
        long nextLook = System.nanoTime() + interval;
        while (true) {
            List<Opened<T>> unused;
            boolean looking;
            long wanted;
            lock.lock();
            try {
                await(nextLook);
                if (closed && retired.isEmpty()) {
                    return;
                }
                wanted = asked;
                looking = !closed && (wanted > answered || System.nanoTime() - nextLook >= 0);
                unused = retired.stream().filter(Opened::isUnused).toList();
                retired.removeAll(unused);
            } finally {
                lock.unlock();
            }
            unused.forEach(this::close);
            if (looking) {
                look();
                answer(wanted);
                nextLook = System.nanoTime() + interval;
            }
        }
    }

    /// Waits until the next look, until somebody asks for one, or a short time while old versions are in use.
    private void await(long nextLook) {
        long left = closed ? Long.MAX_VALUE : nextLook - System.nanoTime();
        long wait = retired.isEmpty() ? left : Math.min(left, DRAIN_NANOS);
        if ((closed || asked <= answered) && wait > 0 && !(closed && retired.isEmpty())) {
            try {
                changed.awaitNanos(wait);
            } catch (InterruptedException nobodyDoes) {
                Thread.interrupted();
            }
        }
    }

    private void answer(long wanted) {
        lock.lock();
        try {
            answered = Math.max(answered, wanted);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Makes a version current, unless it is not needed any more.
    private void replaceBy(Opened<T> next) {
        boolean taken;
        lock.lock();
        try {
            long number = next.version.number();
            taken = !closed && isWanted(number, current);
            if (taken) {
                retired.add(current);
                current = next;
            }
        } finally {
            lock.unlock();
        }
        if (!taken) {
            close(next);
        }
    }

    /// Whether a version should take the place of another.
    private boolean isWanted(long number, Opened<T> known) {
        return forwardsOnly ? number > known.version.number() : number != known.version.number();
    }

    private void close(Opened<T> unused) {
        try {
            unused.closeValue();
        } catch (Exception failure) {
            tell(failure);
        } catch (Error failure) {
            tell(new IOException(unused.version + ": what was made of it cannot be closed", failure));
        }
        try {
            unused.version.close();
        } catch (IllegalStateException inUse) {
            // Somebody kept an array beyond its use, and reads it just now.
            lock.lock();
            try {
                retired.add(unused);
            } finally {
                lock.unlock();
            }
        } catch (RuntimeException failure) {
            tell(failure);
        } catch (Error failure) {
            tell(new IOException(unused.version + ": cannot be closed", failure));
        }
    }

    private void look() {
        try {
            Opened<T> known = current;
            if (known != null && isWanted(newest.number(), known)) {
                replaceBy(open());
            }
        } catch (Exception failure) {
            tell(failure);
        } catch (Error failure) {
            tell(new IOException(name + ": a version cannot be opened", failure));
        }
    }

    private void tell(Exception failure) {
        try {
            options.listener().accept(failure);
        } catch (RuntimeException | Error listenerFailed) {
            // The thread goes on: nobody else looks for versions.
        }
    }

    /// Refuses new uses, and returns; versions are closed as the uses in them end. Closing twice has no effect.
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                retired.add(current);
                current = null;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
