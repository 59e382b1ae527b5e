package dev.npymap.cli.store;

import dev.npymap.catalog.StoreAddress;
import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.Version;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Opens stores and versions as they were typed.
final class Versions {
    private Versions() {
    }

    /// An action on a version.
    interface Action {
        void on(Version version, String name) throws IOException;
    }

    /// An action on a store.
    interface StoreAction {
        void on(ArrayStore store) throws IOException;
    }

    /// Opens `STORE[@V][/NAME]` for as long as an action takes.
    static void with(Path address, Action action) {
        FileFailure.blaming(address, () -> {
            StoreAddress at = StoreAddress.of(address.toString());
            try (Version version = ArrayStore.open(at.store()).resolve(at.version().orElse("latest"))) {
                action.on(version, at.name());
            }
        });
    }

    /// Opens `STORE[@V]`, without a name.
    static void whole(Path address, Action action) {
        with(address, (version, name) -> {
            if (!name.isEmpty()) {
                throw new NoSuchFileException(address.toString(), null, "a store or a version is needed, not a part");
            }
            action.on(version, name);
        });
    }

    /// Opens a store.
    static void store(Path path, StoreAction action) {
        FileFailure.blaming(path, () -> action.on(ArrayStore.open(path)));
    }
}
