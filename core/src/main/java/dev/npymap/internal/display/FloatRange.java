package dev.npymap.internal.display;

import dev.npymap.internal.decimal.BinaryFloat;
import dev.npymap.internal.memory.BinaryFloats;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.StridedRuns;

/// The properties that determine how the floats of an array are printed: the least and greatest magnitude, and special
/// values.
final class FloatRange {
    private static final BinaryFloat NONE = BinaryFloat.finite(false, 0, 0, 0, false);

    private final int width;
    private BinaryFloat least = NONE;
    private BinaryFloat greatest = NONE;
    private boolean finite;
    private boolean negative;
    private boolean special;
    private boolean negativeInfinity;

    FloatRange(Layout data) {
        this.width = (int) data.dtype().byteSize();
        if (data.size() == 0) {
            return;
        }
        for (StridedRuns run = StridedRuns.inOrder(data); run.next();) {
            for (long n = 0; n < run.count; n++) {
                add(BinaryFloats.at(data, run.at + n * run.stride));
            }
        }
    }

    private void add(BinaryFloat value) {
        if (!value.isFinite()) {
            special = true;
            negativeInfinity |= value.kind() == BinaryFloat.Kind.INFINITE && value.negative();
            return;
        }
        finite = true;
        negative |= value.negative();
        if (value.kind() == BinaryFloat.Kind.ZERO) {
            return;
        }
        least = least == NONE || value.compareMagnitude(least) < 0 ? value : least;
        greatest = greatest == NONE || value.compareMagnitude(greatest) > 0 ? value : greatest;
    }

    /// Whether the values are too large, too small or too far apart to be printed without an exponent.
    ///
    /// As in NumPy this is decided in the precision of the values.
    boolean needsExponent(boolean suppress) {
        if (least == NONE) {
            return false;
        }
        return greatest.compareMagnitude(largest()) >= 0
                || !suppress && (least.compareMagnitude(smallest()) < 0
                        || greatest.isThousandTimes(least));
    }

    private BinaryFloat largest() {
        return of(switch (width) {
            case 2 -> 1e3;
            case 4 -> 1e6;
            default -> 1e8;
        });
    }

    private BinaryFloat smallest() {
        return switch (width) {
            case 2 -> of(Float.float16ToFloat(Float.floatToFloat16(1e-4f)));
            case 4 -> of(1e-4f);
            default -> of(1e-4);
        };
    }

    private static BinaryFloat of(double value) {
        return BinaryFloat.of(Double.doubleToRawLongBits(value), 52, 64);
    }

    boolean anyFinite() {
        return finite;
    }

    boolean anyNegative() {
        return negative;
    }

    /// Whether any value is infinite or NaN.
    boolean anySpecial() {
        return special;
    }

    boolean anyNegativeInfinity() {
        return negativeInfinity;
    }
}
