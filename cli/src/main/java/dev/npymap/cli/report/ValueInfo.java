package dev.npymap.cli.report;

import dev.npymap.catalog.Entry;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.DictValue;
import dev.npymap.pickle.ListValue;
import dev.npymap.pickle.MaskedValue;
import dev.npymap.pickle.PickledObject;
import dev.npymap.pickle.SetValue;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The output of `info` for a value in a pickle, or for an array in any file.
record ValueInfo(Entry entry) {
    static final List<String> TITLES = List.of("path", "type", "dtype", "shape", "order", "bytes", "value");
    private static final int MAX_VALUE = 60;

    /// The cells of a row of the table.
    List<String> cells(String path) throws IOException {
        boolean array = entry.isArray();
        return List.of(path, brief(entry.type()), entry.descr().map(ValueInfo::brief).orElse("-"),
                entry.shape().map(Shape::toString).orElse("-"),
                array ? entry.order() == Order.F ? "Fortran" : "C" : "-",
                array ? Long.toString(entry.byteSize()) : "-",
                contents() + (entry.hasMetadata() ? ", metadata left out" : ""));
    }

    private String contents() throws IOException {
        if (entry.sameAs().isPresent()) {
            return "the same as " + (entry.sameAs().get().isEmpty() ? "all of it" : entry.sameAs().get());
        }
        if (entry.isArray() && !isScalar()) {
            return entry.isZeroCopy() ? "zero-copy" : "decoded";
        }
        Value value = entry.value();
        return switch (value) {
            case Value.Scalar scalar -> brief(scalar.str());
            case ArrayValue a when a.holdsObjects() -> a.elements().size() + " Python objects";
            case DictValue m when m.size() > 0 -> items(m.size());
            case PickledObject o -> items(o.parts().size());
            case MaskedValue _ -> "-";
            case ListValue _,SetValue _ -> entry.isLeaf()
                    ? brief(value.toString())
                    : items(value.parts().size());
            default -> brief(value.toString());
        };
    }

    private static String items(int count) {
        return count + (count == 1 ? " item" : " items");
    }

    private static String brief(String text) {
        String line = Failures.oneLine(text.substring(0, Math.min(text.length(), 4 * MAX_VALUE)));
        return line.codePointCount(0, line.length()) <= MAX_VALUE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_VALUE - 3)) + "...";
    }

    private boolean isScalar() {
        return entry.type().equals("numpy scalar");
    }

    /// The format in JSON: an array, or another value.
    String format() {
        return entry.isArray() ? "array" : "value";
    }

    /// Writes the JSON fields that follow the name and the format.
    void writeTo(JsonGenerator line) throws IOException {
        line.writeStringProperty("type", entry.type());
        writeText(line, "dtype", entry.descr());
        if (entry.hasMetadata()) {
            line.writeBooleanProperty("metadata_left_out", true);
        }
        line.writeName("shape");
        if (entry.shape().isPresent()) {
            long[] dims = entry.shape().get().toArray();
            line.writeArray(dims, 0, dims.length);
        } else {
            line.writeNull();
        }
        if (entry.isArray()) {
            line.writeBooleanProperty("fortran_order", entry.order() == Order.F);
            line.writeName("data_offset");
            if (entry.dataOffset().isPresent()) {
                line.writeNumber(entry.dataOffset().get());
            } else {
                line.writeNull();
            }
            line.writeNumberProperty("data_bytes", entry.byteSize());
        } else {
            for (String name : List.of("fortran_order", "data_offset", "data_bytes")) {
                line.writeNullProperty(name);
            }
        }
        line.writeBooleanProperty("zero_copy", entry.isZeroCopy());
        boolean told = !entry.isArray() || isScalar();
        line.writeBooleanProperty("supported", !told || !(entry.value() instanceof PickledObject));
        writeText(line, "value", told ? Optional.of(contents()) : Optional.empty());
        writeText(line, "same_as", entry.sameAs());
    }

    private static void writeText(JsonGenerator line, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            line.writeStringProperty(name, text.get());
        } else {
            line.writeNullProperty(name);
        }
    }
}
