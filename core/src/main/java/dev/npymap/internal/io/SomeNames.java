package dev.npymap.internal.io;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A list of names for a message: the first few, and the number of further ones.
public final class SomeNames {
    private static final int MOST = 10;

    private SomeNames() {
    }

    public static String of(List<String> names) {
        return of(names, name -> name);
    }

    /// As [#of(List)], making only the shown names.
    public static <T> String of(List<T> named, Function<T, String> name) {
        int more = named.size() - MOST;
        String first = named.stream().limit(MOST).map(name).collect(Collectors.joining(", "));
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
