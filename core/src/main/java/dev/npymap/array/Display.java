package dev.npymap.array;

import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/// Arrays as text: every number with the digits that tell it apart, nested as Python's lists.
///
/// Formatting touches the elements that are shown and no others.
final class Display {
    /// Above so many elements an array is summarised.
    private static final long THRESHOLD = 1000;
    /// How many positions of a summarised axis are shown at each end.
    private static final long EDGE = 3;
    /// A text of so many characters is ended: axes too short to be summarised, of elements without bytes, have none.
    private static final int LONGEST = 1 << 21;

    private final boolean repr;
    private final boolean summarised;
    private final NdArray array;

    private Display(NdArray array, boolean repr) {
        this.array = array;
        this.repr = repr;
        this.summarised = array.size() > THRESHOLD;
    }

    static String text(NdArray array, boolean repr) {
        StringBuilder out = new StringBuilder();
        Display display = new Display(array, repr);
        if (!repr) {
            Memory.guard(array.layout(), () -> display.append(out, array.layout(), 0));
            return out.toString();
        }
        out.append("array(");
        Memory.guard(array.layout(), () -> display.append(out, array.layout(), "array(".length()));
        if (array.size() == 0 && !array.shape().equals(Shape.of(0)) || array.size() > THRESHOLD) {
            out.append(", shape=").append(PythonText.tuple(array.shape()));
        }
        Dtype dtype = array.dtype();
        boolean implied = array.size() > 0 && (dtype.equals(Dtype.INT64) || dtype.equals(Dtype.FLOAT64)
                || dtype.equals(Dtype.COMPLEX128) || dtype.equals(Dtype.BOOL));
        return out.append(implied ? ")" : ", dtype=" + dtypeText(dtype) + ")").toString();
    }

    /// The elements on one line, as they stand inside a record.
    static String nested(NdArray array) {
        StringBuilder out = new StringBuilder();
        new Display(array, true).appendInline(out, array.layout());
        return out.toString();
    }

    /// Whether an array or a record shall not be shown further.
    static boolean tooLong(StringBuilder out) {
        return out.length() > LONGEST;
    }

    private static String dtypeText(Dtype dtype) {
        return switch (dtype.kind()) {
            case STRUCT -> dtype.descr();
            case BYTES, TEXT, VOID -> "'" + dtype.descr() + "'";
            default -> dtype.byteOrder() == ByteOrder.BIG_ENDIAN
                    ? "'" + dtype.descr() + "'"
                    : dtype.name().indexOf('[') >= 0 ? "'" + dtype.name() + "'" : dtype.name();
        };
    }

    private void append(StringBuilder out, Layout a, int indent) {
        int rank = a.shape().rank();
        if (array.size() == 0) {
            out.append("[]");
        } else if (rank == 0) {
            out.append(array.element(a.offset()));
        } else {
            String between = rank == 1
                    ? repr ? ", " : " "
                    : (repr ? "," : "") + "\n".repeat(rank - 1) + " ".repeat(indent + 1);
            appendAxis(out, a, between, part -> append(out, part, indent + 1));
        }
    }

    private void appendInline(StringBuilder out, Layout a) {
        if (a.shape().rank() == 0) {
            out.append(array.element(a.offset()));
        } else {
            appendAxis(out, a, ", ", part -> appendInline(out, part));
        }
    }

    private void appendAxis(StringBuilder out, Layout a, String between, Consumer<Layout> part) {
        long dim = a.shape().dim(0);
        out.append('[');
        for (long n = 0; n < dim; n++) {
            out.append(n == 0 ? "" : between);
            if (tooLong(out)) {
                out.append("...");
                break;
            }
            if (summarised && dim > 2 * EDGE && n == EDGE) {
                out.append("...").append(between);
                n = dim - EDGE;
            }
            part.accept(Slicing.slice(a, List.of(Slice.at(n))));
        }
        out.append(']');
    }
}
