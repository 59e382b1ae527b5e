package dev.npymap.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The entries of a dictionary without those that were replaced, and the position of each key.
///
/// There is a table for each Java class of keys, so that keys with the same hash code can be compared, and no file can
/// make look-ups slow. A few keys are compared one by one, as most dictionaries are small.
final class KeyIndex {
    private static final int FEW = 8;

    private final KeyMarks marks;
    private final List<DictValue.Entry> entries;
    /// The keys in comparable form, if there are few.
    private final List<Object> few;
    private final Map<Class<?>, Map<Object, Integer>> tables;
    /// Built on first use.
    private volatile Optional<Names> names = Optional.empty();

    /// The names of the keys that are neither texts nor short integers, and the length of the longest name of all.
    private record Names(Map<String, Value> others, int longest) {
    }

    /// @param keysAndValues keys and values in turn
    KeyIndex(List<Value> keysAndValues, KeyMarks marks) {
        int count = keysAndValues.size() / 2;
        this.marks = marks;
        this.entries = new ArrayList<>(count);
        this.few = count <= FEW ? new ArrayList<>(count) : List.of();
        this.tables = count <= FEW ? Map.of() : new HashMap<>();
        for (int n = 0; n < count; n++) {
            Value key = keysAndValues.get(2 * n);
            Value value = keysAndValues.get(2 * n + 1);
            Object compared = compared(key);
            int before = position(compared);
            if (before >= 0) {
                entries.set(before, new DictValue.Entry(entries.get(before).key(), value));
                continue;
            }
            if (count <= FEW) {
                few.add(compared);
            } else {
                tables.computeIfAbsent(compared.getClass(), KeyIndex::table).put(compared, entries.size());
            }
            entries.add(new DictValue.Entry(key, value));
        }
    }

    private static Map<Object, Integer> table(Class<?> type) {
        return isByValue(type) ? new HashMap<>() : new IdentityHashMap<>();
    }

    private static boolean isByValue(Class<?> type) {
        return type == String.class || type == BigInteger.class || type == Double.class;
    }

    /// A key in comparable form, which is compared by value if the key is a short text or a number.
    private Object compared(Value key) {
        return switch (key) {
            case TextValue text when KeyMarks.isLong(text.value()) -> marks.mark(text.value());
            case TextValue text -> text.value();
            case Value.Whole(BigInteger value) when KeyMarks.isLong(value) -> marks.mark(value);
            case BytesValue bytes -> marks.mark(bytes);
            case ListValue tuple -> marks.mark(tuple);
            default -> number(key).orElse(key);
        };
    }

    /// A number as a [BigInteger] if it is whole, else as a [Double]: `1`, `1.0` and `True` are one key.
    static Optional<Object> number(Value key) {
        return switch (key) {
            case Value.Whole(BigInteger value) -> Optional.of(value);
            case Value.Truth(boolean value) -> Optional.of(value ? BigInteger.ONE : BigInteger.ZERO);
            case Value.Real(double value) when Double.isFinite(value) && value == Math.rint(value) ->
                Optional.of(new BigDecimal(value).toBigInteger());
            case Value.Real(double value) -> Optional.of(value);
            default -> Optional.empty();
        };
    }

    /// The values among some that differ from all before them, as a set has them.
    static List<Value> unique(List<Value> items, KeyMarks marks) {
        List<Value> twice = new AbstractList<>() {
            @Override
            public Value get(int index) {
                return items.get(index / 2);
            }

            @Override
            public int size() {
                return 2 * items.size();
            }
        };
        List<DictValue.Entry> entries = new KeyIndex(twice, marks).entries;
        return entries.size() == items.size() ? items : entries.stream().map(DictValue.Entry::key).toList();
    }

    private int position(Object compared) {
        boolean byValue = isByValue(compared.getClass());
        for (int n = 0; n < few.size(); n++) {
            if (byValue ? compared.equals(few.get(n)) : compared == few.get(n)) {
                return n;
            }
        }
        return tables.getOrDefault(compared.getClass(), Map.of()).getOrDefault(compared, -1);
    }

    List<DictValue.Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    Optional<Value> find(Value key) {
        Optional<?> sought = switch (key) {
            case TextValue text when KeyMarks.isLong(text.value()) -> marks.find(text.value());
            case Value.Whole(BigInteger value) when KeyMarks.isLong(value) -> marks.find(value);
            default -> Optional.of(compared(key));
        };
        return sought.map(this::position).filter(n -> n >= 0).map(n -> entries.get(n).value());
    }

    /// Finds the value of a key that is not a text, by the name that the key has in paths.
    Optional<Value> named(String name) {
        return Optional.ofNullable(names().others().get(name));
    }

    /// The length of the longest name of a key.
    int longestName() {
        return names().longest();
    }

    private Names names() {
        Optional<Names> now = names;
        if (now.isEmpty()) {
            Map<String, Value> others = new HashMap<>();
            int longest = -1;
            for (DictValue.Entry entry : entries) {
                String name = ValueParts.name(entry.key());
                longest = Math.max(longest, name.length());
                if (!(entry.key() instanceof TextValue)) {
                    others.putIfAbsent(name, entry.value());
                }
            }
            now = Optional.of(new Names(others, longest));
            names = now;
        }
        return now.get();
    }
}
