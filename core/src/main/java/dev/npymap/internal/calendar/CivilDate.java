package dev.npymap.internal.calendar;

import java.time.LocalDate;
import java.time.Month;
import java.time.chrono.IsoChronology;

/// A day of the proleptic Gregorian calendar, in the arithmetic of NumPy's datetime64: years and days are 64-bit
/// integers, and what is beyond them wraps around.
///
/// @param year  astronomical: the year before 1 is 0
/// @param month from 1 to 12
/// @param day   from 1 to [#lengthOfMonth]
public record CivilDate(long year, int month, int day) {
    public static final int DAYS_OF_400_YEARS = 146_097;
    private static final long DAYS_TO_2000 = 10_957;

    /// The date of a number of days since 1970-01-01, by eras of 400 years that begin in 2000.
    public static CivilDate ofDays(long days) {
        long since2000 = days - DAYS_TO_2000;
        LocalDate date = LocalDate.ofEpochDay(DAYS_TO_2000 + Math.floorMod(since2000, DAYS_OF_400_YEARS));
        long era = since2000 >= 0
                ? since2000 / DAYS_OF_400_YEARS
                : (since2000 - (DAYS_OF_400_YEARS - 1)) / DAYS_OF_400_YEARS;
        return new CivilDate(era * 400 + date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    /// The number of days since 1970-01-01.
    public long toDays() {
        long years = year - 1970;
        long days = years * 365;
        if (days >= 0) {
            days += (years + 1) / 4 - (years + 69) / 100 + (years + 369) / 400;
        } else {
            days += (years - 2) / 4 - (years - 30) / 100 + (years - 30) / 400;
        }
        return days + Month.of(month).firstDayOfYear(IsoChronology.INSTANCE.isLeapYear(year)) - 1 + day - 1;
    }

    public static int lengthOfMonth(long year, int month) {
        return Month.of(month).length(IsoChronology.INSTANCE.isLeapYear(year));
    }

    public CivilDate nextDay() {
        if (day < lengthOfMonth(year, month)) {
            return new CivilDate(year, month, day + 1);
        }
        return month < 12 ? new CivilDate(year, month + 1, 1) : new CivilDate(year + 1, 1, 1);
    }

    public CivilDate previousDay() {
        if (day > 1) {
            return new CivilDate(year, month, day - 1);
        }
        return month > 1
                ? new CivilDate(year, month - 1, lengthOfMonth(year, month - 1))
                : new CivilDate(year - 1, 12, 31);
    }
}
