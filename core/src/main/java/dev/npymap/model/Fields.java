package dev.npymap.model;

import dev.npymap.internal.python.PythonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of a structured dtype, found by name or title, and their common properties.
///
/// Cost: linear in the number of fields when an instance is made, constant afterwards.
final class Fields {
    static final Fields NONE = new Fields(List.of());

    private final List<Field> list;
    private final Map<String, Field> byName;
    private final boolean overlaid;
    private final boolean objects;

    /// @throws IllegalArgumentException if two fields share a name or title
    Fields(List<Field> fields) {
        this.list = List.copyOf(fields);
        this.byName = HashMap.newHashMap(list.size());
        boolean disordered = false;
        boolean hold = false;
        long end = 0;
        for (Field field : list) {
            add(field.name(), field);
            field.title().ifPresent(title -> add(title, field));
            disordered |= field.offset() < end || field.dtype().isOverlaid();
            hold |= field.dtype().holdsObjects();
            end = field.end();
        }
        this.overlaid = disordered;
        this.objects = hold;
    }

    private void add(String name, Field field) {
        if (byName.put(name, field) != null) {
            throw new IllegalArgumentException(
                    "field name " + PythonText.quote(field.name()) + " or its title is used twice");
        }
    }

    List<Field> list() {
        return list;
    }

    /// The names, each followed by its title.
    List<String> keys() {
        List<String> keys = new ArrayList<>(byName.size());
        for (Field field : list) {
            keys.add(field.name());
            field.title().ifPresent(keys::add);
        }
        return keys;
    }

    Optional<Field> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Whether fields, or fields nested in them, overlap or are not in the order of their offsets.
    boolean overlaid() {
        return overlaid;
    }

    /// Whether a field, or one nested in it, is a Python object.
    boolean holdObjects() {
        return objects;
    }
}
