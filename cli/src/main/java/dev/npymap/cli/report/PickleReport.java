package dev.npymap.cli.report;

import dev.npymap.catalog.Entry;
import dev.npymap.catalog.Listing;
import dev.npymap.catalog.Pickled;
import dev.npymap.cli.terminal.ByteCount;
import dev.npymap.cli.terminal.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/// The output of `info` for a pickle, or for a value in one: a tree of paths, the root first, as long as names and
/// types are in proportion to the file.
///
/// @param place   where the pickle lies
/// @param root    the value to describe
/// @param address returns the address of a value in the pickle
record PickleReport(Place place, Entry root, Function<Entry, String> address) {
    private int protocol() {
        return root.detail(Pickled.class).map(Pickled::protocol).orElse(0);
    }

    void print(PrintWriter out, String path) throws IOException {
        Table table = new Table(ValueInfo.TITLES, "bytes", "bytes");
        Listing listing = root.tree();
        for (Entry entry : listing.entries()) {
            table.add(new ValueInfo(entry).cells(address.apply(entry)));
        }
        out.println(Failures.oneLine(path) + ": pickle, protocol " + (protocol() == 0 ? "0 or 1" : protocol()) + ", "
                + new ByteCount(place.length()) + (place.gzip() ? ", compressed by gzip" : ""));
        out.print(table);
        long leftOut = listing.leftOut();
        if (leftOut > 0) {
            out.println("  left out: " + leftOut + (leftOut == 1 ? " value" : " values")
                    + ", whose paths are many times as long as the file; `npymap info FILE/PATH` lists a part");
        }
    }

    void writeTo(JsonGenerator line) throws IOException {
        Listing listing = root.tree();
        List<Entry> values = listing.entries();
        ValueInfo first = new ValueInfo(values.getFirst());
        place.writeTo(line);
        if (place.member().isEmpty()) {
            line.writeNullProperty("member");
            line.writeStringProperty("format", "pickle");
            line.writeNumberProperty("protocol", protocol());
        } else {
            line.writeStringProperty("member", place.member());
            line.writeStringProperty("format", first.format());
        }
        first.writeTo(line);
        line.writeArrayPropertyStart("members");
        for (Entry entry : values.subList(1, values.size())) {
            ValueInfo value = new ValueInfo(entry);
            line.writeStartObject();
            line.writeStringProperty("name", entry.name());
            line.writeStringProperty("format", value.format());
            value.writeTo(line);
            line.writeEndObject();
        }
        line.writeEndArray();
        line.writeNumberProperty("left_out", listing.leftOut());
    }
}
