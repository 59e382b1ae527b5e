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

    /// Makes a list.
    ///
    /// @param items its items
    /// @return the value
    public static ListValue list(Value... items) {
        return new ListValue(false, new Items(items.clone()));
    }

    /// Makes a tuple.
    ///
    /// @param items its items
    /// @return the value
    public static ListValue tuple(Value... items) {
        return new ListValue(true, new Items(items.clone()));
    }

    /// {@return whether it is a tuple, and not a list}
    public boolean isTuple() {
        return tuple;
    }

    /// {@return how many items there are}
    public int size() {
        return Items.of(items).size();
    }

    /// {@return the items, unmodifiable}
    public List<Value> items() {
        return Items.of(items);
    }

    /// What Python prints before the items.
    String open() {
        return tuple ? "(" : "[";
    }

    /// What Python prints behind the items.
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
