package dev.npymap.catalog;

import java.io.IOException;
import java.util.Optional;

/// What follows an array or pickle in its file or member, unless the address has a number.
///
/// @param address the address of the file or the member
/// @param more    whether another array or pickle follows
/// @param damage  the reason why the following bytes are neither
public record Following(String address, boolean more, Optional<IOException> damage) {
    /// Nothing follows.
    public static final Following NOTHING = new Following("", false, Optional.empty());

    /// Throws if anything follows, so that it is not silently left out.
    ///
    /// @throws IllegalArgumentException if arrays or pickles follow
    /// @throws IOException              if what follows is damaged
    public void requireNothing() throws IOException {
        if (more) {
            throw new IllegalArgumentException(address + ": holds several arrays or pickles, of which one is needed: "
                    + address + "#0, " + address + "#1 and so on");
        }
        if (damage.isPresent()) {
            throw new IOException(damage.get().getMessage() + "; " + address + "#0 leaves that out", damage.get());
        }
    }
}
