package dev.npymap.catalog;

import dev.npymap.internal.io.SomeNames;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The entries that the names of an address select.
///
/// @param entries the entries, in the order of the file
/// @param number  the number at the end of the address
record Selection(List<Entry> entries, OptionalLong number) {
    /// Fields are not nested deeper than headers allow, so no more slashes are examined from the end of a name.
    private static final int MAX_DEPTH = 200;

    /// Follows the names of an address: a name that exists as a whole takes precedence over one that ends in a number.
    static Selection of(Address at, Contents contents) throws IOException {
        try {
            if (at.number().isPresent()) {
                List<Entry> one = contents.numbered(at.number().getAsLong()).entries();
                if (one.stream().anyMatch(entry -> !entry.isFile())) {
                    throw new NumberMissing(at.file() + " holds what has names: there is no number "
                            + at.number().getAsLong());
                }
                return new Selection(one, at.number());
            }
            if (at.names().isEmpty()) {
                return new Selection(contents.entries(), OptionalLong.empty());
            }
            List<Entry> named = find(contents, at.names());
            Optional<Address.Numbered> numbered = Address.numbered(at.names());
            if (named.isEmpty() && numbered.isPresent()) {
                Contents one = contents.numbered(numbered.get().number());
                named = find(one, numbered.get().names());
                return found(named, one, at, numbered.get().names(), OptionalLong.of(numbered.get().number()));
            }
            return found(named, contents, at, at.names(), OptionalLong.empty());
        } catch (NumberMissing missing) {
            throw new NoSuchFileException(at.text(), null, missing.getMessage());
        }
    }

    private static Selection found(List<Entry> named, Contents contents, Address at, String names, OptionalLong number)
            throws IOException {
        if (named.isEmpty()) {
            throw new NoSuchFileException(at.text(), null,
                    fields(contents, names).orElse(contents.known(names)));
        }
        return new Selection(named, number);
    }

    /// Describes the existing fields, if a name leads to records but not to one of their fields.
    private static Optional<String> fields(Contents contents, String names) throws IOException {
        List<Integer> ends = new ArrayList<>(List.of(names.length()));
        ends.addAll(slashes(names));
        ends.add(0);
        for (int end : ends) {
            Optional<Entry> records = records(contents, names.substring(0, end));
            if (records.isPresent()) {
                List<String> all = records.get().kind() == Entry.Kind.OBJECTS
                        ? records.get().dtype().map(Dtype::fields).orElse(List.of()).stream().map(Field::name).toList()
                        : FieldEntry.all(records.get()).stream().map(FieldEntry::fieldName).toList();
                return all.isEmpty()
                        ? Optional.empty()
                        : Optional.of("no such field; " + (records.get().isFile()
                                ? "the records have "
                                : records.get().name() + " has ") + SomeNames.of(all, name -> name));
            }
        }
        return Optional.empty();
    }

    private static List<Entry> find(Contents contents, String names) throws IOException {
        Optional<Entry> whole = contents.find(names);
        if (whole.isPresent()) {
            return List.of(whole.get());
        }
        Optional<Entry> inside = inside(contents, names);
        if (inside.isPresent()) {
            return List.of(inside.get());
        }
        return NamePattern.isPattern(names) ? matching(contents, names) : List.of();
    }

    /// Finds a field of records, or a part of an array of Python objects, after the longest name that exists.
    private static Optional<Entry> inside(Contents contents, String names) throws IOException {
        for (int end : slashes(names)) {
            Optional<Entry> found = inside(records(contents, names.substring(0, end)), names.substring(end + 1));
            if (found.isPresent()) {
                return found;
            }
        }
        return inside(records(contents, ""), names);
    }

    /// The positions where names may end and a field begin, the longest names first.
    private static List<Integer> slashes(String names) {
        List<Integer> slashes = new ArrayList<>();
        for (int at = names.lastIndexOf('/'); at > 0
                && slashes.size() < MAX_DEPTH; at = names.lastIndexOf('/', at - 1)) {
            slashes.add(at);
        }
        return slashes;
    }

    private static Optional<Entry> inside(Optional<Entry> outer, String name) throws IOException {
        if (outer.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Entry> field = FieldEntry.find(outer.get(), name);
        return field.isPresent() ? field : outer.get().part(name);
    }

    private static Optional<Entry> records(Contents contents, String name) throws IOException {
        return name.isEmpty()
                ? contents.entries().stream().filter(entry -> entry.isFile()).findFirst()
                : contents.find(name);
    }

    /// All entries whose names match a pattern, or all fields that match the end of one.
    private static List<Entry> matching(Contents contents, String names) throws IOException {
        List<Entry> all = new ArrayList<>();
        for (Entry entry : contents.entries()) {
            all.addAll(entry.tree().entries());
        }
        List<Entry> matching = outermost(all, new NamePattern(names));
        if (!matching.isEmpty()) {
            return matching;
        }
        for (int end : slashes(names)) {
            NamePattern outer = new NamePattern(names.substring(0, end));
            NamePattern field = new NamePattern(names.substring(end + 1));
            matching = new ArrayList<>();
            for (Entry entry : all) {
                if (outer.matches(entry.name())) {
                    matching.addAll(fields(entry, field));
                }
            }
            if (!matching.isEmpty()) {
                return matching;
            }
        }
        NamePattern field = new NamePattern(names);
        matching = new ArrayList<>();
        for (Entry entry : all) {
            if (entry.isFile()) {
                matching.addAll(fields(entry, field));
            }
        }
        return matching;
    }

    /// The matching entries, without entries in a container that matches too.
    private static List<Entry> outermost(List<Entry> all, NamePattern pattern) {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : all) {
            boolean inside = !found.isEmpty() && found.getLast().isContainer()
                    && entry.name().startsWith(found.getLast().name() + "/");
            if (!inside && !entry.isFile() && pattern.matches(entry.name())) {
                found.add(entry);
            }
        }
        return found;
    }

    private static List<Entry> fields(Entry records, NamePattern pattern) throws IOException {
        List<Entry> found = new ArrayList<>();
        if (records.kind() == Entry.Kind.OBJECTS) {
            for (Field field : records.dtype().map(Dtype::fields).orElse(List.of())) {
                if (pattern.matches(field.name())) {
                    records.part(field.name()).ifPresent(found::add);
                }
            }
        }
        for (FieldEntry field : FieldEntry.all(records)) {
            boolean inside = !found.isEmpty() && field.name().startsWith(found.getLast().name() + "/");
            if (!inside && pattern.matches(field.fieldName())) {
                found.add(field);
            }
        }
        return found;
    }
}
