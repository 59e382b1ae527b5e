package dev.npymap.store;

import java.io.IOException;

/// A version was published, and readers may see it, but the disk failed afterwards: a crash may undo it, or leave
/// `latest` behind.
public final class NotDurableException extends IOException {
    private static final long serialVersionUID = 1L;

    /// The number of the version.
    private final long number;

    NotDurableException(StoreFiles store, long number, IOException failure) {
        super(store.at(number) + ": published, but perhaps not durably: " + failure.getMessage(), failure);
        this.number = number;
    }

    /// {@return the number of the version that was published}
    public long number() {
        return number;
    }
}
