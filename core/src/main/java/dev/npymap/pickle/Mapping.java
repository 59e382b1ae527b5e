package dev.npymap.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Python's `dict` or `OrderedDict`, in its order.
///
/// Keys that are texts or numbers are found by their value, `1`, `1.0` and `True` being the same key; others by
/// identity.
public final class Mapping implements Value {
    private final boolean ordered;
    private Object pairs = Items.NONE;
    /// Made when somebody asks.
    private volatile Optional<Index> index = Optional.empty();

    Mapping(boolean ordered) {
        this.ordered = ordered;
    }

    /// One key with its value.
    ///
    /// @param key   the key
    /// @param value what it leads to
    public record Entry(Value key, Value value) {
        @Override
        public String toString() {
            return key + ": " + value;
        }
    }

    /// Makes a dictionary.
    ///
    /// @param entries its entries; of two with one key the second counts
    /// @return the value
    public static Mapping of(Entry... entries) {
        Mapping mapping = new Mapping(false);
        for (Entry entry : entries) {
            mapping.put(entry.key(), entry.value());
        }
        return mapping;
    }

    /// {@return whether it was a `collections.OrderedDict`}
    public boolean isOrdered() {
        return ordered;
    }

    /// {@return how many keys there are}
    public int size() {
        return entries().size();
    }

    /// {@return the entries in their order, unmodifiable}
    public List<Entry> entries() {
        return index().entries();
    }

    /// Finds a value by its key.
    ///
    /// @param key the key
    /// @return the value, if there is one
    public Optional<Value> find(Value key) {
        Index now = index();
        Integer found = now.table(key).get(Index.key(key));
        return found == null ? Optional.empty() : Optional.of(now.entries().get(found).value());
    }

    /// Tells whether there is a value for a text.
    ///
    /// @param key the key
    /// @return whether there is
    public boolean has(String key) {
        return find(new Text(key)).isPresent();
    }

    void put(Value key, Value value) {
        pairs = Items.append(Items.append(pairs, key), value);
        index = Optional.empty();
    }

    /// The number of entries that were put, those that replaced another included.
    int puts() {
        return Items.of(pairs).size() / 2;
    }

    private Index index() {
        Optional<Index> now = index;
        if (now.isEmpty()) {
            now = Optional.of(Index.of(Items.of(pairs)));
            index = now;
        }
        return now.get();
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }

    /// The entries without those that were replaced, and where each key is. There is a table for each Java class of
    /// keys, so that those with one hash code can be compared, and none is slow to look up whatever a file holds.
    private record Index(List<Entry> entries, Map<Object, Integer> texts, Map<Object, Integer> wholes,
            Map<Object, Integer> reals, Map<Object, Integer> others) {
        static Index of(List<Value> pairs) {
            List<Entry> entries = new ArrayList<>(pairs.size() / 2);
            Index index = new Index(Collections.unmodifiableList(entries), new HashMap<>(), new HashMap<>(),
                    new HashMap<>(), new IdentityHashMap<>());
            for (int n = 0; n < pairs.size(); n += 2) {
                Value key = pairs.get(n);
                Integer before = index.table(key).putIfAbsent(key(key), entries.size());
                if (before == null) {
                    entries.add(new Entry(key, pairs.get(n + 1)));
                } else {
                    entries.set(before, new Entry(entries.get(before).key(), pairs.get(n + 1)));
                }
            }
            return index;
        }

        Map<Object, Integer> table(Value key) {
            return switch (key(key)) {
                case String _ -> texts;
                case BigInteger _ -> wholes;
                case Double _ -> reals;
                default -> others;
            };
        }

        static Object key(Value key) {
            return switch (key) {
                case Text text -> text.value();
                case Whole(BigInteger value) -> value;
                case Truth(boolean value) -> value ? BigInteger.ONE : BigInteger.ZERO;
                case Real(double value) when Double.isFinite(value) && value == Math.rint(value) ->
                    new BigDecimal(value).toBigInteger();
                case Real(double value) -> value;
                default -> key;
            };
        }
    }
}
