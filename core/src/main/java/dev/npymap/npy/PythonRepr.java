package dev.npymap.npy;

import dev.npymap.npy.PythonLiteral.Bytes;
import dev.npymap.npy.PythonLiteral.Complex;
import dev.npymap.npy.PythonLiteral.Entry;
import dev.npymap.npy.PythonLiteral.Mapping;
import dev.npymap.npy.PythonLiteral.Real;
import dev.npymap.npy.PythonLiteral.Sequence;
import dev.npymap.npy.PythonLiteral.SetOf;
import dev.npymap.npy.PythonLiteral.Singleton;
import dev.npymap.npy.PythonLiteral.Text;
import dev.npymap.npy.PythonLiteral.Truth;
import dev.npymap.npy.PythonLiteral.Tuple;
import dev.npymap.npy.PythonLiteral.Whole;
import java.math.BigDecimal;
import java.util.List;

/// Python's `repr` of literals.
final class PythonRepr {
    private final StringBuilder out = new StringBuilder();

    private PythonRepr() {
    }

    static String of(PythonLiteral value) {
        PythonRepr repr = new PythonRepr();
        repr.add(value);
        return repr.out.toString();
    }

    private void add(PythonLiteral value) {
        switch (value) {
            case Text(String text) -> addQuoted(text, false);
            case Bytes(String latin1) -> addQuoted(latin1, true);
            case Whole whole -> out.append(whole.value());
            case Real(double real) -> out.append(real(real, ".0"));
            case Complex(double real, double imaginary) -> out.append(complex(real, imaginary));
            case Truth(boolean truth) -> out.append(truth ? "True" : "False");
            case Singleton singleton -> out.append(singleton == Singleton.NONE ? "None" : "Ellipsis");
            case Tuple(List<PythonLiteral> items) -> addItems("(", items, items.size() == 1 ? ",)" : ")");
            case Sequence(List<PythonLiteral> items) -> addItems("[", items, "]");
            case SetOf(List<PythonLiteral> items) -> {
                if (items.isEmpty()) {
                    out.append("set()");
                } else {
                    addItems("{", items, "}");
                }
            }
            case Mapping(List<Entry> entries) -> {
                out.append('{');
                String separator = "";
                for (Entry entry : entries) {
                    out.append(separator);
                    add(entry.key());
                    out.append(": ");
                    add(entry.value());
                    separator = ", ";
                }
                out.append('}');
            }
        }
    }

    private void addItems(String open, List<PythonLiteral> items, String close) {
        out.append(open);
        String separator = "";
        for (PythonLiteral item : items) {
            out.append(separator);
            add(item);
            separator = ", ";
        }
        out.append(close);
    }

    private void addQuoted(String text, boolean bytes) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(bytes ? "b" : "").append(quote);
        text.codePoints().forEach(c -> {
            if (c == quote || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                out.append('\\').append(c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
            } else if (bytes ? c >= ' ' && c < 0x7f : prints(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(c < 0x100
                        ? "\\x%02x".formatted(c)
                        : c < 0x10000
                                ? "\\u%04x".formatted(c)
                                : "\\U%08x".formatted(c));
            }
        });
        out.append(quote);
    }

    /// `str.isprintable` of one character.
    private static boolean prints(int c) {
        return c == ' ' || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> false;
            case Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> Character.getType(c) != Character.SPACE_SEPARATOR;
        };
    }

    /// The shortest digits that give the number back; with an exponent below 1e-4 and from 1e16 on.
    private static String real(double value, String wholeSuffix) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String sign = Math.copySign(1, value) < 0 ? "-" : "";
        if (value == 0) {
            return sign + "0" + wholeSuffix;
        }
        BigDecimal decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            return sign + decimal.toPlainString() + (decimal.scale() <= 0 ? wholeSuffix : "");
        }
        String digits = decimal.unscaledValue().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return sign + digits.charAt(0) + fraction + (exponent < 0 ? "e-%02d" : "e+%02d").formatted(Math.abs(exponent));
    }

    private static String complex(double real, double imaginary) {
        if (real == 0 && Math.copySign(1, real) > 0) {
            return real(imaginary, "") + "j";
        }
        String second = real(imaginary, "");
        return "(" + real(real, "") + (second.startsWith("-") ? "" : "+") + second + "j)";
    }
}
