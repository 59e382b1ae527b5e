package dev.npymap.pickle;

import java.util.List;
import java.util.Optional;

/// Python's `dict` or `OrderedDict`, with its entries in order.
///
/// Keys that are texts or numbers are compared by value, so that `1`, `1.0` and `True` are the same key; other keys by
/// identity.
public final class DictValue implements Value {
    private final boolean ordered;
    private Object pairs = Items.NONE;
    /// Built on first use.
    private volatile Optional<KeyIndex> index = Optional.empty();
    private final KeyMarks marks;

    DictValue(boolean ordered, KeyMarks marks) {
        this.ordered = ordered;
        this.marks = marks;
    }

    /// An entry.
    ///
    /// @param key   the key
    /// @param value the key's value
    public record Entry(Value key, Value value) {
        @Override
        public String toString() {
            return key + ": " + value;
        }
    }

    /// Returns the value of a dictionary.
    ///
    /// @param entries the entries in order; of two with the same key the second counts
    /// @return the value
    public static DictValue of(Entry... entries) {
        DictValue mapping = new DictValue(false, new KeyMarks());
        for (Entry entry : entries) {
            mapping.put(entry.key(), entry.value());
        }
        return mapping;
    }

    /// {@return whether this is a `collections.OrderedDict`}
    public boolean isOrdered() {
        return ordered;
    }

    /// {@return the number of keys}
    public int size() {
        return entries().size();
    }

    /// {@return the entries in order, unmodifiable}
    public List<Entry> entries() {
        return index().entries();
    }

    /// Finds a value by its key.
    ///
    /// @param key the key
    /// @return the value, or nothing if the dictionary lacks the key
    public Optional<Value> find(Value key) {
        return index().find(key);
    }

    /// Tells whether the dictionary has a text as a key.
    ///
    /// @param key the key
    /// @return whether it has
    public boolean has(String key) {
        return find(new TextValue(key)).isPresent();
    }

    void put(Value key, Value value) {
        pairs = Items.append(Items.append(pairs, key), value);
        index = Optional.empty();
    }

    /// The number of entries that were put, including those that replaced another one.
    int puts() {
        return Items.of(pairs).size() / 2;
    }

    private KeyIndex index() {
        Optional<KeyIndex> now = index;
        if (now.isEmpty()) {
            now = Optional.of(new KeyIndex(Items.of(pairs), marks));
            index = now;
        }
        return now.get();
    }

    /// Finds a value by the name that its key has in paths.
    Optional<Value> named(String name) {
        return find(new TextValue(name)).or(() -> index().named(name));
    }

    /// The length of the longest name of a key.
    int longestName() {
        return index().longestName();
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
