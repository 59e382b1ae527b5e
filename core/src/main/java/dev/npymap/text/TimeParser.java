package dev.npymap.text;

import dev.npymap.array.DatetimeUnit;
import dev.npymap.array.Dtype;
import dev.npymap.array.TimeArray;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Points in time in ISO 8601, and counts of spans, as NumPy reads them.
final class TimeParser {
    /// What no text means: the count beside NaT.
    static final long MALFORMED = Long.MIN_VALUE + 1;

    private static final Pattern POINT = Pattern.compile("[ \\t-\\r]*([+-]?)(\\d+)(?:-(\\d\\d)(?:-(\\d\\d)"
            + "(?:[T ](\\d\\d)(?::(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{0,18}))?)?)?(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?)?)?");
    private static final Pattern SPAN = Pattern.compile("[ \\t-\\r]*([+-]?)(\\d+)");
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private TimeParser() {
    }

    /// The count that a text means, [#MALFORMED] if none.
    static long parse(Dtype dtype, String text) {
        if (text.isEmpty() || text.equalsIgnoreCase("NaT")) {
            return TimeArray.NAT;
        }
        if (dtype.kind() == Dtype.Kind.TIMEDELTA) {
            return span(text);
        }
        Matcher m = POINT.matcher(text);
        return m.matches() ? count(m, dtype) : MALFORMED;
    }

    private static long span(String text) {
        Matcher m = SPAN.matcher(text);
        if (!m.matches()) {
            return MALFORMED;
        }
        boolean negative = m.group(1).equals("-");
        try {
            long count = Long.parseLong(m.group(1) + m.group(2));
            return count == MALFORMED ? TimeArray.NAT : count;
        } catch (NumberFormatException beyond) {
            return negative ? TimeArray.NAT : Long.MAX_VALUE;
        }
    }

    /// The finest unit that a text of a point in time has; generic for NaT, or if it is none.
    static DatetimeUnit unit(String text) {
        Matcher m = POINT.matcher(text);
        if (!m.matches()) {
            return DatetimeUnit.GENERIC;
        }
        if (m.group(8) != null) {
            int thousands = Math.max(1, (m.group(8).length() + 2) / 3);
            return DatetimeUnit.values()[DatetimeUnit.SECOND.ordinal() + thousands];
        }
        return m.group(7) != null
                ? DatetimeUnit.SECOND
                : m.group(6) != null
                        ? DatetimeUnit.MINUTE
                        : m.group(5) != null
                                ? DatetimeUnit.HOUR
                                : m.group(4) != null
                                        ? DatetimeUnit.DAY
                                        : m.group(3) != null ? DatetimeUnit.MONTH : DatetimeUnit.YEAR;
    }

    private static long count(Matcher m, Dtype dtype) {
        if (m.group(2).length() > 18 || dtype.unit() == DatetimeUnit.GENERIC) {
            return MALFORMED;
        }
        long year = Long.parseLong(m.group(2)) * (m.group(1).equals("-") ? -1 : 1);
        int month = number(m.group(3), 1);
        int day = number(m.group(4), 1);
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        boolean valid = month >= 1 && month <= 12 && day >= 1
                && day <= DAYS[month - 1] + (month == 2 && leap ? 1 : 0) && number(m.group(5), 0) < 24
                && number(m.group(6), 0) < 60 && number(m.group(7), 0) < 60;
        if (!valid) {
            return MALFORMED;
        }
        long seconds = (number(m.group(5), 0) * 60 + number(m.group(6), 0)) * 60L + number(m.group(7), 0)
                - zone(m.group(9));
        long count = switch (dtype.unit()) {
            case YEAR -> Math.floorDiv(months(year, month, day, seconds), 12) - 1970;
            case MONTH -> months(year, month, day, seconds) - 1970 * 12;
            default -> units(dtype.unit(), days(year, month, day), seconds, fraction(m.group(8)));
        };
        return Math.floorDiv(count, dtype.multiple());
    }

    /// Months since year 0 of a day that another zone may have moved to the one before or after.
    private static long months(long year, int month, int day, long seconds) {
        long moved = Math.floorDiv(seconds, 86_400);
        LocalDate shifted = LocalDate.of((int) Math.floorMod(year, 400L) + 400, month, day).plusDays(moved);
        return (year - Math.floorMod(year, 400L) - 400 + shifted.getYear()) * 12 + shifted.getMonthValue() - 1;
    }

    /// Days from 1970-01-01, in eras of 400 years that begin in March.
    private static long days(long year, int month, int day) {
        long shifted = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shifted, 400);
        long yearOfEra = shifted - era * 400;
        long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    /// Whole units; what 64 bits cannot count is cut as NumPy cuts it.
    private static long units(DatetimeUnit unit, long days, long seconds, long attoseconds) {
        long second = days * 86_400 + seconds;
        return switch (unit) {
            case YEAR, MONTH, GENERIC -> throw new IllegalArgumentException(unit + " is not a part of a day");
            case WEEK -> Math.floorDiv(Math.floorDiv(second, 86_400), 7);
            case DAY -> Math.floorDiv(second, 86_400);
            case HOUR -> Math.floorDiv(second, 3_600);
            case MINUTE -> Math.floorDiv(second, 60);
            case SECOND -> second;
            default -> {
                long perSecond = PowersOfTen.power(3 * (unit.ordinal() - DatetimeUnit.SECOND.ordinal()));
                yield second * perSecond + attoseconds / (PowersOfTen.power(18) / perSecond);
            }
        };
    }

    private static long fraction(String digits) {
        return digits == null ? 0 : Long.parseLong(digits + "0".repeat(18 - digits.length()));
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    /// The seconds that a zone is ahead of UTC.
    private static int zone(String text) {
        if (text == null || text.equals("Z")) {
            return 0;
        }
        int hours = Integer.parseInt(text.substring(1, 3));
        int minutes = text.length() == 3 ? 0 : Integer.parseInt(text.substring(text.length() - 2));
        return (text.charAt(0) == '-' ? -60 : 60) * (hours * 60 + minutes);
    }
}
