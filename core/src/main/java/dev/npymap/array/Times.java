package dev.npymap.array;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/// The calendar of datetime64: the proleptic Gregorian one, without leap seconds, from 1970-01-01.
final class Times {
    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);
    private static final long SECONDS_OF_DAY = 86_400;
    /// Days from 0000-03-01 to 1970-01-01.
    private static final long EPOCH_DAYS = 719_468;
    private static final long DAYS_OF_400_YEARS = 146_097;

    private Times() {
    }

    static Instant instant(TimeArray a, long count) {
        Dtype dtype = a.dtype();
        if (dtype.kind() != Dtype.Kind.DATETIME || dtype.unit() == DatetimeUnit.GENERIC) {
            throw new ClassCastException(a.source() + ": elements are " + dtype + ", not points in time");
        }
        requireTime(a, count);
        BigInteger units = units(dtype, count);
        if (dtype.unit() == DatetimeUnit.YEAR || dtype.unit() == DatetimeUnit.MONTH) {
            long months = exact(a, dtype.unit() == DatetimeUnit.YEAR ? units.multiply(BigInteger.valueOf(12)) : units);
            return LocalDate.EPOCH.plusMonths(months).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        BigInteger[] parts = seconds(dtype.unit(), units);
        return Instant.ofEpochSecond(exact(a, parts[0]), parts[1].longValue());
    }

    static Duration duration(TimeArray a, long count) {
        Dtype dtype = a.dtype();
        if (dtype.kind() != Dtype.Kind.TIMEDELTA || dtype.unit() == DatetimeUnit.GENERIC
                || dtype.unit().ordinal() < DatetimeUnit.WEEK.ordinal()) {
            throw new ClassCastException(a.source() + ": elements are " + dtype + ", not spans of a fixed length");
        }
        requireTime(a, count);
        BigInteger[] parts = seconds(dtype.unit(), units(dtype, count));
        return Duration.ofSeconds(exact(a, parts[0]), parts[1].longValue());
    }

    private static void requireTime(TimeArray a, long count) {
        if (count == TimeArray.NAT) {
            throw new DateTimeException(a.source() + ": NaT is not a time");
        }
    }

    private static long exact(TimeArray a, BigInteger value) {
        if (value.bitLength() > 63) {
            throw new DateTimeException(
                    a.source() + ": a time is out of the range of java.time: " + value + " seconds");
        }
        return value.longValue();
    }

    private static BigInteger units(Dtype dtype, long count) {
        return BigInteger.valueOf(count).multiply(BigInteger.valueOf(dtype.multiple()));
    }

    /// Whole seconds, rounded down, and the nanoseconds above them.
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

    /// The text of a count, without quotes, as NumPy prints it.
    static String text(Dtype dtype, long count) {
        if (count == TimeArray.NAT) {
            return "NaT";
        }
        if (dtype.kind() == Dtype.Kind.TIMEDELTA || dtype.unit() == DatetimeUnit.GENERIC) {
            return Long.toString(count);
        }
        BigInteger units = units(dtype, count);
        return switch (dtype.unit()) {
            case YEAR -> year(units.add(BigInteger.valueOf(1970)));
            case MONTH -> {
                BigInteger[] parts = floorDiv(units, 12);
                yield year(parts[0].add(BigInteger.valueOf(1970))) + "-" + two(parts[1].longValue() + 1);
            }
            case WEEK -> date(units.multiply(BigInteger.valueOf(7)));
            case DAY -> date(units);
            default -> dateTime(dtype.unit(), units);
        };
    }

    /// The text of a count as `str` of a scalar has it: a span with its unit in words.
    static String scalar(Dtype dtype, long count) {
        if (count == TimeArray.NAT || dtype.kind() == Dtype.Kind.DATETIME) {
            return text(dtype, count);
        }
        String unit = dtype.unit() == DatetimeUnit.GENERIC
                ? "generic time units"
                : dtype.unit().name().toLowerCase(Locale.ROOT) + "s";
        return count * dtype.multiple() + " " + unit;
    }

    private static String dateTime(DatetimeUnit unit, BigInteger units) {
        int digits = fractionDigits(unit);
        BigInteger perSecond = BigInteger.TEN.pow(digits);
        BigInteger fraction = units.mod(perSecond);
        BigInteger seconds = units.subtract(fraction).divide(perSecond)
                .multiply(BigInteger.valueOf(Math.max(1, secondsOf(unit))));
        BigInteger[] day = floorDiv(seconds, SECONDS_OF_DAY);
        long second = day[1].longValue();
        StringBuilder text = new StringBuilder(date(day[0])).append('T').append(two(second / 3600));
        if (unit.ordinal() >= DatetimeUnit.MINUTE.ordinal()) {
            text.append(':').append(two(second / 60 % 60));
        }
        if (unit.ordinal() >= DatetimeUnit.SECOND.ordinal()) {
            text.append(':').append(two(second % 60));
        }
        if (digits > 0) {
            String shown = fraction.toString();
            text.append('.').append("0".repeat(digits - shown.length())).append(shown);
        }
        return text.toString();
    }

    /// Days since 1970 as a date, by eras of 400 years that begin in March.
    private static String date(BigInteger days) {
        BigInteger[] era = floorDiv(days.add(BigInteger.valueOf(EPOCH_DAYS)), DAYS_OF_400_YEARS);
        long dayOfEra = era[1].longValue();
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shiftedMonth = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        long month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        BigInteger year = era[0].multiply(BigInteger.valueOf(400))
                .add(BigInteger.valueOf(yearOfEra + (month <= 2 ? 1 : 0)));
        return year(year) + "-" + two(month) + "-" + two(day);
    }

    private static BigInteger[] floorDiv(BigInteger value, long divisor) {
        BigInteger rest = value.mod(BigInteger.valueOf(divisor));
        return new BigInteger[]{value.subtract(rest).divide(BigInteger.valueOf(divisor)), rest};
    }

    private static String year(BigInteger year) {
        String digits = year.abs().toString();
        boolean negative = year.signum() < 0;
        return (negative ? "-" : "") + "0".repeat(Math.max(0, (negative ? 3 : 4) - digits.length())) + digits;
    }

    private static String two(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }
}
