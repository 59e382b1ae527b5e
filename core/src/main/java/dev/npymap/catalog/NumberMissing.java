package dev.npymap.catalog;

import java.io.IOException;

/// Thrown if a file has no array or pickle with a number.
final class NumberMissing extends IOException {
    private static final long serialVersionUID = 1L;

    NumberMissing(String message) {
        super(message);
    }
}
