package dev.npymap.pickle;

import java.util.List;
import java.util.Optional;

/// Python's `dict` or `OrderedDict`, in its order.
///
/// Keys that are texts or numbers are found by their value, `1`, `1.0` and `True` being the same key; others by
/// identity.
public final class DictValue implements Value {
    private final boolean ordered;
    private Object pairs = Items.NONE;
    /// Made when somebody asks.
    private volatile Optional<KeyIndex> index = Optional.empty();
    private final LongKeys longKeys;

    DictValue(boolean ordered, LongKeys longKeys) {
        this.ordered = ordered;
        this.longKeys = longKeys;
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
    public static DictValue of(Entry... entries) {
        DictValue mapping = new DictValue(false, new LongKeys());
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
        return index().find(key);
    }

    /// Tells whether there is a value for a text.
    ///
    /// @param key the key
    /// @return whether there is
    public boolean has(String key) {
        return find(new TextValue(key)).isPresent();
    }

    void put(Value key, Value value) {
        pairs = Items.append(Items.append(pairs, key), value);
        index = Optional.empty();
    }

    /// The number of entries that were put, those that replaced another included.
    int puts() {
        return Items.of(pairs).size() / 2;
    }

    private KeyIndex index() {
        Optional<KeyIndex> now = index;
        if (now.isEmpty()) {
            now = Optional.of(new KeyIndex(Items.of(pairs), longKeys));
            index = now;
        }
        return now.get();
    }

    /// Finds a value by the name of its key in paths.
    Optional<Value> named(String name) {
        return find(new TextValue(name)).or(() -> index().named(name));
    }

    /// How long the longest name of a key is.
    int longestName() {
        return index().longestName();
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
