package dev.npymap.model;

/// A condition on a complex number, given as its two parts.
@FunctionalInterface
public interface ComplexPredicate {
    /// Tells whether the condition holds for a number.
    ///
    /// @param re its real part
    /// @param im its imaginary part
    /// @return whether it holds
    boolean test(double re, double im);
}
