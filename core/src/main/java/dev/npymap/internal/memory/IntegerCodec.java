package dev.npymap.internal.memory;

import dev.npymap.model.Dtype;

/// The codec of integers, booleans and times.
///
/// Those of 32 bits are not read as `long` from memory: the instruction for it is not one that HotSpot's handler of
/// faults on x86 can decode, so that a file cut under its mapping would kill the JVM.
final class IntegerCodec extends ElementCodec {
    private final boolean signed;
    /// Whether the numbers are uint64.
    private final boolean widest;
    private final byte[] bytes;
    private final short[] shorts;
    private final int[] ints;
    private long[] longs = new long[0];

    IntegerCodec(Layout layout, int room) {
        super(layout, room);
        this.signed = dtype.kind() == Dtype.Kind.INT;
        this.widest = dtype.kind() == Dtype.Kind.UINT && size == Long.BYTES;
        this.bytes = new byte[size == Byte.BYTES ? room : 0];
        this.shorts = new short[size == Short.BYTES ? room : 0];
        this.ints = new int[size == Integer.BYTES ? room : 0];
    }

    @Override
    void read(Move in, long[] to, int from, int count) {
        switch (size) {
            case Byte.BYTES -> {
                in.on(new ByteArrayBuffer(bytes), 0, count);
                widenBytes(to, from, count);
            }
            case Short.BYTES -> {
                in.on(new ShortArrayBuffer(shorts), 0, count);
                widenShorts(to, from, count);
            }
            case Integer.BYTES -> {
                in.on(new IntArrayBuffer(ints), 0, count);
                widenInts(to, from, count);
            }
            default -> in.on(new LongArrayBuffer(to), from, count);
        }
    }

    private void widenBytes(long[] to, int from, int count) {
        if (signed) {
            for (int n = 0; n < count; n++) {
                to[from + n] = bytes[n];
            }
        } else if (dtype.kind() == Dtype.Kind.UINT) {
            for (int n = 0; n < count; n++) {
                to[from + n] = bytes[n] & 0xff;
            }
        } else {
            for (int n = 0; n < count; n++) {
                to[from + n] = bytes[n] != 0 ? 1 : 0;
            }
        }
    }

    private void widenShorts(long[] to, int from, int count) {
        if (signed) {
            for (int n = 0; n < count; n++) {
                to[from + n] = shorts[n];
            }
        } else {
            for (int n = 0; n < count; n++) {
                to[from + n] = shorts[n] & 0xffff;
            }
        }
    }

    private void widenInts(long[] to, int from, int count) {
        if (signed) {
            for (int n = 0; n < count; n++) {
                to[from + n] = ints[n];
            }
        } else {
            for (int n = 0; n < count; n++) {
                to[from + n] = ints[n] & 0xffff_ffffL;
            }
        }
    }

    @Override
    void read(Move in, int[] to, int from, int count) {
        if (size == Integer.BYTES) {
            in.on(new IntArrayBuffer(to), from, count);
            return;
        }
        long[] wide = longs();
        read(in, wide, 0, count);
        for (int n = 0; n < count; n++) {
            to[from + n] = (int) wide[n];
        }
    }

    @Override
    void read(Move in, double[] to, int from, int count) {
        long[] wide = longs();
        read(in, wide, 0, count);
        if (widest) {
            for (int n = 0; n < count; n++) {
                to[from + n] = UnsignedLongs.toDouble(wide[n]);
            }
        } else {
            for (int n = 0; n < count; n++) {
                to[from + n] = wide[n];
            }
        }
    }

    @Override
    public void write(Move out, long[] values, int from, int count) {
        switch (size) {
            case Byte.BYTES -> {
                narrowToBytes(values, from, count);
                out.on(new ByteArrayBuffer(bytes), 0, count);
            }
            case Short.BYTES -> {
                for (int n = 0; n < count; n++) {
                    shorts[n] = (short) values[from + n];
                }
                out.on(new ShortArrayBuffer(shorts), 0, count);
            }
            case Integer.BYTES -> {
                for (int n = 0; n < count; n++) {
                    ints[n] = (int) values[from + n];
                }
                out.on(new IntArrayBuffer(ints), 0, count);
            }
            default -> out.on(new LongArrayBuffer(values), from, count);
        }
    }

    private void narrowToBytes(long[] values, int from, int count) {
        if (dtype.kind() == Dtype.Kind.BOOL) {
            for (int n = 0; n < count; n++) {
                bytes[n] = (byte) (values[from + n] != 0 ? 1 : 0);
            }
        } else {
            for (int n = 0; n < count; n++) {
                bytes[n] = (byte) values[from + n];
            }
        }
    }

    @Override
    public void write(Move out, int[] values, int from, int count) {
        if (size == Integer.BYTES) {
            out.on(new IntArrayBuffer(values), from, count);
            return;
        }
        long[] wide = longs();
        for (int n = 0; n < count; n++) {
            wide[n] = values[from + n];
        }
        write(out, wide, 0, count);
    }

    @Override
    public void write(Move out, double[] values, int from, int count) {
        long[] wide = longs();
        for (int n = 0; n < count; n++) {
            wide[n] = bits(values[from + n]);
        }
        write(out, wide, 0, count);
    }

    private long bits(double value) {
        if (dtype.kind() == Dtype.Kind.BOOL) {
            return value != 0 ? 1 : 0;
        }
        return widest ? UnsignedLongs.ofDouble(value) : (long) value;
    }

    private long[] longs() {
        longs = longs.length < room ? new long[room] : longs;
        return longs;
    }
}
