package dev.npymap.pickle;

import java.util.List;

/// Python's `set` or `frozenset`, with its items in the pickle's order.
public final class SetValue implements Value {
    private final boolean frozen;
    private Object items;

    SetValue(boolean frozen, Items items) {
        this.frozen = frozen;
        this.items = Items.store(items);
    }

    /// Makes a set.
    ///
    /// @param items its items; that none is there twice is for the caller to see to
    /// @return the value
    public static SetValue set(Value... items) {
        return new SetValue(false, new Items(items.clone()));
    }

    /// Makes a frozenset.
    ///
    /// @param items its items; that none is there twice is for the caller to see to
    /// @return the value
    public static SetValue frozenSet(Value... items) {
        return new SetValue(true, new Items(items.clone()));
    }

    /// {@return whether it is a frozenset}
    public boolean isFrozen() {
        return frozen;
    }

    /// {@return the items, unmodifiable}
    public List<Value> items() {
        return Items.of(items);
    }

    /// What Python prints before the items.
    String open() {
        if (items().isEmpty()) {
            return frozen ? "frozenset(" : "set(";
        }
        return frozen ? "frozenset({" : "{";
    }

    /// What Python prints behind the items.
    String close() {
        return items().isEmpty() ? ")" : frozen ? "})" : "}";
    }

    void append(Value value) {
        items = Items.append(items, value);
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
