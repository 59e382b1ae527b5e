package dev.npymap.store;

import java.io.IOException;

/// Another writer changed an array that a new version changes too, after the new version was begun.
///
/// Nothing was published. Whoever begins anew sees the other's change.
public final class ConflictException extends IOException {
    private static final long serialVersionUID = 1L;

    ConflictException(String message) {
        super(message);
    }
}
