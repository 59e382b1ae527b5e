package dev.npymap.model;

/// The units in which `datetime64` and `timedelta64` count, with the spelling of NumPy's dtype texts.
public enum DatetimeUnit {
    /// Years.
    YEAR("Y"),
    /// Months.
    MONTH("M"),
    /// Weeks.
    WEEK("W"),
    /// Days.
    DAY("D"),
    /// Hours.
    HOUR("h"),
    /// Minutes.
    MINUTE("m"),
    /// Seconds.
    SECOND("s"),
    /// Thousandths of a second.
    MILLISECOND("ms"),
    /// Millionths of a second.
    MICROSECOND("us"),
    /// 10^-9 seconds.
    NANOSECOND("ns"),
    /// 10^-12 seconds.
    PICOSECOND("ps"),
    /// 10^-15 seconds.
    FEMTOSECOND("fs"),
    /// 10^-18 seconds.
    ATTOSECOND("as"),
    /// No unit: a bare count.
    GENERIC("");

    /// The count that means "not a time" in every unit.
    public static final long NAT = Long.MIN_VALUE;

    private final String symbol;

    DatetimeUnit(String symbol) {
        this.symbol = symbol;
    }

    /// {@return the unit in a dtype text: `ns` in `<M8[ns]`, empty for a generic count}
    public String symbol() {
        return symbol;
    }
}
