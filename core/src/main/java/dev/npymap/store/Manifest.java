package dev.npymap.store;

import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a version consists of, as its `version.json` says.
///
/// Immutable.
///
/// @param number     the version's number, from 1
/// @param parent     the number of the version before; 0 for the first
/// @param time       when it was published, in whole milliseconds
/// @param message    what its writer said about it
/// @param arrays     the arrays by name
/// @param indexes    the indexes by the names of their keys
/// @param attributes attributes by the names of arrays; see [Json]
record Manifest(long number, long parent, Instant time, String message, SortedMap<String, StoredArray> arrays,
        SortedMap<String, StoredIndex> indexes, SortedMap<String, Map<String, Object>> attributes) {
    /// What a store without versions has.
    static final Manifest EMPTY = new Manifest(0, 0, Instant.EPOCH, "", new TreeMap<>(), new TreeMap<>(),
            new TreeMap<>());

    /// {@return the content id: equal for the same names, types and stored elements, whatever else differs}
    String id() {
        MessageDigest digest = Sha256.digest();
        arrays.forEach((name, array) -> digest.update((name + '\t' + array.descr() + '\t' + letter(array.order()) + '\t'
                + dims(array.shape()) + '\t' + array.sha256() + '\n').getBytes(StandardCharsets.US_ASCII)));
        return Sha256.hex(digest);
    }

    static String letter(Order order) {
        return order == Order.F ? "F" : "C";
    }

    private static String dims(Shape shape) {
        return Arrays.stream(shape.toArray()).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
    }

    /// The arrays directly in a group.
    SortedMap<String, StoredArray> inGroup(String group) {
        SortedMap<String, StoredArray> found = new TreeMap<>();
        arrays.forEach((name, array) -> {
            if (StoreNames.group(name).equals(group)) {
                found.put(name, array);
            }
        });
        return found;
    }

    /// The groups that have an index, and are tables therefore.
    SortedSet<String> tables() {
        SortedSet<String> tables = new TreeSet<>();
        indexes.keySet().forEach(key -> tables.add(StoreNames.group(key)));
        return tables;
    }
}
