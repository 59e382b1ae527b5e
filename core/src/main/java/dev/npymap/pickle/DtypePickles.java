package dev.npymap.pickle;

import dev.npymap.array.DatetimeUnit;
import dev.npymap.array.Dtype;
import dev.npymap.array.Field;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes dtypes as NumPy 2 describes them to `pickle`: a code, and a state of version, byte order, sub-array, names,
/// fields, size, alignment and flags.
final class DtypePickles {
    /// The elements are initialised, as NumPy wants it for texts.
    private static final int NEEDS_INIT = 8;
    /// Of a dtype with fields.
    private static final int STRUCT = 16;
    /// What a dtype has from its fields: initialised, pickled as a list, counted references, Python's lock.
    private static final int INHERITED = 0x1b;
    private static final int OBJECT = 63;

    private final PickleWriter writer;
    private final PickleOutput out;
    private final WriterMemo memo;

    DtypePickles(PickleWriter writer) {
        this.writer = writer;
        this.out = writer.out;
        this.memo = writer.memo;
    }

    void save(Dtype dtype) throws IOException {
        out.boundary();
        Object key = unique(dtype) ? memo.singleton(dtype) : dtype;
        if (memo.refer(key)) {
            return;
        }
        create(code(dtype));
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
        whole(sized ? alignment(dtype) : -1);
        whole(flags(dtype));
        if (time) {
            unit(dtype);
        }
        out.u8(Opcodes.TUPLE);
        memo.add();
        out.u8(Opcodes.BUILD);
    }

    private void create(String code) throws IOException {
        writer.global("numpy", "dtype");
        out.boundary();
        writer.newText(code);
        out.boundary();
        writer.truth(false);
        out.boundary();
        writer.truth(true);
        out.u8(Opcodes.TUPLE3);
        memo.add();
        out.u8(Opcodes.REDUCE);
    }

    /// Whether NumPy has one dtype of that kind for all arrays.
    private static boolean unique(Dtype dtype) {
        return !sized(dtype) && dtype.byteOrder() == ByteOrder.LITTLE_ENDIAN && dtype.kind() != Dtype.Kind.DATETIME
                && dtype.kind() != Dtype.Kind.TIMEDELTA;
    }

    private static boolean sized(Dtype dtype) {
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
        char first = dtype.descr().charAt(0);
        return dtype.kind() == Dtype.Kind.STRUCT || sized(dtype) && dtype.kind() != Dtype.Kind.TEXT
                ? "|"
                : String.valueOf(first);
    }

    /// Where C would place such an element.
    private static long alignment(Dtype dtype) {
        return switch (dtype.kind()) {
            case BOOL, BYTES, VOID, STRUCT, BFLOAT16, FLOAT8 -> 1;
            case TEXT -> 4;
            case COMPLEX -> dtype.byteSize() / 2;
            case INT, UINT, FLOAT, DATETIME, TIMEDELTA, OBJECT -> dtype.byteSize();
        };
    }

    private static int flags(Dtype dtype) {
        return switch (dtype.kind()) {
            case TEXT -> NEEDS_INIT;
            case OBJECT -> OBJECT;
            case STRUCT -> dtype.fields().stream().mapToInt(field -> flags(field.dtype()) & INHERITED)
                    .reduce(STRUCT, (one, other) -> one | other);
            default -> 0;
        };
    }

    /// Whether NumPy lends such elements as a buffer.
    static boolean exportable(Dtype dtype) {
        return switch (dtype.kind()) {
            case DATETIME, TIMEDELTA, OBJECT -> false;
            case STRUCT -> !dtype.isOverlaid()
                    && dtype.fields().stream().allMatch(field -> exportable(field.dtype()));
            case FLOAT -> dtype.byteSize() <= 8 || dtype.byteOrder() == ByteOrder.LITTLE_ENDIAN;
            case COMPLEX -> dtype.byteSize() <= 16 || dtype.byteOrder() == ByteOrder.LITTLE_ENDIAN;
            case BOOL, INT, UINT, BYTES, TEXT, VOID, BFLOAT16, FLOAT8 -> true;
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

    /// A dictionary of tuples of dtype, offset and perhaps a title, under names and titles.
    private void fields(Dtype dtype) throws IOException {
        out.boundary();
        out.u8(Opcodes.EMPTY_DICT);
        memo.add();
        long count = dtype.fields().size() + dtype.fields().stream().filter(f -> f.title().isPresent()).count();
        Batches batches = new Batches(out, Batches.Kind.DICT, count);
        for (Field field : dtype.fields()) {
            batches.begin();
            text(field.name());
            place(field);
            batches.end();
            if (field.title().isPresent()) {
                batches.begin();
                text(field.title().get());
                out.boundary();
                memo.refer(field);
                batches.end();
            }
        }
    }

    private void place(Field field) throws IOException {
        out.boundary();
        if (field.shape().rank() == 0) {
            save(field.dtype());
        } else {
            subArray(field);
        }
        whole(field.offset());
        if (field.title().isPresent()) {
            text(field.title().get());
        }
        out.u8(field.title().isPresent() ? Opcodes.TUPLE3 : Opcodes.TUPLE2);
        memo.add(field);
    }

    private void subArray(Field field) throws IOException {
        out.boundary();
        create("V" + field.byteSize());
        memo.add();
        out.boundary();
        out.u8(Opcodes.MARK);
        whole(3);
        text("|");
        out.boundary();
        save(field.dtype());
        writer.tuple(field.shape().toArray());
        out.u8(Opcodes.TUPLE2);
        memo.add();
        none();
        none();
        whole(field.byteSize());
        whole(alignment(field.dtype()));
        whole(flags(field.dtype()));
        out.u8(Opcodes.TUPLE);
        memo.add();
        out.u8(Opcodes.BUILD);
    }

    /// `(None, (unit, multiple, 1, 1))`.
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
