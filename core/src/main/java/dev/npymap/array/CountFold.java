package dev.npymap.array;

/// Counts the elements that are not zero, or those that are NaN or NaT.
final class CountFold extends Fold {
    private final NdArray array;
    private final Reduction.Kind kind;
    private final long size;
    private final Test test;
    private final long[] whole = new long[BLOCK];
    private final double[] block;
    private long[] counts;

    /// What is counted, 1 if so: in what is read.
    private enum Test {
        NOT_ZERO, NAN, WHOLE_NOT_ZERO, NAT, PART_NOT_ZERO, PART_NAN
    }

    /// @param size how many elements there are for each result
    CountFold(NdArray a, Reduction what, long size) {
        this.array = a;
        this.kind = what.kind();
        this.size = size;
        boolean nan = kind == Reduction.Kind.COUNT_NAN;
        this.test = switch (a.dtype().kind()) {
            case FLOAT, BFLOAT16, FLOAT8 -> nan ? Test.NAN : Test.NOT_ZERO;
            case COMPLEX -> nan ? Test.PART_NAN : Test.PART_NOT_ZERO;
            default -> nan ? Test.NAT : Test.WHOLE_NOT_ZERO;
        };
        this.block = new double[a instanceof ComplexArray ? 2 * BLOCK : BLOCK];
    }

    private CountFold(CountFold other) {
        this.array = other.array;
        this.kind = other.kind;
        this.size = other.size;
        this.test = other.test;
        this.block = new double[other.block.length];
    }

    @Override
    void start(int outputs) {
        counts = new long[outputs];
    }

    /// Reads elements and makes each 1 or 0.
    private void read(Elements in, int count) {
        switch (test) {
            case WHOLE_NOT_ZERO, NAT -> in.next(whole, count);
            case NOT_ZERO, NAN -> in.next(block, count);
            case PART_NOT_ZERO, PART_NAN -> in.nextParts(block, count);
        }
        for (int n = 0; n < count; n++) {
            whole[n] = switch (test) {
                case WHOLE_NOT_ZERO -> whole[n] != 0;
                case NAT -> whole[n] == TimeArray.NAT;
                case NOT_ZERO -> block[n] != 0;
                case NAN -> block[n] != block[n];
                case PART_NOT_ZERO -> block[2 * n] != 0 || block[2 * n + 1] != 0;
                case PART_NAN -> block[2 * n] != block[2 * n] || block[2 * n + 1] != block[2 * n + 1];
            } ? 1 : 0;
        }
    }

    @Override
    void along(Elements in, int rows, int length, int o, int step) {
        read(in, rows * length);
        for (int row = 0; row < rows; row++) {
            count(row * length, length, o + row * step);
        }
    }

    private void count(int from, int length, int o) {
        long count = counts[o];
        for (int n = from; n < from + length; n++) {
            count += whole[n];
        }
        counts[o] = count;
    }

    @Override
    void acrossBlock(Elements in, int rows, int length, int o, int step, long index) {
        read(in, rows * length);
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < length; n++) {
                counts[o + row * step + n] += whole[row * length + n];
            }
        }
    }

    @Override
    void piece(Elements in, long count, int o, long index) {
        long before = counts[o];
        for (long done = 0; done < count; done += BLOCK) {
            int length = (int) Math.min(count - done, BLOCK);
            boolean any = kind == Reduction.Kind.ANY && counts[o] > 0;
            boolean missing = kind == Reduction.Kind.ALL && counts[o] - before < done;
            if (any || missing) {
                in.skipAll(count - done);
                return;
            }
            read(in, length);
            count(0, length, o);
        }
    }

    @Override
    Fold parts(int parts, int o) {
        CountFold fold = new CountFold(this);
        fold.start(parts);
        return fold;
    }

    @Override
    Fold twin() {
        CountFold fold = new CountFold(this);
        fold.counts = counts;
        return fold;
    }

    @Override
    void join(int left, int right) {
        add(left, this, right);
    }

    @Override
    void add(int o, Fold parts, int part) {
        counts[o] += ((CountFold) parts).counts[part];
    }

    @Override
    void store(NdArray to, long first) {
        for (int o = 0; o < counts.length; o++) {
            counts[o] = switch (kind) {
                case ANY -> counts[o] > 0 ? 1 : 0;
                case ALL -> counts[o] == size ? 1 : 0;
                default -> counts[o];
            };
        }
        to.write(first * to.dtype().byteSize(), to.dtype().byteSize(), counts, 0, counts.length);
    }
}
