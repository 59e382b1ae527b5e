package dev.npymap.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/// Messages that begin with the name of the store.
final class Failures {
    private Failures() {
    }

    /// A failure of the system whose message begins with a name; others begin with one already.
    static IOException about(String name, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith(name)) {
            return failure;
        }
        return switch (failure) {
            case AccessDeniedException denied -> caused(new AccessDeniedException(name, null,
                    "cannot be written: access denied"), denied);
            case FileSystemException refused -> caused(new FileSystemException(name, null, refused.getReason() == null
                    ? "cannot be written: " + refused.getClass().getSimpleName()
                    : refused.getReason()), refused);
            default -> failure.getClass() == IOException.class
                    ? caused(new IOException(name + ": " + message), failure)
                    : failure;
        };
    }

    private static IOException caused(IOException named, IOException cause) {
        named.initCause(cause);
        return named;
    }

    static IOException unwritable(StoreFiles store, Throwable failure) {
        return switch (failure) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case IOException checked -> about(store.name(), checked);
            default -> new IOException(failure);
        };
    }
}
