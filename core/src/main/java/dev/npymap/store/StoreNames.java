package dev.npymap.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names that arrays and tags may have: they are parts of paths on any file system.
final class StoreNames {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private StoreNames() {
    }

    /// Checks the name of an array or a group.
    ///
    /// @return the name
    /// @throws IllegalArgumentException if it is not allowed, with the reason
    static String requireArray(String name) {
        for (String segment : name.split("/", -1)) {
            String why = refused(segment);
            if (!why.isEmpty()) {
                throw new IllegalArgumentException("no array can be named \"" + name + "\": " + why);
            }
        }
        return name;
    }

    /// Whether an array may have a name.
    static boolean isArray(String name) {
        return Stream.of(name.split("/", -1)).allMatch(segment -> refused(segment).isEmpty());
    }

    /// As [#requireArray], for a tag.
    static String requireTag(String tag) {
        String why = DIGITS.matcher(tag).matches()
                ? "a number means a version"
                : tag.equals("latest") ? "that is the newest version" : refused(tag);
        if (!why.isEmpty()) {
            throw new IllegalArgumentException("no tag can be named \"" + tag + "\": " + why);
        }
        return tag;
    }

    /// Why a segment of a name is refused; empty if it is allowed.
    private static String refused(String segment) {
        if (!SEGMENT.matcher(segment).matches()) {
            return "\"" + segment
                    + "\" is not 1 to 200 letters, digits, _, - or ., beginning with none of the last two";
        }
        if (segment.endsWith(".npy") || segment.endsWith(".index") || segment.equals("version.json")) {
            return "\"" + segment + "\" is kept for the store's own files";
        }
        return "";
    }

    /// Checks the names of all arrays of a version together.
    ///
    /// @throws IllegalArgumentException if two are equal but for case, or an array has the name of a group
    static void requireDistinct(Collection<String> names) {
        Map<String, String> spellings = new HashMap<>();
        Set<String> groups = new HashSet<>();
        for (String name : names) {
            for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
                requireOneSpelling(spellings, name.substring(0, end));
                groups.add(name.substring(0, end));
            }
            requireOneSpelling(spellings, name);
        }
        for (String name : names) {
            if (groups.contains(name)) {
                throw new IllegalArgumentException(name + " cannot be both an array and a group of arrays");
            }
        }
    }

    private static void requireOneSpelling(Map<String, String> spellings, String name) {
        String other = spellings.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
        if (other != null && !other.equals(name)) {
            throw new IllegalArgumentException(other + " and " + name + " differ in case only");
        }
    }

    /// The group of an array; empty for an array at the top.
    static String group(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }
}
