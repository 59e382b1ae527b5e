package dev.npymap.model;

/// A condition on a complex number, given as its real and imaginary part.
@FunctionalInterface
public interface ComplexPredicate {
    /// Tells whether the condition holds for a complex number.
    ///
    /// @param re the real part
    /// @param im the imaginary part
    /// @return whether it holds
    boolean test(double re, double im);
}
