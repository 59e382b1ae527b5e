package dev.npymap.array;

import dev.npymap.internal.display.ArrayRepr;
import dev.npymap.internal.display.ArrayText;
import dev.npymap.internal.display.DisplayOptions;
import dev.npymap.internal.display.MaskedText;
import dev.npymap.internal.display.ScalarRepr;
import dev.npymap.internal.display.ScalarText;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.MappingGuard;
import dev.npymap.model.Dtype;
import dev.npymap.model.Threads;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The text form of arrays: NumPy's print options, and `str(a)` and `repr(a)` under them.
///
/// Immutable; each `with` method returns another display. There is no global setting: [#DEFAULT] has NumPy's initial
/// options, and [NdArray#toString()] uses it. The texts are those of NumPy 2.4.
///
/// ```java
/// Display.DEFAULT.withPrecision(3).withSuppress(true).str(array)
/// ```
///
/// An array with more than [#threshold()] elements is summarised: only [#edgeItems()] positions at each end of every
/// longer axis are read, so that the text of a large mapped file touches a few pages. If a summarised array still has
/// millions of elements to show (dozens of short axes), its text is cut off and ends with `...`.
///
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.set_printoptions.html">set_printoptions</a>
public final class Display {
    /// The sign in front of numbers that are not negative.
    public enum Sign {
        /// `'-'`: nothing.
        NEGATIVE,
        /// `'+'`: a plus sign.
        ALWAYS,
        /// `' '`: a space.
        SPACE
    }

    /// How many digits the floats of an array have after the decimal point.
    public enum FloatMode {
        /// `'fixed'`: exactly `precision` digits.
        FIXED,
        /// `'unique'`: as many digits as identify each value, whatever `precision` is.
        UNIQUE,
        /// `'maxprec'`: as many digits as identify each value, but at most `precision`.
        MAXPREC,
        /// `'maxprec_equal'`: as [#MAXPREC], but all floats have as many digits as the longest one.
        MAXPREC_EQUAL
    }

    /// NumPy's options as they are after `import numpy`.
    public static final Display DEFAULT = new Display(8, 1000, 3, 75, false, "nan", "inf", Sign.NEGATIVE,
            FloatMode.MAXPREC, Map.of(), Optional.empty());

    private final int precision;
    private final long threshold;
    private final long edgeItems;
    private final int lineWidth;
    private final boolean suppress;
    private final String nan;
    private final String infinity;
    private final Sign sign;
    private final FloatMode floatMode;
    private final Map<Dtype.Kind, Function<NdArray, String>> formatters;
    private final Optional<Function<NdArray, String>> overrideRepr;
    private final DisplayOptions options;

    private Display(int precision, long threshold, long edgeItems, int lineWidth, boolean suppress, String nan,
            String infinity, Sign sign, FloatMode floatMode, Map<Dtype.Kind, Function<NdArray, String>> formatters,
            Optional<Function<NdArray, String>> overrideRepr) {
        if (precision < 0 || threshold < 0 || edgeItems < 0 || lineWidth < 0) {
            throw new IllegalArgumentException("print options are not negative: precision " + precision
                    + ", threshold " + threshold + ", edge items " + edgeItems + ", line width " + lineWidth);
        }
        this.precision = precision;
        this.threshold = threshold;
        this.edgeItems = edgeItems;
        this.lineWidth = lineWidth;
        this.suppress = suppress;
        this.nan = Objects.requireNonNull(nan, "nan");
        this.infinity = Objects.requireNonNull(infinity, "infinity");
        this.sign = Objects.requireNonNull(sign, "sign");
        this.floatMode = Objects.requireNonNull(floatMode, "floatMode");
        this.formatters = Map.copyOf(formatters);
        this.overrideRepr = overrideRepr;
        Map<Dtype.Kind, Function<Layout, String>> words = new EnumMap<>(Dtype.Kind.class);
        formatters.forEach((kind, formatter) -> words.put(kind, element -> formatter.apply(NdArray.of(element, Threads.ONE))));
        this.options = new DisplayOptions(floatMode == FloatMode.UNIQUE ? -1 : precision, floatMode == FloatMode.FIXED,
                floatMode == FloatMode.MAXPREC_EQUAL, threshold, edgeItems, lineWidth, suppress, nan, infinity,
                switch (sign) {
                    case NEGATIVE -> "";
                    case ALWAYS -> "+";
                    case SPACE -> " ";
                }, words);
    }

