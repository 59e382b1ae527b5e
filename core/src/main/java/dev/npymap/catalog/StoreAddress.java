package dev.npymap.catalog;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The parts of an address in a store: `STORE[@VERSION][/NAME]`.
///
/// @param store   the directory of the store
/// @param version a number, a tag or `latest`; empty if the address has none, which means the newest version
/// @param name    the names after the version; empty for the whole version
public record StoreAddress(Path store, Optional<String> version, String name) {
    /// Parses an address. Only the directory of the store must exist.
    ///
    /// @param address an address as for [Catalog#open]
    /// @return its parts
    /// @throws NoSuchFileException if it is in no store
    public static StoreAddress of(String address) throws NoSuchFileException {
        Address at = Address.of(address);
        if (at.version().isEmpty()) {
            throw new NoSuchFileException(address, null, "not a store: it has no store.json");
        }
        boolean named = !at.beginning().equals(at.file());
        return new StoreAddress(Path.of(at.file()), named ? at.version() : Optional.empty(), at.names());
    }
}
