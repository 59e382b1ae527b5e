package dev.npymap.store;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a new version will consist of, as far as its writer knows: the arrays of its base, and the changes.
///
/// @param base       the version from which it was begun
/// @param origins    where each array is
/// @param touched    the names whose arrays were added, replaced, removed, renamed or indexed
/// @param indexed    the keys that will have an index
/// @param attributes attributes by the names of arrays, which the writer changes
record Draft(Manifest base, SortedMap<String, Origin> origins, SortedSet<String> touched, SortedSet<String> indexed,
        Map<String, Map<String, Object>> attributes) {

    /// Where the file of an array is.
    sealed interface Origin {
    }

    /// In the base.
    ///
    /// @param name the name of the array there
    record Kept(String name) implements Origin {
    }

    /// In the directory of the build.
    ///
    /// @param file the file
    record Written(Path file) implements Origin {
    }

    static Draft of(Manifest base) {
        SortedMap<String, Origin> origins = new TreeMap<>();
        base.arrays().keySet().forEach(name -> origins.put(name, new Kept(name)));
        Map<String, Map<String, Object>> attributes = new HashMap<>();
        base.attributes().forEach((name, values) -> attributes.put(name, new LinkedHashMap<>(values)));
        return new Draft(base, origins, new TreeSet<>(), new TreeSet<>(base.indexes().keySet()), attributes);
    }

    /// The names directly in a group.
    SortedSet<String> inGroup(String group) {
        SortedSet<String> names = new TreeSet<>();
        for (String name : origins.keySet()) {
            if (StoreNames.group(name).equals(group)) {
                names.add(name);
            }
        }
        return names;
    }

    /// The names of an array, or of all arrays below a group.
    SortedSet<String> below(String name) {
        SortedSet<String> names = new TreeSet<>();
        for (String one : origins.keySet()) {
            if (one.equals(name) || one.startsWith(name + "/")) {
                names.add(one);
            }
        }
        return names;
    }

    void written(String name, Path file) {
        origins.put(name, new Written(file));
        touched.add(name);
        // The writer may hold the map.
        if (attributes.containsKey(name)) {
            attributes.get(name).clear();
        }
    }

    void remove(String name) {
        origins.remove(name);
        touched.add(name);
        indexed.remove(name);
        attributes.remove(name);
    }

    /// Takes the names whose attributes the writer has changed for touched.
    void touchChangedAttributes() {
        Set<String> names = new TreeSet<>(attributes.keySet());
        names.retainAll(origins.keySet());
        for (String name : names) {
            if (!attributes.get(name).equals(base.attributes().getOrDefault(name, Map.of()))) {
                touched.add(name);
            }
        }
    }
}
