package dev.npymap.array;

/// Floats and complex numbers as the scalars of older NumPys print them.
final class LegacyNumber {
    private LegacyNumber() {
    }

    /// What `str` prints of an element.
    ///
    /// @param at its place, in bytes into the segment
    static String str(NdArray array, long at, Display.Legacy legacy) {
        return switch (legacy) {
            case NUMPY_1_13 -> general(array, at, switch (partSize(array.dtype())) {
                case 2, 4 -> 6;
                default -> 12;
            });
            case NONE -> array.element(at);
            default -> plain(array, at);
        };
    }

    /// What `repr` prints of an element, without the name of its type.
    ///
    /// @param at its place, in bytes into the segment
    static String repr(NdArray array, long at, Display.Legacy legacy) {
        return legacy != Display.Legacy.NUMPY_1_13
                ? str(array, at, legacy)
                : general(array, at, switch (partSize(array.dtype())) {
                    case 2, 4 -> 8;
                    case 8 -> 17;
                    default -> 20;
                });
    }

    private static int partSize(Dtype dtype) {
        return (int) dtype.byteSize() / (dtype.kind() == Dtype.Kind.COMPLEX ? 2 : 1);
    }

    /// With the digits that tell a value apart, and up to 1e16 without an exponent, which is so today for the wide ones.
    private static String plain(NdArray array, long at) {
        int size = partSize(array.dtype());
        if (size > Float.BYTES) {
            return array.element(at);
        }
        if (array instanceof ComplexArray complex) {
            return ComplexArray.text(plain(complex.real(), at), plain(complex.real(), at + size));
        }
        float value = (float) Numbers.number(array.layout(), at);
        return size == Float.BYTES
                ? PythonNumber.text(value, PythonNumber.DOUBLE_LIMIT)
                : PythonNumber.half(value, PythonNumber.DOUBLE_LIMIT);
    }

    /// With so many digits, as C's `%g`; an imaginary part that is not finite ends with a star.
    private static String general(NdArray array, long at, int digits) {
        if (array instanceof ComplexArray complex) {
            NdArray parts = complex.real();
            long im = at + partSize(complex.dtype());
            return ComplexArray.text(general(parts, at, digits),
                    general(parts, im, digits) + (parts.binary(im).isFinite() ? "" : "*"));
        }
        BinaryFloat value = array.binary(at);
        return switch (value.kind()) {
            case NAN -> "nan";
            case INFINITE -> value.negative() ? "-inf" : "inf";
            case ZERO, FINITE -> (value.negative() ? "-" : "")
                    + general(value.digits(new Dragon4.Cutoff(false, false, digits, -1)), digits);
        };
    }

    private static String general(Decimal decimal, int digits) {
        StringBuilder out = new StringBuilder();
        int exponent = decimal.exponent();
        if (exponent >= -4 && exponent < digits) {
            decimal.appendPositional(out);
            return out.append(decimal.fractionDigits() == 0 ? "0" : "").toString();
        }
        decimal.appendScientific(out);
        if (decimal.length() == 1) {
            out.setLength(1);
        }
        return out.append(exponent < 0 ? "e-" : "e+").append(Math.abs(exponent) < 10 ? "0" : "")
                .append(Math.abs(exponent)).toString();
    }
}
