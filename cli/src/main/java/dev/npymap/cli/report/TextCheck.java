package dev.npymap.cli.report;

import dev.npymap.array.NdArray;
import dev.npymap.array.RecordArray;
import dev.npymap.array.TextArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.TextValue;
import dev.npymap.pickle.Value;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Reads texts for what the library finds wrong in them: numbers that are no characters of Unicode.
final class TextCheck {
    private TextCheck() {
    }

    /// Whether elements have texts in them.
    static boolean concerns(Dtype dtype) {
        return dtype.kind() == Dtype.Kind.TEXT || dtype.kind() == Dtype.Kind.STRUCT
                && dtype.fields().stream().anyMatch(field -> concerns(field.dtype()));
    }

    /// Checks a value of a pickle and all that it holds, which has been read: what is left are texts that are decoded
    /// when asked for.
    static void ofAll(Value value) {
        of(value);
        Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Value> containers = new ArrayDeque<>(List.of(value));
        while (!containers.isEmpty()) {
            Value next = containers.pop();
            if (seen.add(next)) {
                for (Value.Part part : next.parts()) {
                    of(part.value());
                    if (!part.value().parts().isEmpty()) {
                        containers.push(part.value());
                    }
                }
            }
        }
    }

    private static void of(Value value) {
        if (value instanceof TextValue text) {
            text.value();
        } else if (value instanceof Value.Scalar || value instanceof ArrayValue array && !array.holdsObjects()) {
            of(value.asArray());
        }
    }

    /// Checks all texts of an array, those in its records included.
    ///
    /// @throws java.io.UncheckedIOException if a character lies beyond Unicode
    static void of(NdArray array) {
        if (array.dtype().byteSize() == 0) {
            return; // any number of them fits into no bytes
        }
        if (array instanceof TextArray texts && texts.dtype().kind() == Dtype.Kind.TEXT) {
            texts.stream().forEach(String::length);
        } else if (array instanceof RecordArray records) {
            for (Field field : records.dtype().fields()) {
                if (field.byteSize() > 0) {
                    of(records.field(field.name()));
                }
            }
        }
    }
}
