package dev.npymap.internal.memory;

import dev.npymap.internal.calendar.CivilDate;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Counts of datetime64 and timedelta64 as texts and as points and spans of time: the proleptic Gregorian calendar
/// without leap seconds, from 1970-01-01.
public final class Times {
    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);
    private static final long SECONDS_OF_DAY = 86_400;

    private Times() {
    }

    public static Instant instant(Layout a, long count) {
        Dtype dtype = a.dtype();
        if (dtype.kind() != Dtype.Kind.DATETIME || dtype.unit() == DatetimeUnit.GENERIC) {
            throw new ClassCastException(a.name() + ": elements are " + dtype + ", not points in time");
        }
        requireTime(a, count);
        BigInteger units = BigInteger.valueOf(count).multiply(BigInteger.valueOf(dtype.multiple()));
        BigInteger[] parts = seconds(dtype.unit(), switch (dtype.unit()) {
            case YEAR -> days(units.multiply(BigInteger.valueOf(12)));
            case MONTH -> days(units);
            default -> units;
        });
        boolean fits = parts[0].compareTo(BigInteger.valueOf(Instant.MIN.getEpochSecond())) >= 0
                && parts[0].compareTo(BigInteger.valueOf(Instant.MAX.getEpochSecond())) <= 0;
        if (!fits) {
            throw beyond(a, count, Instant.class);
        }
        return Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue());
    }

    /// The days to the beginning of a month, counted from 1970-01, by eras of 400 years.
    private static BigInteger days(BigInteger months) {
        BigInteger[] era = floorDiv(months, 12 * 400);
        int month = era[1].intValue();
        return era[0].multiply(BigInteger.valueOf(CivilDate.DAYS_OF_400_YEARS))
                .add(BigInteger.valueOf(new CivilDate(1970 + month / 12, month % 12 + 1, 1).toDays()));
    }

    public static Duration duration(Layout a, long count) {
        Dtype dtype = a.dtype();
        if (dtype.kind() != Dtype.Kind.TIMEDELTA || dtype.unit() == DatetimeUnit.GENERIC
                || dtype.unit().ordinal() < DatetimeUnit.WEEK.ordinal()) {
            throw new ClassCastException(a.name() + ": elements are " + dtype + ", not spans of a fixed length");
        }
        requireTime(a, count);
        BigInteger[] parts = seconds(dtype.unit(),
                BigInteger.valueOf(count).multiply(BigInteger.valueOf(dtype.multiple())));
        if (parts[0].bitLength() >= Long.SIZE) {
            throw beyond(a, count, Duration.class);
        }
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
    }

    private static void requireTime(Layout a, long count) {
        if (count == DatetimeUnit.NAT) {
            throw new DateTimeException(a.name() + ": NaT is not a time");
        }
    }

    private static DateTimeException beyond(Layout a, long count, Class<?> type) {
        return new DateTimeException(a.name() + ": " + count + " of " + a.dtype().name()
                + " is beyond the range of java.time." + type.getSimpleName());
    }

    /// Whole seconds, rounded down, and the remaining nanoseconds.
    private static BigInteger[] seconds(DatetimeUnit unit, BigInteger units) {
        long wholeSeconds = secondsOf(unit);
        if (wholeSeconds > 0) {
            return new BigInteger[]{units.multiply(BigInteger.valueOf(wholeSeconds)), BigInteger.ZERO};
        }
        BigInteger perSecond = BigInteger.TEN.pow(fractionDigits(unit));
        BigInteger fraction = units.mod(perSecond);
        return new BigInteger[]{units.subtract(fraction).divide(perSecond),
                fraction.multiply(BILLION).divide(perSecond)};
    }

    private static long secondsOf(DatetimeUnit unit) {
        return switch (unit) {
            case YEAR, MONTH -> SECONDS_OF_DAY;
            case WEEK -> 7 * SECONDS_OF_DAY;
            case DAY -> SECONDS_OF_DAY;
            case HOUR -> 3600;
            case MINUTE -> 60;
            case SECOND -> 1;
            default -> 0;
        };
    }

    private static int fractionDigits(DatetimeUnit unit) {
        return unit.ordinal() <= DatetimeUnit.SECOND.ordinal()
                ? 0
                : 3 * (unit.ordinal() - DatetimeUnit.SECOND.ordinal());
    }

    /// The text of a count, without quotes, as NumPy prints it: intermediate results wrap around at 64 bits.
    public static String text(Dtype dtype, long count) {
        if (count == DatetimeUnit.NAT) {
            return "NaT";
        }
        if (dtype.kind() == Dtype.Kind.TIMEDELTA || dtype.unit() == DatetimeUnit.GENERIC) {
            return Long.toString(count);
        }
        long units = count * dtype.multiple();
        return switch (dtype.unit()) {
            case YEAR -> 1970 + units == DatetimeUnit.NAT ? "NaT" : year(1970 + units);
            case MONTH -> year(1970 + Math.floorDiv(units, 12)) + "-" + two(Math.floorMod(units, 12) + 1);
            case WEEK -> date(units * 7);
            case DAY -> date(units);
            case HOUR -> date(Math.floorDiv(units, 24)) + "T" + two(Math.floorMod(units, 24));
            case MINUTE -> {
                int minute = Math.floorMod(units, 24 * 60);
                yield date(Math.floorDiv(units, 24 * 60)) + "T" + two(minute / 60) + ":" + two(minute % 60);
            }
            default -> dateTime(dtype.unit(), units);
        };
    }

    /// The text of a count as `str` of a scalar prints it: a timedelta64 with its unit in words.
    public static String scalar(Dtype dtype, long count) {
        if (count == DatetimeUnit.NAT || dtype.kind() == Dtype.Kind.DATETIME) {
            return text(dtype, count);
        }
        String unit = dtype.unit() == DatetimeUnit.GENERIC
                ? "generic time units"
                : dtype.unit().name().toLowerCase(Locale.ROOT) + "s";
        return count * dtype.multiple() + " " + unit;
    }

    private static String dateTime(DatetimeUnit unit, long units) {
        int digits = fractionDigits(unit);
        long perSecond = BigInteger.TEN.pow(digits).longValue();
        long seconds = Math.floorDiv(units, perSecond);
        int second = (int) Math.floorMod(seconds, SECONDS_OF_DAY);
        String text = date(Math.floorDiv(seconds, SECONDS_OF_DAY)) + 'T' + two(second / 3600) + ':'
                + two(second / 60 % 60) + ':' + two(second % 60);
        if (digits == 0) {
            return text;
        }
        String fraction = Long.toString(Math.floorMod(units, perSecond));
        return text + '.' + "0".repeat(digits - fraction.length()) + fraction;
    }

    private static String date(long days) {
        CivilDate date = CivilDate.ofDays(days);
        return year(date.year()) + "-" + two(date.month()) + "-" + two(date.day());
    }

    private static BigInteger[] floorDiv(BigInteger value, long divisor) {
        BigInteger rest = value.mod(BigInteger.valueOf(divisor));
        return new BigInteger[]{value.subtract(rest).divide(BigInteger.valueOf(divisor)), rest};
    }

    private static String year(long year) {
        String digits = Long.toString(year);
        return year < 0
                ? "-" + "0".repeat(Math.max(0, 4 - digits.length())) + digits.substring(1)
                : "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    private static String two(int value) {
        return value < 10 ? "0" + value : Integer.toString(value);
    }
}
