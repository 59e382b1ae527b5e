package dev.npymap.cli.report;

import dev.npymap.cli.terminal.Failures;
import dev.npymap.model.Order;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/// The output of `info` for the header of a `.npy` file or member.
///
/// @param header the header
record HeaderInfo(NpyHeader header) {
    /// The readable name of the elements' order.
    String order() {
        return header.order() == Order.C ? "C" : "Fortran";
    }

    /// Readable lines, each with a line break.
    String text() {
        return """
                  format       npy %s
                  dtype        %s
                  shape        %s
                  order        %s
                  data offset  %d
                  bytes        %d
                """.formatted(version(), Failures.oneLine(header.descr()), header.shape(), order(),
                header.dataOffset(), header.dataSize())
                + (header.hasMetadata() ? "  metadata     of the dtype, left out\n" : "");
    }

    private String version() {
        return header.majorVersion() + ".0";
    }

    /// Writes the JSON fields that follow the format.
    void writeTo(JsonGenerator line) throws IOException {
        line.writeStringProperty("version", version());
        line.writeStringProperty("dtype", header.descr());
        if (header.hasMetadata()) {
            line.writeBooleanProperty("metadata_left_out", true);
        }
        line.writeName("shape");
        long[] dims = header.shape().toArray();
        line.writeArray(dims, 0, dims.length);
        line.writeBooleanProperty("fortran_order", header.order() == Order.F);
        line.writeNumberProperty("data_offset", header.dataOffset());
        line.writeNumberProperty("data_bytes", header.dataSize());
    }
}
