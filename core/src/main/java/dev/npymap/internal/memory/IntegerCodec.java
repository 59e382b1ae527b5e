package dev.npymap.internal.memory;

import dev.npymap.model.Dtype;

/// The codec of integers, booleans and times.
///
/// 32-bit integers are not read as `long` from memory: HotSpot's fault handler on x86 cannot decode the instruction for
/// it, so a file truncated while mapped would kill the JVM.
final class IntegerCodec extends ElementCodec {
    private final boolean signed;
    /// Whether the numbers are uint64.
    private final boolean widest;
    private final TypedBuffer stored;
    /// Decoded 64-bit integers, or elements that are converted to or from ints and doubles.
    private long[] longs = new long[0];

    IntegerCodec(Layout layout, int room) {
        super(layout, room);
        long size = dtype.byteSize();
        this.signed = dtype.kind() == Dtype.Kind.INT;
        this.widest = dtype.kind() == Dtype.Kind.UINT && size == Long.BYTES;
        this.stored = TransposeBuffer.of((int) size, size == Long.BYTES ? 0 : room);
    }

    /// The codec of an array of integers, booleans or times; others are refused.
    static IntegerCodec of(Layout layout, int room) {
        if (ElementCodec.of(layout, room) instanceof IntegerCodec integers) {
            return integers;
        }
        throw otherKind(layout);
    }

    /// The buffer to be filled with what becomes long.
    TypedBuffer buffer(long[] to, int from) {
        return dtype.byteSize() == Long.BYTES ? new LongArrayBuffer(to, from) : stored;
    }

    /// Makes longs of what the buffer was filled with.
    void decode(long[] to, int from, int count) {
        switch (stored) {
            case ByteArrayBuffer bytes -> widen(bytes.words, to, from, count);
            case ShortArrayBuffer shorts -> widen(shorts.words, to, from, count);
            case IntArrayBuffer ints -> widen(ints.words, to, from, count);
            default -> {
            }
        }
    }

    private void widen(byte[] words, long[] to, int from, int count) {
        if (signed) {
            for (int n = 0; n < count; n++) {
                to[from + n] = words[n];
            }
        } else if (dtype.kind() == Dtype.Kind.UINT) {
            for (int n = 0; n < count; n++) {
                to[from + n] = words[n] & 0xff;
            }
        } else {
            for (int n = 0; n < count; n++) {
                to[from + n] = words[n] != 0 ? 1 : 0;
            }
        }
    }

    private void widen(short[] words, long[] to, int from, int count) {
        if (signed) {
            for (int n = 0; n < count; n++) {
                to[from + n] = words[n];
            }
        } else {
            for (int n = 0; n < count; n++) {
                to[from + n] = words[n] & 0xffff;
            }
        }
    }

    private void widen(int[] words, long[] to, int from, int count) {
        if (signed) {
            for (int n = 0; n < count; n++) {
                to[from + n] = words[n];
            }
        } else {
            for (int n = 0; n < count; n++) {
                to[from + n] = words[n] & 0xffff_ffffL;
            }
        }
    }

    /// Makes what is stored of longs, and returns the buffer that has it.
    TypedBuffer encode(long[] values, int from, int count) {
        switch (stored) {
            case ByteArrayBuffer bytes -> narrow(values, from, bytes.words, count);
            case ShortArrayBuffer shorts -> narrow(values, from, shorts.words, count);
            case IntArrayBuffer ints -> narrow(values, from, ints.words, count);
            default -> {
                return new LongArrayBuffer(values, from);
            }
        }
        return stored;
    }

    private void narrow(long[] values, int from, byte[] words, int count) {
        if (dtype.kind() == Dtype.Kind.BOOL) {
            for (int n = 0; n < count; n++) {
                words[n] = (byte) (values[from + n] != 0 ? 1 : 0);
            }
        } else {
            for (int n = 0; n < count; n++) {
                words[n] = (byte) values[from + n];
            }
        }
    }

    private static void narrow(long[] values, int from, short[] words, int count) {
        for (int n = 0; n < count; n++) {
            words[n] = (short) values[from + n];
        }
    }

    private static void narrow(long[] values, int from, int[] words, int count) {
        for (int n = 0; n < count; n++) {
            words[n] = (int) values[from + n];
        }
    }

    /// The buffer to be filled with what becomes the low 32 bits of integers.
    TypedBuffer buffer(int[] to, int from) {
        return dtype.byteSize() == Integer.BYTES ? new IntArrayBuffer(to, from) : buffer(longs(), 0);
    }

    /// Makes ints of what the buffer was filled with.
    void decode(int[] to, int from, int count) {
        if (dtype.byteSize() == Integer.BYTES) {
            return;
        }
        long[] wide = longs;
        decode(wide, 0, count);
        for (int n = 0; n < count; n++) {
            to[from + n] = (int) wide[n];
        }
    }

    /// Makes what is stored of ints, and returns the buffer that has it.
    TypedBuffer encode(int[] values, int from, int count) {
        if (dtype.byteSize() == Integer.BYTES) {
            return new IntArrayBuffer(values, from);
        }
        long[] wide = longs();
        for (int n = 0; n < count; n++) {
            wide[n] = values[from + n];
        }
        return encode(wide, 0, count);
    }

    @Override
    TypedBuffer buffer(double[] to, int from) {
        return buffer(longs(), 0);
    }

    @Override
    void decode(double[] to, int from, int count) {
        long[] wide = longs;
        decode(wide, 0, count);
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
    TypedBuffer encode(double[] values, int from, int count) {
        long[] wide = longs();
        for (int n = 0; n < count; n++) {
            wide[n] = bits(values[from + n]);
        }
        return encode(wide, 0, count);
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
