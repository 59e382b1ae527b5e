package dev.npymap.catalog;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address, taken apart: `FILE/NAME#N`.
///
/// @param text   the whole address
/// @param file   the part that names the file
/// @param names  what follows it, without the slash; empty for all of the file
/// @param number the number right behind the file
record Address(String text, String file, String names, OptionalLong number) {
    /// Standard input.
    static final String STREAM = "-";
    /// What an address of numbers without a header begins with.
    static final String RAW = "raw:";
    private static final int LONGEST_PATH = 1 << 13;
    /// Names with a number behind them, of as many digits as a `long` is sure to hold.
    private static final Pattern NUMBERED = Pattern.compile("(?s)(.*)#([0-9]{1,18})");

    /// Names with a number at their end.
    record Numbered(String names, long number) {
    }

    /// Takes an address apart: a file that exists under the whole text is meant, otherwise the longest beginning that is
    /// a regular file.
    ///
    /// @return an address whose file is the whole text if there is no such file
    /// @throws NoSuchFileException if names follow a number
    static Address of(String text) throws NoSuchFileException {
        if (text.equals(STREAM) || isFile(text)) {
            return new Address(text, text, "", OptionalLong.empty());
        }
        for (int end = text.lastIndexOf('/'); end > 0; end = text.lastIndexOf('/', end - 1)) {
            if (isFile(text.substring(0, end))) {
                return new Address(text, text.substring(0, end), text.substring(end + 1), OptionalLong.empty());
            }
        }
        Optional<Numbered> numbered = numbered(text).filter(of -> isFile(of.names()));
        if (numbered.isPresent()) {
            return new Address(text, numbered.get().names(), "", OptionalLong.of(numbered.get().number()));
        }
        requireNumberAtEnd(text);
        return new Address(text, text, "", OptionalLong.empty());
    }

    /// Whether numbers without a header are meant.
    boolean isRaw() {
        return file.equals(text) && text.startsWith(RAW) && !isFile(text);
    }

    boolean isStream() {
        return text.equals(STREAM);
    }

    /// Splits names from a number at their end.
    static Optional<Numbered> numbered(String names) {
        Matcher numbered = NUMBERED.matcher(names);
        return numbered.matches()
                ? Optional.of(new Numbered(numbered.group(1), Long.parseLong(numbered.group(2))))
                : Optional.empty();
    }

    /// Says where a number belongs, if it follows a file and names follow it.
    private static void requireNumberAtEnd(String text) throws NoSuchFileException {
        for (int end = text.lastIndexOf('/'); end > 0; end = text.lastIndexOf('/', end - 1)) {
            Optional<Numbered> found = numbered(text.substring(0, end)).filter(of -> isFile(of.names()));
            if (found.isPresent()) {
                throw new NoSuchFileException(text, null, "no such file; a number stands at the end: "
                        + found.get().names() + text.substring(end) + "#" + found.get().number());
            }
        }
    }

    /// Whether a text names a regular file. No system has longer paths than are asked for.
    static boolean isFile(String text) {
        try {
            return !text.isEmpty() && text.length() <= LONGEST_PATH && Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException _) {
            return false;
        }
    }
}
