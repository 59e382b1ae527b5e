package dev.npymap.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.model.Order;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;

/// What `info` tells of the header of a `.npy` file or member.
///
/// @param header what the file says
record HeaderInfo(NpyHeader header) {
    /// The order of the elements, for a reader.
    String order() {
        return header.order() == Order.C ? "C" : "Fortran";
    }

    /// Lines for a reader, each with its end.
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

    /// Writes the fields that follow the format.
    void writeTo(JsonGenerator line) throws IOException {
        line.writeStringField("version", version());
        line.writeStringField("dtype", header.descr());
        if (header.hasMetadata()) {
            line.writeBooleanField("metadata_left_out", true);
        }
        line.writeFieldName("shape");
        long[] dims = header.shape().toArray();
        line.writeArray(dims, 0, dims.length);
        line.writeBooleanField("fortran_order", header.order() == Order.F);
        line.writeNumberField("data_offset", header.dataOffset());
        line.writeNumberField("data_bytes", header.dataSize());
    }
}
