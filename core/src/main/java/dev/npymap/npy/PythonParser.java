package dev.npymap.npy;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.npy.PythonLiteral.ComplexNumber;
import dev.npymap.npy.PythonLiteral.Entry;
import dev.npymap.npy.PythonLiteral.Mapping;
import dev.npymap.npy.PythonLiteral.Real;
import dev.npymap.npy.PythonLiteral.Sequence;
import dev.npymap.npy.PythonLiteral.SetOf;
import dev.npymap.npy.PythonLiteral.Singleton;
import dev.npymap.npy.PythonLiteral.Truth;
import dev.npymap.npy.PythonLiteral.Tuple;
import dev.npymap.npy.PythonLiteral.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A recursive descent over the text of one Python literal.
final class PythonParser {
    /// CPython's own limit.
    private static final int MAX_DEPTH = 200;

    /// What an expression may be an operand of.
    private enum Form {
        NUMBER, SIGNED_NUMBER, OTHER
    }

    private final PythonScanner in;
    private final boolean python2;
    private Form form = Form.OTHER;

    PythonParser(HeaderText text, boolean python2) {
        this.in = new PythonScanner(text);
        this.python2 = python2;
    }

    PythonLiteral parse() throws ArrayFormatException {
        in.begin();
        PythonLiteral first = expression();
        if (in.take(',')) {
            List<PythonLiteral> items = new ArrayList<>(List.of(first));
            while (!in.atLineEnd()) {
                items.add(expression());
                if (!in.take(',')) {
                    break;
                }
            }
            first = new Tuple(items);
        }
        in.end();
        return first;
    }

    /// A value, a number with one sign, or the sum of a number and an imaginary one.
    private PythonLiteral expression() throws ArrayFormatException {
        int start = in.position();
        PythonLiteral left;
        if (in.peek() == '-' || in.peek() == '+') {
            boolean minus = minus();
            left = number(start);
            left = minus ? negative(left) : left;
            form = Form.SIGNED_NUMBER;
        } else {
            left = primary();
        }
        in.skipBlanks();
        if (in.peek() != '-' && in.peek() != '+') {
            return left;
        }
        if (form == Form.OTHER || left instanceof ComplexNumber) {
            throw in.wrong("only a real number can have an imaginary part added", in.position());
        }
        boolean minus = minus();
        int right = in.position();
        if (!(number(right) instanceof ComplexNumber(double _, double imaginary))) {
            throw in.wrong("only an imaginary number can be added", right);
        }
        in.skipBlanks();
        form = Form.OTHER;
        double real = real(left, start);
        return minus ? new ComplexNumber(real - 0.0, 0.0 - imaginary) : new ComplexNumber(real + 0.0, 0.0 + imaginary);
    }

    /// Takes one of two signs.
    private boolean minus() throws ArrayFormatException {
        return in.take('-') || !in.take('+');
    }

    private PythonLiteral number(int start) throws ArrayFormatException {
        PythonLiteral value = primary();
        if (form != Form.NUMBER) {
            throw in.wrong("only a number can have a sign", start);
        }
        return value;
    }

    private double real(PythonLiteral number, int start) throws ArrayFormatException {
        double real = number instanceof Whole whole ? whole.value().doubleValue() : ((Real) number).value();
        if (number instanceof Whole && Double.isInfinite(real)) {
            throw in.wrong("a complex number cannot be that large", start);
        }
        return real;
    }

    private static PythonLiteral negative(PythonLiteral number) {
        return switch (number) {
            case Whole whole -> new Whole(whole.value().negate());
            case ComplexNumber(double real, double imaginary) -> new ComplexNumber(-real, -imaginary);
            case Real(double real) -> new Real(-real);
            default -> number;
        };
    }

