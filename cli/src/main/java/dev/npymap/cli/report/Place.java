package dev.npymap.cli.report;

import dev.npymap.catalog.Catalog;
import dev.npymap.catalog.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// The place of an entry in the output of `info`.
///
/// @param file   the file's address
/// @param member the name in the file; empty for the whole file
/// @param number the number among several arrays or pickles
/// @param length the length of the file, in bytes
/// @param gzip   whether the whole file is compressed
record Place(String file, String member, OptionalLong number, long length, boolean gzip) {
    static Place of(Catalog catalog, Entry entry) {
        return new Place(
                catalog.file().map(file -> file.address())
                        .orElseGet(() -> Catalog.file(catalog.address()).map(Path::toString).orElse(catalog.address())),
                entry.name(), catalog.number(), catalog.file().map(file -> file.byteSize()).orElse(entry.byteSize()),
                catalog.file().filter(file -> file.isCompressed()).isPresent());
    }

    /// The place of another number.
    Place numbered(long other) {
        return new Place(file, member, OptionalLong.of(other), length, gzip);
    }

    String address() {
        return file + (member.isEmpty() ? "" : "/" + member) + numberText();
    }

    /// The address of a part of the value at this place.
    String below(String name) {
        String path = member.isEmpty() || name.isEmpty() ? member + name : member + "/" + name;
        return file + (path.isEmpty() ? "" : "/" + path) + numberText();
    }

    private String numberText() {
        return number.isPresent() ? "#" + number.getAsLong() : "";
    }

    /// Writes the first fields of a JSON line.
    void writeTo(JsonGenerator line) throws IOException {
        line.writeStringProperty("file", file);
        if (number.isPresent()) {
            line.writeNumberProperty("number", number.getAsLong());
        }
    }
}
