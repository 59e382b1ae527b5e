package dev.npymap.array;

/// A complex number.
///
/// @param re its real part
/// @param im its imaginary part
public record Complex(double re, double im) {
    /// {@return the number as Python prints it: `(1+2j)`, or `2j` where the real part is positive zero}
    @Override
    public String toString() {
        String imaginary = part(im) + "j";
        if (Double.doubleToRawLongBits(re) == 0) {
            return imaginary;
        }
        return "(" + part(re) + (imaginary.startsWith("-") ? "" : "+") + imaginary + ")";
    }

    private static String part(double value) {
        String text = PythonNumber.text(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
