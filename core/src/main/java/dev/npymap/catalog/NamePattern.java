package dev.npymap.catalog;

/// A pattern in which `*` matches any characters, including slashes, and `?` matches one.
final class NamePattern {
    private final int[] pattern;

    NamePattern(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    /// Whether a text contains one of these wildcards.
    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /// Whether a name matches the pattern. The time is at most the product of both lengths.
    boolean matches(String text) {
        int[] name = text.codePoints().toArray();
        int at = 0;
        int star = -1;
        int afterStar = 0;
        for (int n = 0; n < name.length;) {
            if (at < pattern.length && pattern[at] == '*') {
                star = at++;
                afterStar = n;
            } else if (at < pattern.length && (pattern[at] == '?' || pattern[at] == name[n])) {
                at++;
                n++;
            } else if (star >= 0) {
                at = star + 1;
                n = ++afterStar;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == '*') {
            at++;
        }
        return at == pattern.length;
    }
}
