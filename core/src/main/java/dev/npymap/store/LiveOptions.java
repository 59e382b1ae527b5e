package dev.npymap.store;

import java.time.Duration;
import java.util.function.Consumer;

/// How a [Live] looks for versions, and opens them.
///
/// Immutable.
public final class LiveOptions {
    /// A look each second, no prefetching, and a warning of the [System.Logger] `dev.npymap.store` for each failure.
    public static final LiveOptions DEFAULT = new LiveOptions(Duration.ofSeconds(1), false, failure -> System
            .getLogger("dev.npymap.store")
            .log(System.Logger.Level.WARNING, "the old version stays in use: " + failure));

    private final Duration interval;
    private final boolean prefetching;
    private final Consumer<Exception> listener;

    private LiveOptions(Duration interval, boolean prefetching, Consumer<Exception> listener) {
        this.interval = interval;
        this.prefetching = prefetching;
        this.listener = listener;
    }

    /// {@return how long after a look the next one is}
    public Duration interval() {
        return interval;
    }

    /// {@return these options with another interval}
    /// @param time how long after a look the next one is; a look costs some microseconds
    /// @throws IllegalArgumentException if it is not positive
    public LiveOptions withInterval(Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("an interval is positive, not " + time);
        }
        return new LiveOptions(time, prefetching, listener);
    }

    /// {@return whether the system is asked to read a new version before it is used}
    public boolean prefetching() {
        return prefetching;
    }

    /// {@return these options with or without prefetching}
    /// @param wanted whether the system is asked to read a new version, see [Version#prefetch]
    public LiveOptions withPrefetching(boolean wanted) {
        return new LiveOptions(interval, wanted, listener);
    }

    /// {@return who is told of a version that cannot be opened}
    public Consumer<Exception> listener() {
        return listener;
    }

    /// {@return these options with another listener}
    /// @param told is called by the thread that looks, once for each look that fails; the old version stays in use
    public LiveOptions withListener(Consumer<Exception> told) {
        return new LiveOptions(interval, prefetching, told);
    }
}
