package dev.npymap.pickle;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/// A list that can grow inside this package and is read-only outside.
///
/// A pickle of a few bytes can make millions of containers, most of them with one item or none; a container therefore
/// keeps a *store*: [#NONE], the single [Value] itself, or its items.
final class Items extends AbstractList<Value> implements RandomAccess {
    /// The store without items.
    static final Items NONE = new Items();

    private Value[] values;
    private int size;

    Items(Value... values) {
        this.values = values;
        this.size = values.length;
    }

    /// {@return the smallest store that holds items}
    static Object store(Items items) {
        return switch (items.size) {
            case 0 -> NONE;
            case 1 -> items.values[0];
            default -> items;
        };
    }

    /// {@return the store with one more item; the old store must not be used any more}
    static Object append(Object store, Value value) {
        if (store == NONE) {
            return value;
        }
        Items items = of(store);
        items.append(value);
        return items;
    }

    /// {@return the items in a store}
    static Items of(Object store) {
        return store instanceof Value one ? new Items(one) : (Items) store;
    }

    private void append(Value value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1) + 1);
        }
        values[size++] = value;
    }

    @Override
    public Value get(int index) {
        return values[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
        return size;
    }

    /// Identity, as for every value that may contain itself.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return ValueText.of(new ListValue(false, this));
    }
}
