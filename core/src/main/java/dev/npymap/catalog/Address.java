package dev.npymap.catalog;

import dev.npymap.store.ArrayStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A parsed address: `FILE/NAME#N`, or `STORE@VERSION/NAME`.
///
/// @param text    the whole address
/// @param file    the name of the file, or of the directory of a store
/// @param version a number, a tag or `latest` of a store; empty if the address is in no store
/// @param names   the names after the file, without the slash; empty for the whole file
/// @param number  the number directly after the file
record Address(String text, String file, Optional<String> version, String names, OptionalLong number) {
    /// Standard input.
    static final String STREAM = "-";
    /// The prefix of an address of numbers without a header.
    static final String RAW = "raw:";
    private static final int LONGEST_PATH = 1 << 13;
    /// Names followed by a number that is sure to fit a `long`.
    private static final Pattern NUMBERED = Pattern.compile("(?s)(.*)#([0-9]{1,18})");

    /// The version of a store that an address means if it names none.
    private static final String NEWEST = "latest";

    /// Names followed by a number.
    record Numbered(String names, long number) {
    }

    /// Parses an address: if a file exists under the whole text, that is the file, otherwise the longest beginning that
    /// is a regular file or a store.
    ///
    /// @return an address whose file is the whole text if there is no such file
    /// @throws NoSuchFileException if names follow a number
    static Address of(String text) throws NoSuchFileException {
        if (text.equals(STREAM) || isFile(text)) {
            return new Address(text, text, Optional.empty(), "", OptionalLong.empty());
        }
        for (int end = text.length(); end > 0; end = text.lastIndexOf('/', end - 1)) {
            String beginning = text.substring(0, end);
            String names = end == text.length() ? "" : text.substring(end + 1);
            if (isFile(beginning)) {
                return new Address(text, beginning, Optional.empty(), names, OptionalLong.empty());
            }
            Optional<Address> inStore = inStore(text, beginning, names);
            if (inStore.isPresent()) {
                return inStore.get();
            }
        }
        Optional<Numbered> numbered = numbered(text).filter(of -> isFile(of.names()));
        if (numbered.isPresent()) {
            return new Address(text, numbered.get().names(), Optional.empty(), "",
                    OptionalLong.of(numbered.get().number()));
        }
        requireNumberAtEnd(text);
        return new Address(text, text, Optional.empty(), "", OptionalLong.empty());
    }

    private static Optional<Address> inStore(String text, String beginning, String names) {
        int at = beginning.lastIndexOf('@');
        if (isStore(beginning)) {
            return Optional.of(new Address(text, beginning, Optional.of(NEWEST), names, OptionalLong.empty()));
        }
        return at > 0 && beginning.indexOf('/', at) < 0 && isStore(beginning.substring(0, at))
                ? Optional.of(new Address(text, beginning.substring(0, at), Optional.of(beginning.substring(at + 1)),
                        names, OptionalLong.empty()))
                : Optional.empty();
    }

    private static boolean isStore(String text) {
        try {
            return !text.isEmpty() && text.length() <= LONGEST_PATH && ArrayStore.isStore(Path.of(text));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /// The part of the text before the names.
    String beginning() {
        return names.isEmpty() ? text : text.substring(0, text.length() - names.length() - 1);
    }

    /// Whether the address is of numbers without a header.
    boolean isRaw() {
        return file.equals(text) && text.startsWith(RAW) && !isFile(text);
    }

    boolean isStream() {
        return text.equals(STREAM);
    }

    /// Separates names from a number at their end.
    static Optional<Numbered> numbered(String names) {
        Matcher numbered = NUMBERED.matcher(names);
        return numbered.matches()
                ? Optional.of(new Numbered(numbered.group(1), Long.parseLong(numbered.group(2))))
                : Optional.empty();
    }

    /// Refuses an address in which names follow a number.
    private static void requireNumberAtEnd(String text) throws NoSuchFileException {
        for (int end = text.lastIndexOf('/'); end > 0; end = text.lastIndexOf('/', end - 1)) {
            Optional<Numbered> found = numbered(text.substring(0, end)).filter(of -> isFile(of.names()));
            if (found.isPresent()) {
                throw new NoSuchFileException(text, null, "no such file; a number stands at the end: "
                        + found.get().names() + text.substring(end) + "#" + found.get().number());
            }
        }
    }

    /// Whether a text is the path of a regular file. Longer texts than any system's paths are not looked up.
    static boolean isFile(String text) {
        try {
            return !text.isEmpty() && text.length() <= LONGEST_PATH && Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException _) {
            return false;
        }
    }
}
