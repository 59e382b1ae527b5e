package dev.npymap.internal.display;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.MappingGuard;
import dev.npymap.internal.reduce.ReductionEngine;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Masked arrays as `numpy.ma` prints them: elements as plain Python objects, and `--` for masked ones.
///
/// Before anything else the middle of an axis with more than 100 positions, or 1500 if it is the only one, is left out
/// without a mark, as in NumPy.
public final class MaskedText {
    private static final ValueLayout.OfLong NUMBER = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final String MASKED = "--";
    private static final String NAME = "masked_array(";
    private static final int LONGEST_AXIS = 100;
    private static final int LONGEST_ONLY_AXIS = 1500;

    private final Layout data;
    private final Layout mask;
    private final DisplayOptions options;

    public MaskedText(Layout data, Layout mask, DisplayOptions options) {
        if (!data.shape().equals(mask.shape())) {
            throw new IllegalArgumentException(data.name() + ": the mask has shape " + mask.shape()
                    + ", the elements have " + data.shape());
        }
        this.data = data;
        this.mask = mask;
        this.options = options;
    }

    public String str() {
        boolean alone = data.rank() == 0 && data.dtype().kind() != Dtype.Kind.STRUCT && !isSet(mask, mask.offset());
        return alone ? MappingGuard.guard(data, () -> PythonItem.str(data, options)) : elements(" ", "", "");
    }

    public String repr(Optional<Layout> fillValue) {
        boolean oneRow = IntStream.range(0, data.rank() - 1).allMatch(axis -> data.shape().dim(axis) == 1);
        List<String> parts = new ArrayList<>();
        parts.add(array("data", oneRow ? NAME : "  ", true));
        parts.add(array("mask", indent("mask", oneRow), false));
        parts.add(indent("fill_value", oneRow) + "fill_value=" + MaskedFill.text(data.dtype(), fillValue, options));
        if (data.size() == 0 || !ArrayRepr.isImplied(data.dtype())
                || ReductionEngine.whole(mask, Reduction.ALL, Threads.ONE) != 0) {
            parts.add(indent("dtype", oneRow) + "dtype=" + DtypeName.text(data.dtype()));
        }
        return (oneRow ? "" : NAME + "\n") + String.join(",\n", parts) + ")";
    }

    /// In a single row the names are right-aligned.
    private static String indent(String name, boolean oneRow) {
        return " ".repeat(oneRow ? NAME.length() + "data".length() - name.length() : 2);
    }

    private String array(String name, String indent, boolean masked) {
        String start = indent + name + "=";
        return start + (masked ? elements(", ", start, ",") : ArrayText.of(mask, ", ", start, ",", options));
    }

    private String elements(String separator, String prefix, String suffix) {
        if (data.size() == 0) {
            return ArrayText.EMPTY;
        }
        EdgeItems excerpt = MappingGuard.guard(data, () -> EdgeItems.of(data, seen(), options));
        Layout shownMask = MappingGuard.guard(mask, () -> EdgeItems.ends(mask, excerpt.data().shape()));
        List<String> cells = new ArrayList<>();
        Layout numbers = Layout.zeros(numbered(data.dtype()), excerpt.data().shape(), Source.of(data.name()));
        number(numbers, excerpt.data(), shownMask, cells);
        return ArrayText.of(new EdgeItems(numbers, excerpt.first(), excerpt.last(), excerpt.cut()), separator, prefix,
                suffix, options.withNumbered(number -> cells.get((int) number)));
    }

    /// The shape of the part of the array that NumPy prints.
    private Shape seen() {
        int most = data.rank() == 1 ? LONGEST_ONLY_AXIS : LONGEST_AXIS;
        return Shape.of(Arrays.stream(data.shape().toArray()).map(dim -> Math.min(dim, most)).toArray());
    }

    /// The dtype with an integer in place of every element, where NumPy has a Python object.
    private static Dtype numbered(Dtype dtype) {
        return dtype.kind() == Dtype.Kind.STRUCT
                ? Dtype.struct(dtype.fields().stream().map(field -> field.with(numbered(field.dtype())))
                        .toArray(Field[]::new))
                : Dtype.INT64;
    }

    /// Formats elements, and stores the numbers of their texts in their places.
    private void number(Layout numbers, Layout elements, Layout masks, List<String> cells) {
        if (elements.dtype().kind() == Dtype.Kind.STRUCT) {
            for (Field field : elements.dtype().fields()) {
                number(numbers.field(numbers.dtype().field(field.name())), elements.field(field),
                        masks.field(masks.dtype().field(field.name())), cells);
            }
            return;
        }
        long[] places = ElementCursor.stream(elements).toArray();
        long[] ownPlaces = ElementCursor.stream(numbers).toArray();
        long[] maskPlaces = ElementCursor.stream(masks).toArray();
        for (int n = 0; n < places.length; n++) {
            numbers.segment().set(NUMBER, ownPlaces[n], cells.size());
            cells.add(isSet(masks, maskPlaces[n]) ? MASKED : PythonItem.repr(elements, places[n], options));
        }
    }

    private static boolean isSet(Layout mask, long at) {
        if (mask.dtype().kind() != Dtype.Kind.BOOL) {
            throw new ClassCastException(mask.name() + ": a mask of " + mask.dtype() + ", not of booleans");
        }
        return mask.segment().get(JAVA_BYTE, at) != 0;
    }
}
