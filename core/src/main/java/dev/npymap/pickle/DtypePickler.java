package dev.npymap.pickle;

import dev.npymap.internal.pickle.Batches;
import dev.npymap.internal.pickle.Opcodes;
import dev.npymap.internal.pickle.PickleOutput;
import dev.npymap.internal.pickle.WriterMemo;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.SubArray;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes dtypes in the form that NumPy 2 gives them in a pickle: a code, and a state of version, byte order,
/// sub-array, names, fields, size, alignment and flags.
final class DtypePickler {
    private final PickleWriter writer;
    private final PickleOutput out;
    private final WriterMemo memo;

    DtypePickler(PickleWriter writer) {
        this.writer = writer;
        this.out = writer.out;
        this.memo = writer.memo;
    }

    /// The identity of a sub-array dtype: two are the same if both parts are the same objects.
    private static final class SubKey {
        private final Object dtype;
        private final SubArray sub;

        SubKey(Object dtype, SubArray sub) {
            this.dtype = dtype;
            this.sub = sub;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof SubKey key && dtype == key.dtype && sub == key.sub;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(dtype) + System.identityHashCode(sub);
        }
    }

    private Object key(Dtype dtype) {
        return dtype.isShared() ? memo.singleton(dtype) : dtype;
    }

    /// Writes a dtype whose elements are sub-arrays.
    void save(Dtype dtype, SubArray sub) throws IOException {
        if (sub.rank() == 0) {
            save(dtype);
            return;
        }
        out.boundary();
        Object key = memo.singleton(new SubKey(key(dtype), sub));
        if (memo.refer(key)) {
            return;
        }
        long size = sub.shape().byteSize(dtype.byteSize()).orElseThrow();
        create(() -> writer.newText("V" + size));
        memo.add(key);
        out.boundary();
        out.u8(Opcodes.MARK);
        whole(3);
        text("|");
        out.boundary();
        save(dtype, sub.items().orElse(SubArray.NONE));
        writer.tuple(sub.axes().toArray());
        out.u8(Opcodes.TUPLE2);
        memo.add();
        none();
        none();
        whole(size);
        whole(dtype.alignment());
        whole(dtype.flags());
        out.u8(Opcodes.TUPLE);
        memo.add();
        out.u8(Opcodes.BUILD);
    }

    void save(Dtype dtype) throws IOException {
        out.boundary();
        Object key = key(dtype);
        if (memo.refer(key)) {
            return;
        }
        create(() -> type(dtype));
        memo.add(key);
        out.boundary();
        out.u8(Opcodes.MARK);
        boolean time = dtype.kind() == Dtype.Kind.DATETIME || dtype.kind() == Dtype.Kind.TIMEDELTA;
        whole(time ? 4 : 3);
        text(byteOrder(dtype));
        none();
        if (dtype.kind() == Dtype.Kind.STRUCT) {
            names(dtype);
            fields(dtype);
        } else {
            none();
            none();
        }
        boolean sized = sized(dtype);
        whole(sized ? dtype.byteSize() : -1);
        whole(sized ? dtype.alignment() : -1);
        whole(dtype.flags());
        if (time) {
            unit(dtype);
        }
        out.u8(Opcodes.TUPLE);
        memo.add();
        out.u8(Opcodes.BUILD);
    }

    /// Writes a part of a dtype.
    @FunctionalInterface
    private interface Part {
        void write() throws IOException;
    }

    private void create(Part type) throws IOException {
        writer.global("numpy", "dtype");
        out.boundary();
        type.write();
        out.boundary();
        writer.truth(false);
        out.boundary();
        writer.truth(true);
        out.u8(Opcodes.TUPLE3);
        memo.add();
        out.u8(Opcodes.REDUCE);
    }

    /// Writes a code, or the class of scalars if the dtype has no code.
    private void type(Dtype dtype) throws IOException {
        if (dtype.isRecord()) {
            writer.global("numpy", "record");
        } else if (dtype.kind() == Dtype.Kind.BFLOAT16 || dtype.kind() == Dtype.Kind.FLOAT8) {
            writer.global("ml_dtypes", dtype.name());
        } else {
            writer.newText(code(dtype));
        }
    }

