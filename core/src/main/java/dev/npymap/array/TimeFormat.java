package dev.npymap.array;

/// Points and spans of time, right-aligned to the longer one of the earliest and the latest.
final class TimeFormat implements ElementFormat {
    private static final String NAT = "'NaT'";

    private final TimeArray data;
    private final int width;

    TimeFormat(TimeArray data) {
        this.data = data;
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        boolean natFound = false;
        boolean timeFound = false;
        if (data.size() > 0) {
            for (Runs run = Runs.inOrder(data.layout()); run.next();) {
                for (long n = 0; n < run.count; n++) {
                    long time = Numbers.whole(data.layout(), run.at + n * run.stride);
                    if (time == TimeArray.NAT) {
                        natFound = true;
                    } else {
                        timeFound = true;
                        least = Math.min(least, time);
                        greatest = Math.max(greatest, time);
                    }
                }
            }
        }
        int longest = timeFound ? Math.max(text(least).length(), text(greatest).length()) : 0;
        this.width = natFound ? Math.max(longest, NAT.length()) : longest;
    }

    @Override
    public void append(StringBuilder out, long at) {
        long count = Numbers.whole(data.layout(), at);
        String text = count == TimeArray.NAT ? NAT : text(count);
        out.repeat(' ', Math.max(0, width - text.length())).append(text);
    }

    private String text(long count) {
        String text = data.text(count);
        return data.dtype().kind() == Dtype.Kind.DATETIME ? "'" + text + "'" : text;
    }
}
