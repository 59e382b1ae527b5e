package dev.npymap;

/// The Python interpreter that the tests ask.
public final class Python {
    private Python() {
    }

    /// {@return its command: `NPYMAP_PYTHON`, or `python3` where that is not set or empty}
    public static String command() {
        return command(System.getenv("NPYMAP_PYTHON"));
    }

    static String command(String set) {
        return set == null || set.isBlank() ? "python3" : set;
    }
}
