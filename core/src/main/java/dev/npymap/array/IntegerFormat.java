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
        // No reductions, whose blocks are larger than the few integers of a record's field.
        long order = signed ? 0 : Long.MIN_VALUE;
        long[] block = new long[(int) Math.min(data.size(), Numbers.MOST)];
        Elements elements = Elements.inOrder(data.layout()).seek(0);
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (long left = data.size(); left > 0; left -= block.length) {
            int count = (int) Math.min(left, block.length);
            elements.next(block, count);
            for (int n = 0; n < count; n++) {
                lowest = Math.min(lowest, block[n] ^ order);
                highest = Math.max(highest, block[n] ^ order);
            }
        }
        long least = lowest ^ order;
        long greatest = highest ^ order;
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
        numbers.read(Numbers.reader(data.layout(), at, 0), one, 0, 1);
        long value = one[0];
        String digits = text(value);
        String before = signed && value < 0 ? "" : plus;
        out.repeat(' ', Math.max(0, width - digits.length() - before.length())).append(before).append(digits);
    }

    private String text(long value) {
        return signed ? Long.toString(value) : Long.toUnsignedString(value);
    }
}
