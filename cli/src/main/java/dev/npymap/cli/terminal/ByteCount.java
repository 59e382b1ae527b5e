package dev.npymap.cli.terminal;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of bytes, as users type it: `4096`, `512m`, `1g`.
///
/// @param bytes the number
public record ByteCount(long bytes) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})([kmgt]?)(?:i?b)?");
    private static final String UNITS = "kmgt";

    /// The number with the largest suitable unit: `1 GiB`, `1.5 MiB`.
    @Override
    public String toString() {
        int unit = 0;
        double shown = bytes;
        while (shown >= 1024 && unit < UNITS.length()) {
            shown /= 1024;
            unit++;
        }
        String digits = String.format(Locale.ROOT, "%.1f", shown).replaceFirst("\\.0$", "");
        return digits + (unit == 0 ? " bytes" : " " + Character.toUpperCase(UNITS.charAt(unit - 1)) + "iB");
    }

    /// Parses a number that a user typed.
    public static final class Converter implements ITypeConverter<ByteCount> {
        Converter() {
            // Instantiated by picocli.
        }

        @Override
        public ByteCount convert(String text) {
            Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
            if (!form.matches()) {
                throw new TypeConversionException("'" + text + "' is not a size such as 512m or 1g");
            }
            int shift = 10 * (form.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(form.group(2)));
            long number = Long.parseLong(form.group(1));
            if (number > Long.MAX_VALUE >> shift) {
                throw new TypeConversionException("'" + text + "' is more than a file can hold");
            }
            return new ByteCount(number << shift);
        }
    }
}