    private Display with(int digits, long elements, long positions, int characters, boolean small, String nanText,
            String infinityText, Sign positive, FloatMode mode) {
        return new Display(digits, elements, positions, characters, small, nanText, infinityText, positive, mode,
                formatters, overrideRepr);
    }

    /// {@return the number of digits after the decimal point of floats, a maximum or exact: see [FloatMode]}
    public int precision() {
        return precision;
    }

    /// {@return the number of elements above which an array is summarised}
    public long threshold() {
        return threshold;
    }

    /// {@return how many positions are shown at each end of a summarised axis; with 0, as in NumPy, all elements are
    /// read and the last position is shown}
    public long edgeItems() {
        return edgeItems;
    }

    /// {@return the line width in characters; longer lines are wrapped between elements}
    public int lineWidth() {
        return lineWidth;
    }

    /// {@return whether small floats are printed without an exponent}
    public boolean suppress() {
        return suppress;
    }

    /// {@return the text for "not a number"}
    public String nan() {
        return nan;
    }

    /// {@return the text for infinity, without a sign}
    public String infinity() {
        return infinity;
    }

    /// {@return the sign in front of numbers that are not negative}
    public Sign sign() {
        return sign;
    }

    /// {@return the meaning of [#precision()]}
    public FloatMode floatMode() {
        return floatMode;
    }

    /// {@return these options with another precision}
    /// @param digits the digits after the decimal point, at least 0
    public Display withPrecision(int digits) {
        return with(digits, threshold, edgeItems, lineWidth, suppress, nan, infinity, sign, floatMode);
    }

    /// {@return these options with another threshold}
    /// @param elements an array with more elements is summarised; [Long#MAX_VALUE] for never
    public Display withThreshold(long elements) {
        return with(precision, elements, edgeItems, lineWidth, suppress, nan, infinity, sign, floatMode);
    }

    /// {@return these options with another number of edge items}
    /// @param positions how many positions are shown at each end of a summarised axis
    public Display withEdgeItems(long positions) {
        return with(precision, threshold, positions, lineWidth, suppress, nan, infinity, sign, floatMode);
    }

    /// {@return these options with another line width}
    /// @param characters the line width in characters
    public Display withLineWidth(int characters) {
        return with(precision, threshold, edgeItems, characters, suppress, nan, infinity, sign, floatMode);
    }

    /// {@return these options with or without exponents for small floats}
    /// @param small whether small floats are printed without an exponent, possibly as `0.`
    public Display withSuppress(boolean small) {
        return with(precision, threshold, edgeItems, lineWidth, small, nan, infinity, sign, floatMode);
    }

    /// {@return these options with another text for NaN}
    /// @param text the text for "not a number"
    public Display withNan(String text) {
        return with(precision, threshold, edgeItems, lineWidth, suppress, text, infinity, sign, floatMode);
    }

    /// {@return these options with another text for infinity}
    /// @param text the text for infinity, without a sign
    public Display withInfinity(String text) {
        return with(precision, threshold, edgeItems, lineWidth, suppress, nan, text, sign, floatMode);
    }

    /// {@return these options with other signs}
    /// @param positive the sign in front of numbers that are not negative
    public Display withSign(Sign positive) {
        return with(precision, threshold, edgeItems, lineWidth, suppress, nan, infinity, positive, floatMode);
    }

    /// {@return these options with another meaning of the precision}
    /// @param mode the meaning of the precision
    public Display withFloatMode(FloatMode mode) {
        return with(precision, threshold, edgeItems, lineWidth, suppress, nan, infinity, sign, mode);
    }

