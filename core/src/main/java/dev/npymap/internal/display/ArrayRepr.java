package dev.npymap.internal.display;

import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.python.PythonText;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;

/// The text that `repr` prints around the elements of an array: `array(`, and after them the shape and dtype if the
/// elements do not imply them.
public final class ArrayRepr {
    static final String PREFIX = "array(";

    private ArrayRepr() {
    }

    /// The text of an array.
    public static String of(Layout a, DisplayOptions options) {
        boolean implied = a.size() > 0 && isImplied(a.dtype());
        return of(ArrayText.of(a, ", ", PREFIX, ")", options), a.shape(),
                implied ? "" : DtypeName.text(a.dtype()), options);
    }

    /// The text of an array.
    ///
    /// @param elements the text of the array's elements
    /// @param dtype    the text of the dtype; empty if the elements imply it
    public static String of(String elements, Shape shape, String dtype, DisplayOptions options) {
        String text = PREFIX + elements;
        String extras = "";
        if (shape.size() == 0 && !shape.equals(Shape.of(0)) || shape.size() > options.threshold()) {
            extras = "shape=" + PythonText.tuple(shape.toArray());
        }
        if (!dtype.isEmpty()) {
            extras += (extras.isEmpty() ? "" : ", ") + "dtype=" + dtype;
        }
        if (extras.isEmpty()) {
            return text + ")";
        }
        int lastLine = text.codePointCount(text.lastIndexOf('\n') + 1, text.length()) + 1;
        boolean fits = lastLine + extras.codePointCount(0, extras.length()) + 2 <= options.lineWidth();
        return text + "," + (fits ? " " : "\n" + " ".repeat(PREFIX.length())) + extras + ")";
    }

    /// Whether the elements of an array imply its dtype.
    static boolean isImplied(Dtype dtype) {
        return dtype.equals(Dtype.INT64) || dtype.equals(Dtype.FLOAT64) || dtype.equals(Dtype.COMPLEX128)
                || dtype.equals(Dtype.BOOL);
    }
}
