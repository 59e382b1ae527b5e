package dev.npymap.store;

import dev.npymap.array.LongArray;
import java.io.IOException;

/// Versions that tests make.
///
/// @param store the store
record Changes(ArrayStore store) {
    /// Puts an array of one number.
    ///
    /// @return the number of the version
    long put(String name, long value) throws IOException {
        try (NewVersion next = store.write("put " + name)) {
            next.put(name, LongArray.of(new long[]{value}));
            return next.commit();
        }
    }
}
