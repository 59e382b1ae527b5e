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

    /// Returns the value of a set.
    ///
    /// @param items the items; the caller makes sure that none occurs twice
    /// @return the value
    public static SetValue set(Value... items) {
        return new SetValue(false, new Items(items.clone()));
    }

    /// Returns the value of a frozenset.
    ///
    /// @param items the items; the caller makes sure that none occurs twice
    /// @return the value
    public static SetValue frozenSet(Value... items) {
        return new SetValue(true, new Items(items.clone()));
    }

    /// {@return whether this is a frozenset}
    public boolean isFrozen() {
        return frozen;
    }

    /// {@return the items, unmodifiable}
    public List<Value> items() {
        return Items.of(items);
    }

    /// The text that Python prints before the items.
    String open() {
        if (items().isEmpty()) {
            return frozen ? "frozenset(" : "set(";
        }
        return frozen ? "frozenset({" : "{";
    }

    /// The text that Python prints after the items.
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
