package dev.npymap.text;

import dev.npymap.array.TimeArray;
import dev.npymap.internal.calendar.CivilDate;
import dev.npymap.internal.decimal.PowersOfTen;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses points in time in ISO 8601, and counts of durations, as NumPy does.
///
/// Counts beyond 64 bits wrap around, as in NumPy: even the year 10^17 has some number of days.
///
/// Threads: one.
final class TimeParser {
    private static final Pattern POINT = Pattern.compile("[ \\t-\\r]*([+-]?)(\\d+)(?:-(\\d\\d)(?:-(\\d\\d)"
            + "(?:[T ](\\d\\d)(?::(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{0,18}))?)?)?(Z|[+-](?:[01]\\d|2[0-3])(?::?[0-5]\\d)?)?)?)?)?");
    private static final Pattern SPAN = Pattern.compile("[ \\t-\\r]*([+-]?)(\\d+)");
    private static final int MINUTES_OF_DAY = 24 * 60;

    /// The last count.
    long count;

    /// Parses a whole text.
    ///
    /// @return whether the text is a time
    boolean parse(Dtype dtype, String text) {
        if (text.isEmpty() || text.equalsIgnoreCase("NaT")) {
            count = TimeArray.NAT;
            return true;
        }
        Matcher m = (dtype.kind() == Dtype.Kind.TIMEDELTA ? SPAN : POINT).matcher(text);
        if (!m.matches()) {
            return false;
        }
        if (dtype.kind() == Dtype.Kind.DATETIME) {
            return point(m, dtype);
        }
        try {
            count = Long.parseLong(m.group(1) + m.group(2));
        } catch (NumberFormatException beyond) {
            count = m.group(1).equals("-") ? TimeArray.NAT : Long.MAX_VALUE;
        }
        return true;
    }

    /// The finest unit in the text of a point in time; generic for NaT, or if it is not one.
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

    private boolean point(Matcher m, Dtype dtype) {
        long year = year(m.group(2)) * (m.group(1).equals("-") ? -1 : 1);
        int month = number(m.group(3), 1);
        int day = number(m.group(4), 1);
        int hour = number(m.group(5), 0);
        int minute = number(m.group(6), 0);
        int second = number(m.group(7), 0);
        boolean valid = dtype.unit() != DatetimeUnit.GENERIC && month >= 1 && month <= 12 && day >= 1
                && day <= CivilDate.lengthOfMonth(year, month) && hour < 24 && minute < 60 && second < 60;
        if (!valid) {
            return false;
        }
        int minutes = hour * 60 + minute - zone(m.group(9));
        CivilDate local = new CivilDate(year, month, day);
        // Another time zone moves a point to an adjacent day at most.
        CivilDate date = minutes < 0 ? local.previousDay() : minutes < MINUTES_OF_DAY ? local : local.nextDay();
        if (date.year() == TimeArray.NAT) {
            count = TimeArray.NAT;
            return true;
        }
        long units = switch (dtype.unit()) {
            case YEAR -> date.year() - 1970;
            case MONTH -> 12 * (date.year() - 1970) + date.month() - 1;
            default -> units(dtype.unit(), date.toDays(), Math.floorMod(minutes, MINUTES_OF_DAY), second,
                    fraction(m.group(8)));
        };
        count = floorDiv(units, dtype.multiple());
        return true;
    }

    /// The low 64 bits of the number that digits stand for.
    private static long year(String digits) {
        long year = 0;
        for (int n = 0; n < digits.length(); n++) {
            year = 10 * year + digits.charAt(n) - '0';
        }
        return year;
    }

    private static long units(DatetimeUnit unit, long days, int minuteOfDay, int second, long attoseconds) {
        long seconds = (days * 24 * 60 + minuteOfDay) * 60 + second;
        return switch (unit) {
            case YEAR, MONTH, GENERIC -> throw new IllegalArgumentException(unit + " is not a part of a day");
            case WEEK -> floorDiv(days, 7);
            case DAY -> days;
            case HOUR -> days * 24 + minuteOfDay / 60;
            case MINUTE -> days * 24 * 60 + minuteOfDay;
            case SECOND -> seconds;
            default -> {
                long perSecond = PowersOfTen.power(3 * (unit.ordinal() - DatetimeUnit.SECOND.ordinal()));
                yield seconds * perSecond + attoseconds / (PowersOfTen.power(18) / perSecond);
            }
        };
    }

    /// Rounds down as NumPy does, whose first step wraps around next to the least `long`.
    private static long floorDiv(long value, long divisor) {
        return value >= 0 ? value / divisor : (value - divisor + 1) / divisor;
    }

    private static long fraction(String digits) {
        return digits == null ? 0 : Long.parseLong(digits + "0".repeat(18 - digits.length()));
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    /// The offset of a time zone from UTC in minutes.
    private static int zone(String text) {
        if (text == null || text.equals("Z")) {
            return 0;
        }
        int hours = Integer.parseInt(text.substring(1, 3));
        int minutes = text.length() == 3 ? 0 : Integer.parseInt(text.substring(text.length() - 2));
        return (text.charAt(0) == '-' ? -1 : 1) * (hours * 60 + minutes);
    }
}
