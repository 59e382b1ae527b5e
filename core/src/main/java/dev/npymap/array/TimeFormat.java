package dev.npymap.array;

/// Points and spans of time, right-aligned to the longer one of the earliest and the latest.
final class TimeFormat implements ElementFormat {
    private static final String NAT = "'NaT'";

    private final TimeArray data;
    private final int width;

    TimeFormat(TimeArray data, Display.Legacy legacy) {
        this.data = data;
        if (legacy == Display.Legacy.NUMPY_1_13 && data.dtype().kind() == Dtype.Kind.DATETIME) {
            this.width = 0;
            return;
        }
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        boolean natFound = false;
        boolean timeFound = false;
        long[] block = new long[1];
        if (data.size() > 0) {
            for (Runs run = Runs.inOrder(data.layout()); run.next();) {
                for (long n = 0; n < run.count; n++) {
                    data.read(run.at + n * run.stride, 0, block, 0, 1);
                    if (block[0] == TimeArray.NAT) {
                        natFound = true;
                    } else {
                        timeFound = true;
                        least = Math.min(least, block[0]);
                        greatest = Math.max(greatest, block[0]);
                    }
                }
            }
        }
        int longest = timeFound ? Math.max(text(least).length(), text(greatest).length()) : 0;
        this.width = natFound ? Math.max(longest, NAT.length()) : longest;
    }

    @Override
    public void append(StringBuilder out, long at) {
        long[] count = new long[1];
        data.read(at, 0, count, 0, 1);
        String text = count[0] == TimeArray.NAT ? NAT : text(count[0]);
        out.repeat(' ', Math.max(0, width - text.length())).append(text);
    }

    private String text(long count) {
        String text = data.text(count);
        return data.dtype().kind() == Dtype.Kind.DATETIME ? "'" + text + "'" : text;
    }
}
