package dev.npymap.internal.decimal;

/// How far the digits of a float go.
///
/// @param unique   whether they end where no other float of that width is nearer
/// @param fraction whether the limits count digits after the point, or all digits
/// @param most     the digits at most, rounded half to even if there are more; -1 for no limit, if they are unique
/// @param least    the digits at least, if they are unique; -1 for no limit
public record Cutoff(boolean unique, boolean fraction, int most, int least) {
    static final Cutoff SHORTEST = new Cutoff(true, false, -1, -1);

    /// {@return the cutoff of exact digits, rounded half to even}
    /// @param count how many, at least 1
    public static Cutoff leading(int count) {
        return new Cutoff(false, false, count, count);
    }

    /// {@return the cutoff of exact digits after the point, rounded half to even}
    /// @param count how many
    public static Cutoff fraction(int count) {
        return new Cutoff(false, true, count, count);
    }
}
