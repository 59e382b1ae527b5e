package dev.npymap.pickle;

import java.util.List;

/// Python's `list` or `tuple`.
public final class ListValue implements Value {
    private final boolean tuple;
    private Object items;

    ListValue(boolean tuple, Items items) {
        this.tuple = tuple;
        this.items = Items.store(items);
    }

    /// Returns the value of a list.
    ///
    /// @param items the items in order
    /// @return the value
    public static ListValue list(Value... items) {
        return new ListValue(false, new Items(items.clone()));
    }

    /// Returns the value of a tuple.
    ///
    /// @param items the items in order
    /// @return the value
    public static ListValue tuple(Value... items) {
        return new ListValue(true, new Items(items.clone()));
    }

    /// {@return whether this is a tuple, not a list}
    public boolean isTuple() {
        return tuple;
    }

    /// {@return the number of items}
    public int size() {
        return Items.of(items).size();
    }

    /// {@return the items, unmodifiable}
    public List<Value> items() {
        return Items.of(items);
    }

    /// The text that Python prints before the items.
    String open() {
        return tuple ? "(" : "[";
    }

    /// The text that Python prints after the items.
    String close() {
        return !tuple ? "]" : size() == 1 ? ",)" : ")";
    }

    void append(Value value) {
        items = Items.append(items, value);
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
