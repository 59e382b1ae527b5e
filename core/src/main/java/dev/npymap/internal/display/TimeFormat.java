package dev.npymap.internal.display;

import dev.npymap.internal.memory.IntegerReader;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.StridedRuns;
import dev.npymap.internal.memory.Times;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;

/// Points in time and durations, right-aligned to the longer one of the earliest and the latest.
final class TimeFormat implements ElementFormat {
    private static final String QUOTED_NAT = "'NaT'";

    private final Dtype dtype;
    private final IntegerReader data;
    private final int width;

    TimeFormat(Layout a) {
        this.dtype = a.dtype();
        this.data = new IntegerReader(a);
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        boolean natFound = false;
        boolean timeFound = false;
        if (a.size() > 0) {
            for (StridedRuns run = StridedRuns.inOrder(a); run.next();) {
                for (long n = 0; n < run.count; n++) {
                    long time = data.at(run.at + n * run.stride);
                    if (time == DatetimeUnit.NAT) {
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
        this.width = natFound ? Math.max(longest, QUOTED_NAT.length()) : longest;
    }

    @Override
    public void append(StringBuilder out, long at) {
        long count = data.at(at);
        String text = count == DatetimeUnit.NAT ? QUOTED_NAT : text(count);
        out.repeat(' ', Math.max(0, width - text.length())).append(text);
    }

    private String text(long count) {
        String text = Times.text(dtype, count);
        return dtype.kind() == Dtype.Kind.DATETIME ? "'" + text + "'" : text;
    }
}