    /// Returns these options with a formatter for the elements of some kinds; its texts are not padded to a common
    /// width.
    ///
    /// This is the `formatter` of `set_printoptions`, whose `'int'` is [Dtype.Kind#INT] and [Dtype.Kind#UINT], and
    /// whose `'all'` is every kind; records are formatted field by field. As in NumPy, [#str(NdArray)] of an array
    /// without axes does not use it.
    ///
    /// @param words formats an element, which is given as an array without axes; the text may have several lines
    /// @param kinds the kinds of elements to format
    /// @return the other display
    public Display withFormatter(Function<NdArray, String> words, Dtype.Kind... kinds) {
        Map<Dtype.Kind, Function<NdArray, String>> all = new EnumMap<>(Dtype.Kind.class);
        all.putAll(formatters);
        List.of(kinds).forEach(kind -> all.put(kind, words));
        return new Display(precision, threshold, edgeItems, lineWidth, suppress, nan, infinity, sign, floatMode, all,
                overrideRepr);
    }

    /// Returns these options with another `repr` of arrays, to which no other option applies.
    ///
    /// Only [#repr(NdArray)] uses it: as in NumPy, `str`, masked arrays and scalars do not.
    ///
    /// @param words formats an array
    /// @return the other display
    public Display withOverrideRepr(Function<NdArray, String> words) {
        return new Display(precision, threshold, edgeItems, lineWidth, suppress, nan, infinity, sign, floatMode,
                formatters, Optional.of(words));
    }

    /// Returns an array as `str(array)` prints it: `[1.  2.5]`; an array without axes as its element.
    ///
    /// @param array any array
    /// @return its text, of several lines if need be
    public String str(NdArray array) {
        return array.rank() > 0 ? text(array, " ", "", "") : scalar(array, ScalarText::alone);
    }

    /// Returns an array as `repr(array)` prints it: `array([1.5, 2. ], dtype=float32)`.
    ///
    /// @param array any array
    /// @return its text, of several lines if need be
    public String repr(NdArray array) {
        return overrideRepr.map(words -> words.apply(array)).orElseGet(() -> ArrayRepr.of(array.layout(), options));
    }

    /// Returns a masked array of `numpy.ma` as `str` prints it: `[1.5 --]`.
    ///
    /// @param data the elements
    /// @param mask the masked elements, in an array of the same shape; for records a record of booleans
    /// @return its text, of several lines if need be
    public String str(NdArray data, NdArray mask) {
        return new MaskedText(data.layout(), mask.layout(), options).str();
    }

    /// Returns a masked array of `numpy.ma` as `repr` prints it: `masked_array(data=[1.5, --], ...`.
    ///
    /// @param data      the elements
    /// @param mask      the masked elements, in an array of the same shape; for records a record of booleans
    /// @param fillValue the value that replaces masked elements, in an array without axes; empty for NumPy's default
    /// @return its text, of several lines
    public String repr(NdArray data, NdArray mask, Optional<NdArray> fillValue) {
        return new MaskedText(data.layout(), mask.layout(), options).repr(fillValue.map(NdArray::layout));
    }

    /// Returns the element of an array without axes as `str` prints it for a NumPy scalar: `1.5`, `b'ab'`,
    /// `(1, 2.0)`.
    ///
    /// @param scalar an array without axes
    /// @return its text
    /// @throws IllegalArgumentException if the array has axes
    public String scalarStr(NdArray scalar) {
        return scalar(scalar, (element, all) -> ScalarText.of(element, element.offset(), all));
    }

    /// Returns the element of an array without axes as `repr` prints it for a NumPy scalar: `np.float32(1.5)`.
    ///
    /// @param scalar an array without axes
    /// @return its text
    /// @throws IllegalArgumentException if the array has axes
    public String scalarRepr(NdArray scalar) {
        return scalar(scalar, ScalarRepr::of);
    }

    private String scalar(NdArray scalar, BiFunction<Layout, DisplayOptions, String> text) {
        if (scalar.rank() > 0) {
            throw new IllegalArgumentException(scalar.source() + ": not a scalar: an array of shape " + scalar.shape());
        }
        return MappingGuard.guard(scalar.layout(), () -> text.apply(scalar.layout(), options));
    }

    /// Returns the elements between brackets, as `np.array2string(array, ...)` does.
    ///
    /// @param array     any array
    /// @param separator the text between two elements
    /// @param prefix    the text that the caller will put in front of the first line; all lines are indented by its
    ///                  length
    /// @param suffix    the text that the caller will put after the result; all lines are shortened by its length
    /// @return the text of the elements
    public String text(NdArray array, String separator, String prefix, String suffix) {
        return ArrayText.of(array.layout(), separator, prefix, suffix, options);
    }
}
