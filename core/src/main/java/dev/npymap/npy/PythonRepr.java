package dev.npymap.npy;

import dev.npymap.internal.decimal.PythonNumber;
import dev.npymap.internal.python.PythonText;
import dev.npymap.npy.PythonLiteral.Entry;
import dev.npymap.npy.PythonLiteral.Mapping;
import dev.npymap.npy.PythonLiteral.None;
import dev.npymap.npy.PythonLiteral.Real;
import dev.npymap.npy.PythonLiteral.Sequence;
import dev.npymap.npy.PythonLiteral.Text;
import dev.npymap.npy.PythonLiteral.Truth;
import dev.npymap.npy.PythonLiteral.Tuple;
import dev.npymap.npy.PythonLiteral.Whole;
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
            case Text(String text) -> out.append(PythonText.quote(text));
            case Whole whole -> out.append(whole.value());
            case Real(double real) -> out.append(PythonNumber.text(real));
            case Truth(boolean truth) -> out.append(truth ? "True" : "False");
            case None _ -> out.append("None");
            case Tuple(List<PythonLiteral> items) -> addItems("(", items, items.size() == 1 ? ",)" : ")");
            case Sequence(List<PythonLiteral> items) -> addItems("[", items, "]");
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
}
