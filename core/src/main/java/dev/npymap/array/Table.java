package dev.npymap.array;

import dev.npymap.model.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named columns of one length: arrays whose first axes are rows.
///
/// A column may have further axes, as embeddings have. Immutable; lifetime and threads are those of the columns.
public final class Table {
    private final Map<String, NdArray> columns;
    private final long length;

    private Table(Map<String, NdArray> columns, long length) {
        this.columns = columns;
        this.length = length;
    }

    /// Builds a table of columns.
    ///
    /// @param columns the columns by name, in their order; at least one
    /// @return a table of the same arrays
    /// @throws IllegalArgumentException if a column has no axis, or the columns differ in length
    public static Table of(Map<String, ? extends NdArray> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table has at least one column");
        }
        long length = -1;
        String first = "";
        for (Map.Entry<String, ? extends NdArray> column : columns.entrySet()) {
            if (column.getValue().rank() == 0) {
                throw new IllegalArgumentException("column " + column.getKey() + " has no rows: its shape is []");
            }
            long rows = column.getValue().shape().dim(0);
            if (length >= 0 && rows != length) {
                throw new IllegalArgumentException("columns differ in length: " + first + " has " + length + " rows, "
                        + column.getKey() + " has " + rows);
            }
            first = length < 0 ? column.getKey() : first;
            length = rows;
        }
        return new Table(Collections.unmodifiableMap(new LinkedHashMap<>(columns)), length);
    }

    /// {@return the names of the columns, in their order}
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /// {@return the columns by name, in their order, unmodifiable}
    public Map<String, NdArray> columns() {
        return columns;
    }

    /// {@return a column}
    /// @param name its name
    /// @throws IllegalArgumentException if the table has no such column
    public NdArray column(String name) {
        NdArray column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("no column " + name + "; the table has " + String.join(", ", names()));
        }
        return column;
    }

    /// {@return the number of rows}
    public long length() {
        return length;
    }

    /// Copies rows.
    ///
    /// @param indices positions of rows, negative ones counted from the end
    /// @return a table of as many rows as there are positions, with columns in memory of their own
    /// @throws IndexOutOfBoundsException if there is no such row
    public Table take(long... indices) {
        Map<String, NdArray> taken = new LinkedHashMap<>();
        columns.forEach((name, column) -> taken.put(name, column.take(0, indices)));
        return new Table(Collections.unmodifiableMap(taken), indices.length);
    }

    /// {@return this table with other threads for the operations of its columns}
    /// @param threads the threads that share the work
    public Table with(Threads threads) {
        Map<String, NdArray> others = new LinkedHashMap<>();
        columns.forEach((name, column) -> others.put(name, column.with(threads)));
        return new Table(Collections.unmodifiableMap(others), length);
    }

    /// {@return the number of rows, and each column's name, dtype and shape}
    @Override
    public String toString() {
        List<String> texts = new ArrayList<>();
        columns.forEach((name, column) -> texts.add(name + " " + column.dtype() + " " + column.shape()));
        return length + " rows: " + String.join(", ", texts);
    }
}
