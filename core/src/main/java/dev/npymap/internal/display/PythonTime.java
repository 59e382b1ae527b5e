package dev.npymap.internal.display;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.Times;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Points in time and durations as the objects of Python's `datetime` that NumPy converts them to.
///
/// Those have microseconds, years up to 9999 and up to 999999999 days; a value out of their range stays an integer.
final class PythonTime {
    private static final int LAST_YEAR = 9999;
    private static final long MOST_DAYS = 999_999_999;
    private static final int DAY_SECONDS = 86_400;

    private PythonTime() {
    }

    /// The text of an element.
    ///
    /// @param at   the element's offset in the segment, in bytes
    /// @param repr whether to return Python's `repr` or its `str`
    static String of(Layout time, long at, boolean repr) {
        long count = ElementCodec.whole(time, at);
        DatetimeUnit unit = time.dtype().unit();
        boolean point = time.dtype().kind() == Dtype.Kind.DATETIME;
        if (count == DatetimeUnit.NAT || point && unit == DatetimeUnit.GENERIC) {
            return "None";
        }
        boolean counted = unit.compareTo(DatetimeUnit.MICROSECOND) > 0
                || !point && unit.compareTo(DatetimeUnit.WEEK) < 0;
        try {
            return counted
                    ? Long.toString(count)
                    : point
                            ? point(Times.instant(time, count).atOffset(ZoneOffset.UTC).toLocalDateTime(), unit, repr)
                            : span(Times.duration(time, count), repr);
        } catch (DateTimeException _) {
            return Long.toString(count);
        }
    }

    private static String point(LocalDateTime at, DatetimeUnit unit, boolean repr) {
        if (at.getYear() < 1 || at.getYear() > LAST_YEAR) {
            throw new DateTimeException("beyond Python's years");
        }
        boolean date = unit.compareTo(DatetimeUnit.DAY) <= 0;
        int micros = at.getNano() / 1000;
        if (!repr) {
            return at.toLocalDate() + (date ? "" : " " + clock("%02d", at.toLocalTime().toSecondOfDay(), micros));
        }
        String day = at.getYear() + ", " + at.getMonthValue() + ", " + at.getDayOfMonth();
        return date
                ? "datetime.date(" + day + ")"
                : "datetime.datetime(" + day + ", " + at.getHour() + ", " + at.getMinute()
                        + (at.getSecond() > 0 || micros > 0 ? ", " + at.getSecond() : "")
                        + (micros > 0 ? ", " + micros : "") + ")";
    }

    private static String span(Duration span, boolean repr) {
        long days = Math.floorDiv(span.getSeconds(), DAY_SECONDS);
        if (Math.abs(days) > MOST_DAYS) {
            throw new DateTimeException("beyond Python's days");
        }
        int seconds = Math.floorMod(span.getSeconds(), DAY_SECONDS);
        int micros = span.getNano() / 1000;
        if (!repr) {
            return (days == 0 ? "" : days + (Math.abs(days) == 1 ? " day, " : " days, "))
                    + clock("%d", seconds, micros);
        }
        List<String> parts = new ArrayList<>();
        add(parts, "days", days);
        add(parts, "seconds", seconds);
        add(parts, "microseconds", micros);
        return "datetime.timedelta(" + (parts.isEmpty() ? "0" : String.join(", ", parts)) + ")";
    }

    private static String clock(String hours, int seconds, int micros) {
        return (hours + ":%02d:%02d").formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
                + (micros == 0 ? "" : ".%06d".formatted(micros));
    }

    private static void add(List<String> parts, String name, long value) {
        if (value != 0) {
            parts.add(name + "=" + value);
        }
    }
}
