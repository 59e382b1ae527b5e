package dev.npymap.internal.io;

import java.nio.channels.FileChannel.MapMode;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// How a file is opened, and how its mapping treats a write.
public enum Access {
    /// Opened for reading only; a write to the mapping throws.
    READ_ONLY(MapMode.READ_ONLY, Set.of(StandardOpenOption.READ)),

    /// A write changes this mapping and never the file. The system still requires write permission.
    COPY_ON_WRITE(MapMode.PRIVATE, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)),

    /// A write to the mapping changes the file.
    READ_WRITE(MapMode.READ_WRITE, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));

    final MapMode mode;
    final Set<OpenOption> options;

    Access(MapMode mode, Set<OpenOption> options) {
        this.mode = mode;
        this.options = options;
    }
}
