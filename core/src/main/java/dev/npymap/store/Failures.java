package dev.npymap.store;

import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/// Messages that begin with the name of the store.
final class Failures {
    /// The name of a file until it is whole.
    static final String PARTIAL = ".partial";

    private Failures() {
    }

    /// A failure of the system whose message begins with a name; others begin with one already.
    static IOException about(String name, IOException failure) {
        String message = String.valueOf(failure.getMessage()).replaceFirst("^\\" + PARTIAL + ": ", "");
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

    /// The same damage, told of a file by the name of its version.
    static ArrayFormatException about(String shown, ArrayFormatException damage) {
        if (damage.getMessage().startsWith(shown)) {
            return damage;
        }
        String message = damage.getMessage();
        String problem = message.substring(damage.source().length() + 2,
                message.length() - (" (at byte " + damage.offset() + ")").length());
        ArrayFormatException named = new ArrayFormatException(shown, problem, damage.offset());
        named.initCause(damage);
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
