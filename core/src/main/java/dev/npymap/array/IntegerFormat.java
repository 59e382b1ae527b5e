package dev.npymap.array;

/// Integers, right-aligned to the longest of them.
final class IntegerFormat implements ElementFormat {
    private final NdArray data;
    private final Numbers numbers;
    private final boolean signed;
    private final String plus;
    private final int width;
    private final long[] one = new long[1];

    IntegerFormat(NdArray data, Display.Sign sign) {
        this.data = data;
        this.numbers = Numbers.of(data.layout(), 1);
        this.signed = data.dtype().kind() == Dtype.Kind.INT;
        if (data.size() == 0) {
            this.plus = "";
            this.width = 0;
            return;
        }
        long least = data.whole(Reduction.MIN, Threads.ONE);
        long greatest = data.whole(Reduction.MAX, Threads.ONE);
        this.plus = switch (sign) {
            case NEGATIVE -> "";
            case ALWAYS -> "+";
            case SPACE -> signed && least < 0 ? "" : " ";
        };
        this.width = Math.max(text(greatest).length() + (signed && greatest < 0 ? 0 : plus.length()),
                text(least).length());
    }

    @Override
    public void append(StringBuilder out, long at) {
        numbers.read(data.reader(at, 0), one, 0, 1);
        long value = one[0];
        String digits = text(value);
        String before = signed && value < 0 ? "" : plus;
        out.repeat(' ', Math.max(0, width - digits.length() - before.length())).append(before).append(digits);
    }

    private String text(long value) {
        return signed ? Long.toString(value) : Long.toUnsignedString(value);
    }
}
