package dev.npymap.array;

/// Floats of 64 and of 80 bits.
final class WideFloats extends Numbers {
    WideFloats(Layout layout, int room) {
        super(layout, room);
    }

    @Override
    void read(Move in, double[] to, int from, int count) {
        in.on(words(to), from, count);
    }

    @Override
    void write(Move out, double[] values, int from, int count) {
        out.on(words(values), from, count);
    }

    private Words words(double[] values) {
        return size == Double.BYTES ? new DoubleWords(values) : new LongDoubleWords(values);
    }
}
