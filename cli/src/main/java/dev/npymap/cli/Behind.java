package dev.npymap.cli;

import java.io.IOException;
import java.util.Optional;

/// What lies in a file behind the array or pickle that is used, where no number says that it alone is meant.
///
/// @param file   the file's path
/// @param more   whether another array or pickle follows
/// @param damage why what follows is none
record Behind(String file, boolean more, Optional<IOException> damage) {
    static final Behind NOTHING = new Behind("", false, Optional.empty());

    static Behind of(String file, Series series) {
        try {
            if (!series.hasNext()) {
                return NOTHING;
            }
            series.next();
            return new Behind(file, true, Optional.empty());
        } catch (IOException damage) {
            return new Behind(file, false, Optional.of(damage));
        }
    }

    /// What a user is told who sees the first one only.
    Optional<String> note() {
        if (more) {
            return Optional.of(file + ": the first of several: " + file + "#1 is the next");
        }
        return damage.map(wrong -> file + ": only the first is used, what follows is damaged: "
                + Failures.message(wrong));
    }

    /// Refuses to leave out what follows without being told to.
    ///
    /// @throws IllegalArgumentException if arrays or pickles follow
    void requireNothing() throws IOException {
        if (more) {
            throw new IllegalArgumentException(file + ": holds several arrays or pickles, of which one is needed: "
                    + file + "#0, " + file + "#1 and so on");
        }
        if (damage.isPresent()) {
            throw new IOException(Failures.message(damage.get()) + "; " + file + "#0 leaves that out", damage.get());
        }
    }
}
