package dev.npymap.cli.source;

import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The text between the brackets of `a[...]` in NumPy: a slice, one item of which may be a list of positions.
final class IndexText {
    /// The largest number of axes in NumPy.
    private static final int MOST_AXES = 64;

    private final String text;

    private IndexText(String text) {
        this.text = text;
    }

    /// Parses the items, with or without brackets around the whole slice.
    ///
    /// @throws IllegalArgumentException if the text is malformed, or has items that only NumPy supports
    static Part parse(String text) {
        return new IndexText(text).part();
    }

    private Part part() {
        List<String> items = split(opened());
        List<Integer> lists = IntStream.range(0, items.size()).filter(n -> items.get(n).startsWith("[")).boxed()
                .toList();
        if (lists.isEmpty()) {
            return new Part(Optional.of(Slice.parse(text)), Optional.empty());
        }
        if (lists.size() > 1) {
            throw refused("NumPy pairs several lists of positions; take one after the other");
        }
        int list = lists.getFirst();
        List<Long> values = new ArrayList<>();
        List<Long> dims = new ArrayList<>();
        read(items.get(list), 0, dims, values);
        items.set(list, ":");
        List<Slice> slices = Slice.parse(String.join(",", items));
        NdArray positions = LongArray.of(values.stream().mapToLong(n -> n).toArray(),
                dims.stream().mapToLong(n -> n).toArray());
        return new Part(Optional.of(slices), Optional.of(new Positions(slices, list, positions)));
    }

    /// The text without brackets around a slice; brackets around integers alone make a list of positions.
    private String opened() {
        String whole = text.strip();
        if (!isList(whole)) {
            return whole;
        }
        String inner = whole.substring(1, whole.length() - 1);
        boolean slice = split(inner).stream().anyMatch(item -> !item.startsWith("[")
                && (item.contains(":") || !item.isEmpty() && !(Character.isDigit(item.charAt(item.length() - 1)))));
        return slice ? inner : whole;
    }

    /// Whether a single pair of brackets encloses the whole item.
    private static boolean isList(String item) {
        int depth = 0;
        for (int n = 0; n < item.length(); n++) {
            depth += item.charAt(n) == '[' ? 1 : item.charAt(n) == ']' ? -1 : 0;
            if (depth <= 0) {
                return n > 0 && n == item.length() - 1;
            }
        }
        return false;
    }

    /// The items between commas outside of brackets.
    private static List<String> split(String list) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int first = 0;
        for (int n = 0; n < list.length(); n++) {
            char c = list.charAt(n);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                items.add(list.substring(first, n).strip());
                first = n + 1;
            }
        }
        items.add(list.substring(first).strip());
        return items;
    }

    /// Parses a list of lists, all of one shape.
    private void read(String list, int depth, List<Long> dims, List<Long> values) {
        if (!isList(list) || depth == MOST_AXES) {
            throw refused("a list of positions is [0, 2], or lists of equal lengths in a list");
        }
        List<String> items = split(list.substring(1, list.length() - 1));
        if (items.getLast().isEmpty()) {
            items.removeLast();
        }
        boolean known = dims.size() > depth;
        if (!known) {
            dims.add((long) items.size());
        }
        boolean lists = !items.isEmpty() && items.getFirst().startsWith("[");
        boolean fits = dims.get(depth) == items.size()
                && (!known || items.isEmpty() || lists == depth + 1 < dims.size());
        if (!fits) {
            throw refused("the lists of positions are not of one shape");
        }
        for (String item : items) {
            if (lists) {
                read(item, depth + 1, dims, values);
            } else {
                values.add(position(item));
            }
        }
    }

    private long position(String item) {
        if (!item.startsWith("[") && Slice.parse(item) instanceof List<Slice> one && one.size() == 1
                && one.getFirst() instanceof Slice.Index(long position)) {
            return position;
        }
        throw refused("'" + item + "' is not a position in a list");
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("unsupported slice \"" + text + "\": " + why);
    }
}
