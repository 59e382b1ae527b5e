package dev.npymap.pickle;

import java.util.List;
import java.util.Optional;

/// Python's `set` or `frozenset`, with its items in the pickle's order.
public final class SetValue implements Value {
    private final boolean frozen;
    private final KeyMarks marks;
    private Object items;
    /// The items without those that are equal to one before; found on first use.
    private volatile Optional<List<Value>> unique = Optional.empty();

    SetValue(boolean frozen, Items items, KeyMarks marks) {
        this.frozen = frozen;
        this.marks = marks;
        this.items = Items.store(items);
    }

    /// Returns the value of a set.
    ///
    /// @param items the items; of equal ones the first is kept
    /// @return the value
    public static SetValue set(Value... items) {
        return new SetValue(false, new Items(items.clone()), new KeyMarks());
    }

    /// Returns the value of a frozenset.
    ///
    /// @param items the items; of equal ones the first is kept
    /// @return the value
    public static SetValue frozenSet(Value... items) {
        return new SetValue(true, new Items(items.clone()), new KeyMarks());
    }

    /// {@return whether this is a frozenset}
    public boolean isFrozen() {
        return frozen;
    }

    /// {@return the items, unmodifiable}
    public List<Value> items() {
        Optional<List<Value>> now = unique;
        if (now.isEmpty()) {
            now = Optional.of(KeyIndex.unique(Items.of(items), marks));
            unique = now;
        }
        return now.get();
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
        unique = Optional.empty();
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
