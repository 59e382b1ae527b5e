package dev.npymap.array;

import dev.npymap.internal.decimal.PythonNumber;

/// A complex number.
///
/// @param re the real part
/// @param im the imaginary part
public record Complex(double re, double im) {
    /// {@return the number as Python prints it: `(1+2j)`, or `2j` where the real part is positive zero}
    @Override
    public String toString() {
        return PythonNumber.complex(PythonNumber.text(re), PythonNumber.text(im));
    }
}
