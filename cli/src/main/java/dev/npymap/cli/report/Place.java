package dev.npymap.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.npymap.catalog.Catalog;
import dev.npymap.catalog.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Where an entry lies, as `info` writes it.
///
/// @param file   the file's address
/// @param member the name in it; empty for all of the file
/// @param number the number among several
/// @param length the length of the file, in bytes
/// @param gzip   whether it is compressed as a whole
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

    /// The address of something below a place that is a value of its own.
    String below(String name) {
        String path = member.isEmpty() || name.isEmpty() ? member + name : member + "/" + name;
        return file + (path.isEmpty() ? "" : "/" + path) + numberText();
    }

    private String numberText() {
        return number.isPresent() ? "#" + number.getAsLong() : "";
    }

    /// Writes the fields that a line of JSON begins with.
    void writeTo(JsonGenerator line) throws IOException {
        line.writeStringField("file", file);
        if (number.isPresent()) {
            line.writeNumberField("number", number.getAsLong());
        }
    }
}
