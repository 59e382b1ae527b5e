package dev.npymap.internal.display;

import dev.npymap.internal.memory.IntegerReader;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.StridedRuns;
import dev.npymap.model.Dtype;

/// Integers, right-aligned to the longest one.
final class IntegerFormat implements ElementFormat {
    private final IntegerReader data;
    private final boolean signed;
    private final String plus;
    private final int width;

    IntegerFormat(Layout a, String plus) {
        this.data = new IntegerReader(a);
        this.signed = a.dtype().kind() == Dtype.Kind.INT;
        if (a.size() == 0) {
            this.plus = "";
            this.width = 0;
            return;
        }
        // This does not use reductions, whose blocks are larger than the few integers of a record's field.
        long order = signed ? 0 : Long.MIN_VALUE;
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (StridedRuns run = StridedRuns.inOrder(a); run.next();) {
            for (long n = 0; n < run.count; n++) {
                long value = data.at(run.at + n * run.stride) ^ order;
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
        }
        long least = lowest ^ order;
        long greatest = highest ^ order;
        this.plus = plus.equals(" ") && signed && least < 0 ? "" : plus;
        this.width = Math.max(text(greatest).length() + (signed && greatest < 0 ? 0 : this.plus.length()),
                text(least).length());
    }

    @Override
    public void append(StringBuilder out, long at) {
        long value = data.at(at);
        String digits = text(value);
        String before = signed && value < 0 ? "" : plus;
        out.repeat(' ', Math.max(0, width - digits.length() - before.length())).append(before).append(digits);
    }

    private String text(long value) {
        return signed ? Long.toString(value) : Long.toUnsignedString(value);
    }
}
