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

/// Checks texts for numbers that are not Unicode code points.
final class TextCheck {
    private TextCheck() {
    }

    /// Whether elements contain texts.
    static boolean concerns(Dtype dtype) {
        return dtype.kind() == Dtype.Kind.TEXT || dtype.kind() == Dtype.Kind.STRUCT
                && dtype.fields().stream().anyMatch(field -> concerns(field.dtype()));
    }

    /// Checks a value of a pickle and everything that it contains. The value was read already; this decodes the texts
    /// that are decoded on request.
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

    /// Checks all texts of an array, including texts in records.
    ///
    /// @throws java.io.UncheckedIOException if a character lies beyond Unicode
    static void of(NdArray array) {
        if (array.dtype().byteSize() == 0) {
            return; // a file can have any number of elements of zero bytes
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
