package dev.npymap.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Masked arrays as `numpy.ma` prints them: elements as plain Python objects, and `--` where they are masked.
///
/// Of an axis with more than 100 positions, or 1500 if it is the only one, the middle is left out before anything else,
/// and not even dots tell; that is NumPy's way too.
final class MaskedText {
    private static final String MASKED = "--";
    private static final String NAME = "masked_array(";
    private static final int LONGEST_AXIS = 100;
    private static final int LONGEST_ONLY_AXIS = 1500;

    private final NdArray data;
    private final NdArray mask;
    private final Display options;

    MaskedText(NdArray data, NdArray mask, Display options) {
        if (!data.shape().equals(mask.shape())) {
            throw new IllegalArgumentException(data.source() + ": the mask has shape " + mask.shape()
                    + ", the elements have " + data.shape());
        }
        this.data = data;
        this.mask = mask;
        this.options = options;
    }

    String str() {
        boolean alone = data.rank() == 0 && data.dtype().kind() != Dtype.Kind.STRUCT && !mask.asBoolean().get();
        return alone ? Memory.guard(data.layout(), () -> PythonItem.str(data, options)) : elements(" ", "", "");
    }

    String repr(Optional<NdArray> fillValue) {
        boolean oneRow = IntStream.range(0, data.rank() - 1).allMatch(axis -> data.shape().dim(axis) == 1);
        List<String> parts = new ArrayList<>();
        parts.add(array("data", oneRow ? NAME : "  ", true));
        parts.add(array("mask", indent("mask", oneRow), false));
        parts.add(indent("fill_value", oneRow) + "fill_value=" + MaskedFill.text(data.dtype(), fillValue, options));
        if (data.size() == 0 || !ArrayRepr.isImplied(data.dtype()) || mask.all()) {
            parts.add(indent("dtype", oneRow) + "dtype=" + DtypeRepr.shortText(data.dtype()));
        }
        return (oneRow ? "" : NAME + "\n") + String.join(",\n", parts) + ")";
    }

    /// In one row the names end below each other.
    private static String indent(String name, boolean oneRow) {
        return " ".repeat(oneRow ? NAME.length() + "data".length() - name.length() : 2);
    }

    private String array(String name, String indent, boolean masked) {
        String start = indent + name + "=";
        return start + (masked ? elements(", ", start, ",") : options.text(mask, ", ", start, ","));
    }

    private String elements(String separator, String prefix, String suffix) {
        if (data.size() == 0) {
            return "[]";
        }
        Excerpt excerpt = Memory.guard(data.layout(), () -> Excerpt.of(data, seen(), options));
        NdArray shownMask = Memory.guard(mask.layout(), () -> Excerpt.ends(mask, excerpt.data().shape()));
        List<String> cells = new ArrayList<>();
        NdArray numbers = NdArray.zeros(numbered(data.dtype()), excerpt.data().shape(), Order.C,
                Source.of(data.source()));
        number(numbers, excerpt.data(), shownMask, cells);
        Display words = options.withFormatter(number -> cells.get((int) number.asLong().get()), Dtype.Kind.INT);
        return ArrayText.of(new Excerpt(numbers, excerpt.first(), excerpt.last(), excerpt.cut()), separator, prefix,
                suffix, words);
    }

    /// The shape of what NumPy leaves of the array before it prints it.
    private Shape seen() {
        int most = data.rank() == 1 ? LONGEST_ONLY_AXIS : LONGEST_AXIS;
        return Shape.of(Arrays.stream(data.shape().toArray()).map(dim -> Math.min(dim, most)).toArray());
    }

    /// The dtype with a number for every element, as NumPy puts a Python object there.
    private static Dtype numbered(Dtype dtype) {
        return dtype.kind() == Dtype.Kind.STRUCT
                ? Dtype.struct(dtype.fields().stream().map(field -> field.with(numbered(field.dtype())))
                        .toArray(Field[]::new))
                : Dtype.INT64;
    }

    /// Puts elements into words, and their numbers in their places.
    private void number(NdArray numbers, NdArray data, NdArray mask, List<String> cells) {
        if (data.dtype().kind() == Dtype.Kind.STRUCT) {
            for (Field field : data.dtype().fields()) {
                number(numbers.asRecord().field(field.name()), data.asRecord().field(field.name()),
                        mask.asRecord().field(field.name()), cells);
            }
            return;
        }
        boolean[] masked = mask.asBoolean().toArray();
        long[] places = Elements.stream(data.layout()).toArray();
        long[] own = new long[places.length];
        for (int n = 0; n < places.length; n++) {
            own[n] = cells.size();
            cells.add(masked[n] ? MASKED : PythonItem.repr(data, places[n], options));
        }
        numbers.asLong().copyFrom(own);
    }
}