    private PythonLiteral primary() throws ArrayFormatException {
        char c = in.peek();
        if (in.atNumber()) {
            PythonLiteral number = NumberScanner.scan(in);
            if (python2) {
                in.skipLongSuffixes();
            }
            form = Form.NUMBER;
            return number;
        }
        PythonLiteral value = c == '('
                ? parenthesised()
                : c == '['
                        ? new Sequence(items(']'))
                        : c == '{'
                                ? braced()
                                : in.atString()
                                        ? PythonString.scan(in)
                                        : named();
        form = c == '(' ? form : Form.OTHER;
        return value;
    }

    private PythonLiteral named() throws ArrayFormatException {
        int start = in.position();
        String name = in.name();
        return switch (name) {
            case "True" -> new Truth(true);
            case "False" -> new Truth(false);
            case "None" -> Singleton.NONE;
            case "..." -> Singleton.ELLIPSIS;
            case "set" -> emptySet(start);
            case "" -> throw in.unexpected();
            default -> throw in.wrong("a name is not a literal: " + HeaderText.brief(name), start);
        };
    }

    /// `set()`, the only call that is a literal.
    private PythonLiteral emptySet(int start) throws ArrayFormatException {
        in.skipBlanks();
        if (in.peek() != '(' || !items(')').isEmpty()) {
            throw in.wrong("only set() without arguments can be called", start);
        }
        return new SetOf(List.of());
    }

    private PythonLiteral parenthesised() throws ArrayFormatException {
        open();
        if (in.peek() == ')') {
            close(')');
            form = Form.OTHER;
            return new Tuple(List.of());
        }
        PythonLiteral first = expression();
        Form firstForm = form;
        if (!in.take(',')) {
            close(')');
            form = firstForm;
            return first;
        }
        List<PythonLiteral> items = rest(')', new ArrayList<>(List.of(first)));
        form = Form.OTHER;
        return new Tuple(items);
    }

    private List<PythonLiteral> items(char end) throws ArrayFormatException {
        open();
        return rest(end, new ArrayList<>());
    }

    private List<PythonLiteral> rest(char end, List<PythonLiteral> items) throws ArrayFormatException {
        while (in.peek() != end) {
            items.add(expression());
            if (!in.take(',')) {
                break;
            }
        }
        close(end);
        return items;
    }

    /// A dict or a set. Equal keys are found by their `repr`, whose hash cannot be made to collide at a cost.
    private PythonLiteral braced() throws ArrayFormatException {
        open();
        if (in.peek() == '}') {
            close('}');
            return new Mapping(List.of());
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        boolean mapping = entry(entries, true, false);
        while (in.take(',') && in.peek() != '}') {
            entry(entries, false, mapping);
        }
        close('}');
        List<Entry> inOrder = List.copyOf(entries.values());
        return mapping ? new Mapping(inOrder) : new SetOf(inOrder.stream().map(Entry::key).toList());
    }

    private boolean entry(Map<String, Entry> entries, boolean first, boolean mapping) throws ArrayFormatException {
        int start = in.position();
        PythonLiteral key = expression();
        if (!hashable(key)) {
            throw in.wrong("a key or an element of a set cannot hold a list, dict or set", start);
        }
        boolean pair = in.peek() == ':';
        if (!first && pair != mapping) {
            throw in.unexpected();
        }
        in.take(':');
        int at = in.position();
        PythonLiteral value = pair ? expression() : key;
        String repr = key.repr();
        Entry earlier = entries.get(repr);
        entries.put(repr, new Entry(earlier == null ? key : earlier.key(), value, at));
        return pair;
    }

    private static boolean hashable(PythonLiteral value) {
        return switch (value) {
            case Sequence _,Mapping _,SetOf _ -> false;
            case Tuple tuple -> tuple.items().stream().allMatch(PythonParser::hashable);
            default -> true;
        };
    }

    private void open() throws ArrayFormatException {
        if (in.depth() == MAX_DEPTH) {
            throw in.wrong("brackets are nested deeper than " + MAX_DEPTH, in.position());
        }
        in.open();
    }

    private void close(char bracket) throws ArrayFormatException {
        if (in.peek() != bracket) {
            throw in.unexpected();
        }
        in.close();
    }
}
