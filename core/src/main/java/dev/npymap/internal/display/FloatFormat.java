package dev.npymap.internal.display;

import dev.npymap.internal.decimal.BinaryFloat;
import dev.npymap.internal.decimal.Cutoff;
import dev.npymap.internal.decimal.Decimal;
import dev.npymap.internal.memory.BinaryFloats;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.StridedRuns;

/// Floats, all with an exponent or all without, with their decimal points aligned.
final class FloatFormat implements ElementFormat {
    private final Layout data;
    private final DisplayOptions options;
    /// The text in front of numbers that are not negative.
    private final String plus;
    private final boolean scientific;
    private final Cutoff cutoff;
    /// The number of characters before the decimal point, sign included.
    private final int left;
    /// The number of characters after the decimal point, exponent included.
    private final int right;
    /// The number of digits after the decimal point that are padded with zeros.
    private final int zeros;
    private final int exponentDigits;

    FloatFormat(Layout data, DisplayOptions options, String plus) {
        this.data = data;
        this.options = options;
        this.plus = plus;
        FloatRange range = new FloatRange(data);
        this.scientific = range.needsExponent(options.suppress());
        boolean fixed = options.exact();
        int precision = options.precision();
        Widths widths = new Widths(first(scientific, fixed, precision));
        if (range.anyFinite()) {
            widths.measure();
        }
        int fraction = fixed && range.anyFinite() ? precision : widths.fraction;
        this.exponentDigits = widths.exponent;
        this.right = scientific ? exponentDigits + 2 + fraction : fraction;
        boolean equal = scientific || fixed || options.equal();
        this.zeros = equal && range.anyFinite() ? fraction : 0;
        this.cutoff = scientific
                ? new Cutoff(!fixed, false, fraction + 1, fraction + 1)
                : new Cutoff(!fixed, true, equal ? fraction : precision, equal ? fraction : 0);
        int before = widths.whole + (plus.equals(" ") && !range.anyNegative() ? 1 : 0);
        if (range.anySpecial()) {
            int signed = !plus.isEmpty() || range.anyNegativeInfinity() ? 1 : 0;
            before = Math.max(before, Math.max(length(options.nan()), length(options.infinity()) + signed) - right - 1);
        }
        this.left = before;
    }

    /// The cutoff that determines the widths.
    private static Cutoff first(boolean scientific, boolean fixed, int precision) {
        return scientific
                ? new Cutoff(!fixed, false, precision < 0 ? -1 : precision + 1, -1)
                : new Cutoff(!fixed, true, precision, -1);
    }

    @Override
    public void append(StringBuilder out, long at) {
        BinaryFloat value = BinaryFloats.at(data, at);
        if (value.isFinite()) {
            appendFinite(out, value);
        } else {
            appendSpecial(out, value);
        }
    }

    private void appendFinite(StringBuilder out, BinaryFloat value) {
        Decimal decimal = value.digits(cutoff);
        String before = value.negative() ? "-" : plus.strip();
        int whole = before.length() + (scientific ? 1 : decimal.wholeDigits());
        out.repeat(' ', Math.max(0, left - whole)).append(before);
        if (scientific) {
            decimal.appendScientific(out);
            out.repeat('0', Math.max(0, zeros - decimal.length() + 1));
            String exponent = Integer.toString(Math.abs(decimal.exponent()));
            out.append(decimal.exponent() < 0 ? "e-" : "e+");
            out.repeat('0', Math.max(0, exponentDigits - exponent.length())).append(exponent);
        } else {
            decimal.appendPositional(out);
            int fraction = decimal.fractionDigits();
            out.repeat('0', Math.max(0, zeros - fraction));
            out.repeat(' ', Math.max(0, right - Math.max(fraction, zeros)));
        }
    }

    private void appendSpecial(StringBuilder out, BinaryFloat value) {
        boolean nan = value.kind() == BinaryFloat.Kind.NAN;
        String before = !nan && value.negative() ? "-" : plus.strip();
        String text = before + (nan ? options.nan() : options.infinity());
        out.repeat(' ', Math.max(0, left + right + 1 - length(text))).append(text);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// The largest width of each part of a number.
    private final class Widths {
        private final Cutoff first;
        private int whole;
        private int fraction;
        private int exponent = -1;

        Widths(Cutoff first) {
            this.first = first;
        }

        void measure() {
            for (StridedRuns run = StridedRuns.inOrder(data); run.next();) {
                for (long n = 0; n < run.count; n++) {
                    BinaryFloat value = BinaryFloats.at(data, run.at + n * run.stride);
                    if (value.isFinite()) {
                        add(value);
                    }
                }
            }
        }

        private void add(BinaryFloat value) {
            Decimal decimal = value.digits(first);
            int signed = value.negative() || plus.equals("+") ? 1 : 0;
            whole = Math.max(whole, signed + (scientific ? 1 : decimal.wholeDigits()));
            fraction = Math.max(fraction, scientific ? decimal.length() - 1 : decimal.fractionDigits());
            if (scientific) {
                int magnitude = Math.abs(decimal.exponent());
                exponent = Math.max(exponent, magnitude < 100 ? 2 : magnitude < 1000 ? 3 : 4);
            }
        }
    }
}
