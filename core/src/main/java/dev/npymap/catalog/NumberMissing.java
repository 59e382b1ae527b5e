package dev.npymap.catalog;

import java.io.IOException;

/// There is no array or pickle of a number.
final class NumberMissing extends IOException {
    private static final long serialVersionUID = 1L;

    NumberMissing(String message) {
        super(message);
    }
}
