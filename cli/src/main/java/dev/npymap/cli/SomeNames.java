package dev.npymap.cli;

import java.util.List;

/// Names in a message: the first few, and how many more there are.
final class SomeNames {
    private static final int MOST = 10;

    private SomeNames() {
    }

    static String of(List<String> names) {
        int more = names.size() - MOST;
        return more > 0
                ? String.join(", ", names.subList(0, MOST)) + " and " + more + " more"
                : String.join(", ", names);
    }
}
