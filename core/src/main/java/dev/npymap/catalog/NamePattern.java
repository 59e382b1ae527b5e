package dev.npymap.catalog;

/// Names in which `*` stands for any characters, slashes too, and `?` for one.
final class NamePattern {
    private final int[] pattern;

    NamePattern(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    /// Whether a text has one of the characters that stand for others.
    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /// Whether a name is one of those that the pattern stands for. The time is the product of both lengths at most.
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
