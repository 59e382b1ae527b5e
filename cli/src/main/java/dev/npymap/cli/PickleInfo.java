package dev.npymap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.npymap.array.NdArray;
import dev.npymap.array.Order;
import dev.npymap.array.Shape;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.Bytes;
import dev.npymap.pickle.DtypeValue;
import dev.npymap.pickle.Group;
import dev.npymap.pickle.Mapping;
import dev.npymap.pickle.MaskedValue;
import dev.npymap.pickle.PickledObject;
import dev.npymap.pickle.Sequence;
import dev.npymap.pickle.Text;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What `info` tells of a value in a pickle.
///
/// @param path   what leads to it from the file; empty for all of it
/// @param value  the value
/// @param sameAs the path under which this very value was told of before
record PickleInfo(TreePath path, Value value, Optional<TreePath> sameAs) {
    static final List<String> TITLES = List.of("path", "type", "dtype", "shape", "order", "bytes", "value");
    private static final int MAX_VALUE = 60;

    /// The elements of an array, of a scalar too; nothing for Python objects.
    private Optional<NdArray> array() {
        return PickleFile.isArray(value) ? Optional.of(value.asArray()) : Optional.empty();
    }

    private boolean isZeroCopy() {
        return array().isPresent() && array().get().segment().isMapped();
    }

    /// The type as Python names it.
    String type() {
        return switch (value) {
            case Value.None _ -> "NoneType";
            case Value.Truth _ -> "bool";
            case Value.Whole _ -> "int";
            case Value.Real _ -> "float";
            case Value.Complex _ -> "complex";
            case Value.Scalar _ -> "numpy scalar";
            case Value.Name _ -> "class or function";
            case Text _ -> "str";
            case Bytes b -> b.isMutable() ? "bytearray" : "bytes";
            case Sequence s -> s.isTuple() ? "tuple" : "list";
            case Mapping m -> m.isOrdered() ? "OrderedDict" : "dict";
            case Group g -> g.isFrozen() ? "frozenset" : "set";
            case ArrayValue _ -> "numpy.ndarray";
            case DtypeValue _ -> "numpy.dtype";
            case MaskedValue _ -> "numpy.ma.MaskedArray";
            case PickledObject o -> o.name();
        };
    }

    /// How many characters are told of the value, but for some that every value takes.
    long length() {
        return path.length() + sameAs.map(TreePath::length).orElse(0L) + type().length()
                + dtype().map(String::length).orElse(0);
    }

    String name() {
        return path.toString();
    }

    private Optional<String> dtype() {
        return value instanceof ArrayValue a ? Optional.of(a.typeText()) : array().map(a -> a.dtype().descr());
    }

    private Optional<Shape> shape() {
        return value instanceof ArrayValue a ? Optional.of(a.shape()) : array().map(NdArray::shape);
    }

    private static boolean isFortran(NdArray array) {
        return array.isContiguous(Order.F) && !array.isContiguous(Order.C);
    }

    /// The cells of a line of the table.
    List<String> cells(String path) {
        return List.of(path, brief(type()), dtype().map(PickleInfo::brief).orElse("-"),
                shape().map(Shape::toString).orElse("-"),
                array().map(a -> isFortran(a) ? "Fortran" : "C").orElse("-"),
                array().map(a -> Long.toString(a.byteSize())).orElse("-"),
                contents() + (hasMetadata() ? ", metadata left out" : ""));
    }

    /// Whether the value's dtype had metadata.
    private boolean hasMetadata() {
        return switch (value) {
            case ArrayValue a -> a.hasMetadata();
            case DtypeValue d -> d.hasMetadata();
            case MaskedValue m -> m.data().dtype().hasMetadata();
            default -> array().isPresent() && array().get().dtype().hasMetadata();
        };
    }

    private String contents() {
        if (sameAs.isPresent()) {
            return "the same as " + (sameAs.get().isEmpty() ? "all of it" : sameAs.get());
        }
        return switch (value) {
            case Value.Scalar scalar -> brief(scalar.str());
            case ArrayValue a when a.holdsObjects() -> a.elements().size() + " Python objects";
            case ArrayValue _ -> isZeroCopy() ? "zero-copy" : "decoded";
            case Mapping m when m.size() > 0 -> items(m.size());
            case PickledObject o -> items(o.parts().size());
            case MaskedValue _ -> "-";
            case Sequence _,Group _ -> PickleTree.isPlain(value)
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

    /// What a program takes the value for: an array, or something else.
    String format() {
        return array().isPresent() ? "array" : "value";
    }

    /// Writes the fields that follow the name and the format.
    void writeTo(JsonGenerator line) throws IOException {
        line.writeStringField("type", type());
        writeText(line, "dtype", dtype());
        if (hasMetadata()) {
            line.writeBooleanField("metadata_left_out", true);
        }
        line.writeFieldName("shape");
        if (shape().isPresent()) {
            long[] dims = shape().get().toArray();
            line.writeArray(dims, 0, dims.length);
        } else {
            line.writeNull();
        }
        if (array().isPresent()) {
            writeArray(line, array().get());
        } else {
            for (String name : List.of("fortran_order", "data_offset", "data_bytes")) {
                line.writeNullField(name);
            }
        }
        line.writeBooleanField("zero_copy", isZeroCopy());
        line.writeBooleanField("supported", !(value instanceof PickledObject));
        boolean told = array().isEmpty() || value instanceof Value.Scalar;
        writeText(line, "value", told ? Optional.of(contents()) : Optional.empty());
        writeText(line, "same_as", sameAs.map(TreePath::toString));
    }

    private void writeArray(JsonGenerator line, NdArray array) throws IOException {
        line.writeBooleanField("fortran_order", isFortran(array));
        if (isZeroCopy() && array.size() > 0) {
            line.writeNumberField("data_offset", array.source().offset() + array.offset(new long[array.rank()]));
        } else {
            line.writeNullField("data_offset");
        }
        line.writeNumberField("data_bytes", array.byteSize());
    }

    private static void writeText(JsonGenerator line, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            line.writeStringField(name, text.get());
        } else {
            line.writeNullField(name);
        }
    }
}
