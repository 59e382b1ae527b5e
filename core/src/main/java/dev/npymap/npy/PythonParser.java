package dev.npymap.npy;

import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.npy.PythonLiteral.Entry;
import dev.npymap.npy.PythonLiteral.Mapping;
import dev.npymap.npy.PythonLiteral.None;
import dev.npymap.npy.PythonLiteral.Real;
import dev.npymap.npy.PythonLiteral.Sequence;
import dev.npymap.npy.PythonLiteral.Truth;
import dev.npymap.npy.PythonLiteral.Tuple;
import dev.npymap.npy.PythonLiteral.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A recursive descent parser of one Python literal.
final class PythonParser {
    /// CPython's own limit.
    private static final int MAX_DEPTH = 200;

    private final PythonScanner in;
    private final boolean python2;

    PythonParser(HeaderText text, boolean python2) {
        this.in = new PythonScanner(text);
        this.python2 = python2;
    }

    PythonLiteral parse() throws ArrayFormatException {
        in.begin();
        PythonLiteral value = value();
        in.end();
        return value;
    }

    private PythonLiteral value() throws ArrayFormatException {
        return switch (in.peek()) {
            case '(' -> parenthesised();
            case '[' -> new Sequence(items(']'));
            case '{' -> mapping();
            case '-', '+' -> signed();
            default -> in.atNumber() ? number() : in.atString() ? PythonString.scan(in) : named();
        };
    }

    private PythonLiteral signed() throws ArrayFormatException {
        int start = in.position();
        boolean minus = in.take('-') || !in.take('+');
        if (!in.atNumber()) {
            throw in.wrong("only a number can have a sign", start);
        }
        PythonLiteral number = number();
        return !minus
                ? number
                : number instanceof Whole whole
                        ? new Whole(whole.value().negate())
                        : new Real(-((Real) number).value());
    }

    private PythonLiteral number() throws ArrayFormatException {
        PythonLiteral number = NumberScanner.scan(in);
        if (python2) {
            in.skipLongSuffixes();
        }
        return number;
    }

    private PythonLiteral named() throws ArrayFormatException {
        int start = in.position();
        String name = in.name();
        return switch (name) {
            case "True" -> new Truth(true);
            case "False" -> new Truth(false);
            case "None" -> new None();
            case "" -> throw in.unexpected();
            default -> throw in.wrong("a name is not a literal: " + HeaderFormat.brief(name), start);
        };
    }

    /// A tuple, or a value in parentheses.
    private PythonLiteral parenthesised() throws ArrayFormatException {
        open();
        List<PythonLiteral> items = new ArrayList<>();
        boolean tuple = in.peek() == ')';
        while (in.peek() != ')') {
            items.add(value());
            if (!in.take(',')) {
                break;
            }
            tuple = true;
        }
        close(')');
        return tuple ? new Tuple(items) : items.getFirst();
    }

    private List<PythonLiteral> items(char end) throws ArrayFormatException {
        open();
        List<PythonLiteral> items = new ArrayList<>();
        while (in.peek() != end) {
            items.add(value());
            if (!in.take(',')) {
                break;
            }
        }
        close(end);
        return items;
    }

    /// Equal keys are found by their `repr`, since no input can make the hash codes of strings collide at a high cost.
    private PythonLiteral mapping() throws ArrayFormatException {
        open();
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (in.peek() != '}') {
            int start = in.position();
            PythonLiteral key = value();
            if (!hashable(key)) {
                throw in.wrong("a key cannot hold a list or dict", start);
            }
            if (!in.take(':')) {
                throw in.unexpected();
            }
            int at = in.position();
            PythonLiteral value = value();
            String repr = key.repr();
            Entry earlier = entries.get(repr);
            entries.put(repr, new Entry(earlier == null ? key : earlier.key(), value, at));
            if (!in.take(',')) {
                break;
            }
        }
        close('}');
        return new Mapping(List.copyOf(entries.values()));
    }

    private static boolean hashable(PythonLiteral value) {
        return switch (value) {
            case Sequence _,Mapping _ -> false;
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
