package dev.npymap.internal.decimal;

/// Where the digits of a float end.
///
/// @param unique   whether to stop as soon as the digits identify the float among those of its width
/// @param fraction whether the limits count digits after the decimal point, or all digits
/// @param most     the largest number of digits, rounded half to even if there are more; -1 for no limit if `unique`
/// @param least    the smallest number of digits if `unique`; -1 for no limit
public record Cutoff(boolean unique, boolean fraction, int most, int least) {
    static final Cutoff SHORTEST = new Cutoff(true, false, -1, -1);

    /// {@return the cutoff of a number of exact leading digits, rounded half to even}
    /// @param count the number of digits, at least 1
    public static Cutoff leading(int count) {
        return new Cutoff(false, false, count, count);
    }

    /// {@return the cutoff of a number of exact digits after the decimal point, rounded half to even}
    /// @param count the number of digits
    public static Cutoff fraction(int count) {
        return new Cutoff(false, true, count, count);
    }
}
