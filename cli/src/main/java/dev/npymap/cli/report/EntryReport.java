package dev.npymap.cli.report;

import dev.npymap.catalog.Entry;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The output of `info` for a single array: a file's, a field of records, or that of any other format.
///
/// @param format the format of the file
record EntryReport(Place place, String format, Entry entry) {
    /// Readable lines, the last without a line break.
    String text(String path) {
        return Failures.oneLine(path) + "\n" + header().map(header -> new HeaderInfo(header).text()).orElseGet(() -> """
                  format       %s
                  dtype        %s
                  shape        %s
                  order        %s
                  data offset  %s
                  bytes        %d
                """.formatted(format, Failures.oneLine(entry.descr().orElse("-")),
                entry.shape().map(Shape::toString).orElse("-"), entry.order() == Order.F ? "Fortran" : "C",
                entry.dataOffset().map(Object::toString).orElse("-"), entry.byteSize())) + "  zero-copy    "
                + (entry.isZeroCopy() ? "yes" : place.gzip() ? "no, inflated whole" : "no");
    }

    private Optional<NpyHeader> header() {
        return entry.detail(NpyHeader.class).filter(_ -> entry.isFile());
    }

    void writeTo(JsonGenerator line) throws IOException {
        place.writeTo(line);
        if (header().isPresent()) {
            line.writeNullProperty("member");
            line.writeStringProperty("format", "npy");
            new HeaderInfo(header().get()).writeTo(line);
            line.writeBooleanProperty("zero_copy", entry.isZeroCopy());
            return;
        }
        if (entry.isFile()) {
            line.writeNullProperty("member");
        } else {
            line.writeStringProperty("member", entry.name());
        }
        line.writeStringProperty("format", format);
        new ValueInfo(entry).writeTo(line);
    }
}
