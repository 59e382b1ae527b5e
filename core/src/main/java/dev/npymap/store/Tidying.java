package dev.npymap.store;

import dev.npymap.internal.io.Directories;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// What whoever has the writer's lock does first: what a killed one left is finished or deleted.
final class Tidying {
    private Tidying() {
    }

    /// Moves `latest` up if a crash left it behind, and deletes the builds of dead processes.
    ///
    /// @return the number of the newest version; 0 if there is none
    static long of(StoreFiles store) throws IOException {
        long newest = store.newest();
        if (newest > store.latestNumber().orElse(0)) {
            swapLatest(store, StoreFiles.newBuild(), newest);
        }
        for (long build : store.builds()) {
            Optional<StoreLocks.Hold> hold = StoreLocks.exclude(store, StoreLocks.FIRST_BUILD + build);
            if (hold.isPresent()) {
                try (StoreLocks.Hold _ = hold.get()) {
                    Directories.delete(store.build(build));
                }
            }
        }
        return newest;
    }

    static void swapLatest(StoreFiles store, long build, long number) throws IOException {
        swap(store, build, StoreFiles.latestTarget(number), store.latest());
    }

    /// Replaces a link, or makes it; it is whole or as before at any time.
    ///
    /// @param build the number of a name that nobody uses
    static void swap(StoreFiles store, long build, Path target, Path link) throws IOException {
        Path temporary = store.build(build);
        try {
            Files.createSymbolicLink(temporary, target);
        } catch (UnsupportedOperationException refused) {
            throw new FileSystemException(store.name(), null, "its file system has no symbolic links");
        }
        try {
            Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            Files.deleteIfExists(temporary);
            throw Failures.about(store.name() + "/" + store.root().relativize(link), failure);
        }
    }
}