    /// Whether the state includes the size and alignment of an element.
    static boolean sized(Dtype dtype) {
        return switch (dtype.kind()) {
            case BYTES, TEXT, VOID, STRUCT, BFLOAT16, FLOAT8 -> true;
            case BOOL, INT, UINT, FLOAT, COMPLEX, DATETIME, TIMEDELTA, OBJECT -> false;
        };
    }

    private static String code(Dtype dtype) {
        return switch (dtype.kind()) {
            case BOOL -> "b1";
            case INT -> "i" + dtype.byteSize();
            case UINT -> "u" + dtype.byteSize();
            case FLOAT -> "f" + dtype.byteSize();
            case COMPLEX -> "c" + dtype.byteSize();
            case BYTES -> "S" + dtype.byteSize();
            case TEXT -> "U" + dtype.byteSize() / 4;
            case VOID, STRUCT, BFLOAT16, FLOAT8 -> "V" + dtype.byteSize();
            case DATETIME -> "M8";
            case TIMEDELTA -> "m8";
            case OBJECT -> "O8";
        };
    }

    private static String byteOrder(Dtype dtype) {
        return switch (dtype.kind()) {
            case BYTES, VOID, STRUCT -> "|";
            case BFLOAT16, FLOAT8 -> dtype.byteOrder() == ByteOrder.BIG_ENDIAN ? ">" : "<";
            default -> dtype.descr().substring(0, 1);
        };
    }

    /// Whether NumPy exports such elements through the buffer protocol.
    static boolean exportable(Dtype dtype) {
        return switch (dtype.kind()) {
            case DATETIME, TIMEDELTA, OBJECT, BFLOAT16, FLOAT8 -> false;
            case STRUCT -> !dtype.isOverlaid()
                    && dtype.fields().stream().allMatch(field -> exportable(field.dtype()));
            case FLOAT -> dtype.byteSize() <= 8 || dtype.byteOrder() == ByteOrder.LITTLE_ENDIAN;
            case COMPLEX -> dtype.byteSize() <= 16 || dtype.byteOrder() == ByteOrder.LITTLE_ENDIAN;
            case BOOL, INT, UINT, BYTES, TEXT, VOID -> true;
        };
    }

    private void names(Dtype dtype) throws IOException {
        out.boundary();
        int count = dtype.fields().size();
        writer.begin(count);
        for (Field field : dtype.fields()) {
            text(field.name());
        }
        writer.end(count);
        if (count > 0) {
            memo.add();
        }
    }

    /// Writes a dictionary whose keys are names and titles, and whose values are tuples of dtype, offset and perhaps a
    /// title.
    private void fields(Dtype dtype) throws IOException {
        out.boundary();
        out.u8(Opcodes.EMPTY_DICT);
        memo.add();
        List<String> keys = dtype.fieldKeys();
        Batches batches = new Batches(out, Batches.Kind.DICT, keys.size());
        for (String key : keys) {
            batches.begin();
            text(key);
            place(dtype.field(key));
            batches.end();
        }
    }

    private void place(Field field) throws IOException {
        out.boundary();
        if (memo.refer(field)) {
            return;
        }
        save(field.dtype(), field.sub());
        whole(field.offset());
        if (field.title().isPresent()) {
            text(field.title().get());
        }
        out.u8(field.title().isPresent() ? Opcodes.TUPLE3 : Opcodes.TUPLE2);
        memo.add(field);
    }

    /// Writes `(None, (unit, multiple, 1, 1))`.
    private void unit(Dtype dtype) throws IOException {
        out.boundary();
        none();
        out.boundary();
        out.u8(Opcodes.MARK);
        String unit = dtype.unit() == DatetimeUnit.GENERIC ? "generic" : dtype.unit().symbol();
        writer.bytes(unit.getBytes(StandardCharsets.ISO_8859_1));
        whole(dtype.multiple());
        whole(1);
        whole(1);
        out.u8(Opcodes.TUPLE);
        memo.add();
        out.u8(Opcodes.TUPLE2);
        memo.add();
    }

    private void none() throws IOException {
        out.boundary();
        out.u8(Opcodes.NONE);
    }

    private void whole(long number) throws IOException {
        out.boundary();
        writer.whole(number);
    }

    private void text(String text) throws IOException {
        out.boundary();
        writer.text(text);
    }
}
