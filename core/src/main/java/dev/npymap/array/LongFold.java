package dev.npymap.array;

import java.util.Arrays;

/// Reduces integers, booleans and times in 64-bit integer arithmetic, which wraps around.
///
/// The least and the greatest are the least of `(element ^ flip) + shift`, which is the order of unsigned numbers, or the
/// reverse. NaT, the least `long`, stays the least in the reverse order of times, which negates.
final class LongFold extends Fold {
    private final NdArray array;
    private final Reduction what;
    private final Reduction.Kind kind;
    private final long size;
    private final boolean times;
    private final long flip;
    private final long shift;
    private final long[] block = new long[BLOCK];
    private long[] values;
    /// How many elements of each result are not NaT, for times.
    private long[] numbers;

    /// @param size how many elements there are for each result
    LongFold(NdArray a, Reduction what, long size) {
        this.array = a;
        this.what = what;
        this.kind = what.kind();
        this.size = size;
        this.times = a instanceof TimeArray;
        boolean unsigned = a.dtype().kind() == Dtype.Kind.UINT;
        this.flip = switch (kind) {
            case MIN -> unsigned ? Long.MIN_VALUE : 0;
            case MAX -> unsigned ? Long.MAX_VALUE : -1;
            default -> 0;
        };
        this.shift = times && kind == Reduction.Kind.MAX ? 1 : 0;
    }

    @Override
    void start(int outputs) {
        values = new long[outputs];
        Arrays.fill(values, switch (kind) {
            case MIN, MAX -> Long.MAX_VALUE;
            case PROD -> 1;
            default -> 0;
        });
        numbers = new long[times ? outputs : 0];
    }

    @Override
    void along(Elements in, int rows, int length, int o, int step) {
        in.next(block, rows * length);
        for (int row = 0; row < rows; row++) {
            fold(row * length, length, o + row * step);
        }
    }

    @Override
    void across(Elements in, int rows, int length, int o, int step, long index) {
        in.next(block, rows * length);
        for (int row = 0; row < rows; row++) {
            int from = row * length;
            int to = o + row * step;
            for (int n = 0; times && n < length; n++) {
                countTimes(from + n, 1, to + n);
            }
            switch (kind) {
                case MIN, MAX -> {
                    for (int n = 0; n < length; n++) {
                        values[to + n] = Math.min(values[to + n], (block[from + n] ^ flip) + shift);
                    }
                }
                case PROD -> {
                    for (int n = 0; n < length; n++) {
                        values[to + n] *= block[from + n];
                    }
                }
                default -> Longs.add(values, to, block, from, length);
            }
        }
    }

    @Override
    void piece(Elements in, long count, int o, long index) {
        if (kind == Reduction.Kind.SUM && array.dtype().byteSize() < Long.BYTES) {
            long at = in.skipDense(count);
            if (at >= 0) {
                values[o] += IntegerSum.of(array, at, count);
                return;
            }
        }
        for (long left = count; left > 0; left -= BLOCK) {
            int length = (int) Math.min(left, BLOCK);
            in.next(block, length);
            fold(0, length, o);
        }
    }

    /// Counts the times among some elements of one result, and hides NaT from an order that leaves it out.
    private void countTimes(int from, int count, int o) {
        for (int n = from; n < from + count; n++) {
            if (block[n] != TimeArray.NAT) {
                numbers[o]++;
            } else if (what.skipsNaN() && kind.needsElements()) {
                block[n] = kind == Reduction.Kind.MIN ? Long.MAX_VALUE : -Long.MAX_VALUE;
            }
        }
    }

    private void fold(int from, int count, int o) {
        if (times) {
            countTimes(from, count, o);
        }
        long value = values[o];
        switch (kind) {
            case MIN, MAX -> {
                for (int n = from; n < from + count; n++) {
                    value = Math.min(value, (block[n] ^ flip) + shift);
                }
            }
            case PROD -> {
                for (int n = from; n < from + count; n++) {
                    value *= block[n];
                }
            }
            default -> {
                for (int n = from; n < from + count; n++) {
                    value += block[n];
                }
            }
        }
        values[o] = value;
    }

    @Override
    Fold parts(int parts, int o) {
        LongFold fold = new LongFold(array, what, size);
        fold.start(parts);
        return fold;
    }

    @Override
    Fold twin() {
        LongFold fold = new LongFold(array, what, size);
        fold.values = values;
        fold.numbers = numbers;
        return fold;
    }

    @Override
    void join(int left, int right) {
        add(left, this, right);
    }

    @Override
    void add(int o, Fold parts, int part) {
        LongFold other = (LongFold) parts;
        long value = other.values[part];
        values[o] = switch (kind) {
            case MIN, MAX -> Math.min(values[o], value);
            case PROD -> values[o] * value;
            default -> values[o] + value;
        };
        if (times) {
            numbers[o] += other.numbers[part];
        }
    }

    @Override
    void store(NdArray to, long first) {
        for (int o = 0; o < values.length; o++) {
            values[o] = result(values[o], times ? numbers[o] : size);
        }
        to.write(first * to.dtype().byteSize(), to.dtype().byteSize(), values, 0, values.length);
    }

    private long result(long value, long count) {
        return switch (kind) {
            case MIN, MAX -> count == 0 && times ? TimeArray.NAT : (value - shift) ^ flip;
            // NumPy leaves NaT out of the least and the greatest only.
            case SUM -> count < size ? TimeArray.NAT : value;
            case MEAN -> count < size || size == 0 ? TimeArray.NAT : value / size;
            default -> value;
        };
    }
}
