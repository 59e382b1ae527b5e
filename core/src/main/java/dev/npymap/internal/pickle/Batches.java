package dev.npymap.internal.pickle;

/// The instructions around the items of a container, which CPython fills with 1,000 items at a time.
public final class Batches {
    private static final int SIZE = 1000;

    /// The kinds of containers, each with its own instructions.
    public enum Kind {
        /// A single item needs no mark.
        LIST(Opcodes.APPENDS, Opcodes.APPEND),
        /// A full batch is followed by an empty one.
        SET(Opcodes.ADDITEMS, Opcodes.ADDITEMS),
        /// A single item needs no mark; a full batch is followed by an empty one.
        DICT(Opcodes.SETITEMS, Opcodes.SETITEM),
        /// A single item needs no mark, even in the last batch of several.
        ORDERED_DICT(Opcodes.SETITEMS, Opcodes.SETITEM);

        private final int many;
        private final int one;

        Kind(int many, int one) {
            this.many = many;
            this.one = one;
        }
    }

    private final PickleOutput out;
    private final Kind kind;
    private final long size;
    private long done;

    public Batches(PickleOutput out, Kind kind, long size) {
        this.out = out;
        this.kind = kind;
        this.size = size;
    }

    /// Before each item.
    public void begin() {
        if (done % SIZE == 0 && !alone(done)) {
            out.u8(Opcodes.MARK);
        }
    }

    /// After each item.
    public void end() {
        done++;
        if (alone(done - 1)) {
            out.u8(kind.one);
        } else if (done % SIZE == 0 || done == size) {
            out.u8(kind.many);
        }
        if (done == size && size % SIZE == 0 && (kind == Kind.SET || kind == Kind.DICT)) {
            out.u8(Opcodes.MARK);
            out.u8(kind.many);
        }
    }

    private boolean alone(long index) {
        return switch (kind) {
            case SET -> false;
            case LIST, DICT -> size == 1;
            case ORDERED_DICT -> index % SIZE == 0 && index + 1 == size;
        };
    }
}
