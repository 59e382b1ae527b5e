package dev.npymap.pickle;

import dev.npymap.array.NdArray;
import dev.npymap.internal.pickle.Opcodes;
import dev.npymap.internal.pickle.PickleOutput;
import dev.npymap.internal.pickle.TextCodec;
import dev.npymap.internal.pickle.WriterMemo;
import dev.npymap.model.Dtype;
import dev.npymap.model.SubArray;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes values as CPython's `pickle.dump` does, byte for byte: which values are memoized, the batches in which
/// containers are filled, the widths of numbers.
///
/// A Java object that occurs several times is written once, as in Python; so are texts of one Latin-1 character and
/// `bytes` of one byte, which are single objects in CPython.
final class PickleWriter {
    /// CPython counts two calls for each level and stops at 1,000.
    private static final int MAX_DEPTH = 500;
    private static final long MAX_U32 = 0xffffffffL;

    final PickleOutput out;
    final int protocol;
    final WriterMemo memo;
    private final ArrayPickler arrays;
    private final ContainerPickles containers;
    private int depth;

    private PickleWriter(PickleOutput out, int protocol) {
        this.out = out;
        this.protocol = protocol;
        this.memo = new WriterMemo(out, protocol);
        this.arrays = new ArrayPickler(this);
        this.containers = new ContainerPickles(this);
    }

    static void write(WritableByteChannel channel, Object value, int protocol, boolean aligned) throws IOException {
        PickleOutput head = new PickleOutput(channel, false, false);
        head.u8(Opcodes.PROTO);
        head.u8(protocol);
        PickleOutput out = protocol >= 4 && !aligned
                ? new PickleOutput(channel, true, false)
                : new PickleOutput(channel, false, aligned);
        if (protocol >= 4 && !aligned) {
            head.finish();
        } else {
            out.u8(Opcodes.PROTO);
            out.u8(protocol);
        }
        new PickleWriter(out, protocol).save(value);
        out.u8(Opcodes.STOP);
        out.finish();
    }

    void save(Object value) throws IOException {
        out.boundary();
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("values are nested more than " + MAX_DEPTH + " deep");
        }
        switch (value) {
            case Value v -> saveValue(v);
            case NdArray array -> arrays.save(array, false);
            case Dtype dtype -> arrays.save(dtype, SubArray.NONE);
            case String text -> text(text);
            case Boolean truth -> truth(truth);
            case Byte number -> whole(number);
            case Short number -> whole(number);
            case Integer number -> whole(number);
            case Long number -> whole(number);
            case BigInteger number -> whole(number);
            case Float number -> real(number);
            case Double number -> real(number);
            case byte[] bytes -> bytes(bytes);
            case List<?> list -> containers.list(list, list);
            case Set<?> set -> containers.set(set, set);
            case Map<?, ?> map -> containers.dictionary(map, map.entrySet());
            case null -> throw new NullPointerException("null cannot be pickled; Python's None is Value.None.NONE");
            default -> throw new IllegalArgumentException(
                    "an object of " + value.getClass().getName() + " cannot be pickled");
        }
        depth--;
    }

    private void saveValue(Value value) throws IOException {
        switch (value) {
            case Value.None _ -> out.u8(Opcodes.NONE);
            case Value.Truth(boolean truth) -> truth(truth);
            case Value.Whole(BigInteger number) -> whole(number);
            case Value.Real(double number) -> real(number);
            case Value.ComplexNumber(double re, double im) -> complex(value, re, im);
            case Value.Scalar(NdArray array) -> arrays.saveScalar(array);
            case TextValue text -> text(text.value());
            case BytesValue bytes -> bytes(bytes);
            case ListValue s when s.isTuple() -> containers.tuple(s);
            case ListValue s -> containers.list(s, s.items());
            case DictValue m -> containers.mapping(m);
            case SetValue g when g.isFrozen() -> containers.frozenSet(g);
            case SetValue g -> containers.set(g, g.items());
            case ArrayValue a when a.holdsObjects() -> arrays.saveObjects(a);
            case ArrayValue a -> arrays.save(a.array(), a.isReadOnly());
            case DtypeValue d when d.dtype().isPresent() -> arrays.save(d.dtype().get(), d.subArray());
            case DtypeValue _,MaskedValue _,PickledObject _,Value.Name _ -> throw new IllegalArgumentException(
                    ValueText.kind(value) + " cannot be pickled: " + value);
        }
    }

    void truth(boolean truth) {
        out.u8(truth ? Opcodes.NEWTRUE : Opcodes.NEWFALSE);
    }

    void whole(long number) {
        if (number >= 0 && number <= 0xff) {
            out.u8(Opcodes.BININT1);
            out.u8((int) number);
        } else if (number >= 0 && number <= 0xffff) {
            out.u8(Opcodes.BININT2);
            out.le(number, 2);
        } else if (number == (int) number) {
            out.u8(Opcodes.BININT);
            out.le(number, 4);
        } else {
            large(BigInteger.valueOf(number));
        }
    }

    private void whole(BigInteger number) {
        if (number.bitLength() < Long.SIZE) {
            whole(number.longValue());
        } else {
            large(number);
        }
    }

    private void large(BigInteger number) {
        byte[] big = number.toByteArray();
        if (big.length <= 0xff) {
            out.u8(Opcodes.LONG1);
            out.u8(big.length);
        } else {
            out.u8(Opcodes.LONG4);
            out.le(big.length, 4);
        }
        byte[] little = new byte[big.length];
        for (int n = 0; n < big.length; n++) {
            little[n] = big[big.length - 1 - n];
        }
        out.bytes(little);
    }

    private void real(double number) {
        out.u8(Opcodes.BINFLOAT);
        out.le(Long.reverseBytes(Double.doubleToRawLongBits(number)), 8);
    }

    void text(String text) throws IOException {
        boolean one = text.isEmpty() || text.length() == 1 && text.charAt(0) <= 0xff;
        Object key = one ? memo.singleton(text) : text;
        if (memo.refer(key)) {
            return;
        }
        newText(text);
        memo.name(key);
    }

    /// Writes a text that is an object of its own, and memoizes it.
    void newText(String text) throws IOException {
        out.boundary();
        byte[] bytes = TextCodec.utf8(text);
        if (protocol >= 4 && bytes.length <= 0xff) {
            out.large(instruction(Opcodes.SHORT_BINUNICODE, bytes.length, 1), bytes);
        } else {
            out.large(instruction(Opcodes.BINUNICODE, bytes.length, 4), bytes);
        }
        memo.add();
    }

    static byte[] instruction(int opcode, long length, int lengthBytes) {
        byte[] instruction = new byte[1 + lengthBytes];
        instruction[0] = (byte) opcode;
        for (int n = 0; n < lengthBytes; n++) {
            instruction[1 + n] = (byte) (length >>> 8 * n);
        }
        return instruction;
    }

    /// The instruction for `bytes`, from protocol 3 on.
    byte[] bytesInstruction(long length) {
        if (length <= 0xff) {
            return instruction(Opcodes.SHORT_BINBYTES, length, 1);
        }
        if (length <= MAX_U32) {
            return instruction(Opcodes.BINBYTES, length, 4);
        }
        requireWide(length);
        return instruction(Opcodes.BINBYTES8, length, 8);
    }

    void requireWide(long length) {
        if (length > MAX_U32 && protocol < 4) {
            throw new IllegalArgumentException(length + " bytes in one piece need protocol 4 or 5, not " + protocol);
        }
    }

    private void bytes(BytesValue value) throws IOException {
        byte[] bytes = value.toArray();
        if (!value.isMutable()) {
            bytes(bytes, value);
            return;
        }
        if (memo.refer(value)) {
            return;
        }
        if (protocol >= 5) {
            out.large(instruction(Opcodes.BYTEARRAY8, bytes.length, 8), bytes);
        } else {
            global("builtins", "bytearray");
            if (bytes.length == 0) {
                out.u8(Opcodes.EMPTY_TUPLE);
            } else {
                bytes(bytes);
                out.u8(Opcodes.TUPLE1);
                memo.add();
            }
            out.u8(Opcodes.REDUCE);
        }
        memo.add(value);
    }

    void bytes(byte[] bytes) throws IOException {
        bytes(bytes, bytes);
    }

    private void bytes(byte[] bytes, Object identity) throws IOException {
        out.boundary();
        Object key = bytes.length <= 1 ? memo.singleton(bytes.length == 0 ? List.of() : bytes[0]) : identity;
        if (memo.refer(key)) {
            return;
        }
        if (protocol >= 3) {
            out.large(bytesInstruction(bytes.length), bytes);
        } else if (bytes.length == 0) {
            global("builtins", "bytes");
            out.u8(Opcodes.EMPTY_TUPLE);
            out.u8(Opcodes.REDUCE);
        } else {
            global("_codecs", "encode");
            text(TextCodec.ascii(bytes));
            text("latin1");
            out.u8(Opcodes.TUPLE2);
            memo.add();
            out.u8(Opcodes.REDUCE);
        }
        memo.add(key);
    }

    /// Writes the name of a class or function.
    void global(String module, String name) throws IOException {
        out.boundary();
        Object key = memo.singleton(List.of(module, name));
        if (memo.refer(key)) {
            return;
        }
        if (protocol >= 4) {
            out.boundary();
            if (module.equals("ml_dtypes")) {
                // Each of the module's classes has a text of its own for the module's name; NumPy's classes share one.
                newText(module);
            } else {
                text(module);
            }
            newText(name);
            out.u8(Opcodes.STACK_GLOBAL);
        } else {
            String old = protocol == 2 && module.equals("builtins") ? "__builtin__" : module;
            out.u8(Opcodes.GLOBAL);
            out.bytes(TextCodec.utf8(old + "\n" + name + "\n"));
        }
        memo.add(key);
    }

    private void complex(Object identity, double re, double im) throws IOException {
        if (memo.refer(identity)) {
            return;
        }
        global("builtins", "complex");
        out.boundary();
        real(re);
        out.boundary();
        real(im);
        out.u8(Opcodes.TUPLE2);
        memo.add();
        out.u8(Opcodes.REDUCE);
        memo.add(identity);
    }

    /// Writes a tuple of numbers that does not occur again.
    void tuple(long... numbers) throws IOException {
        out.boundary();
        begin(numbers.length);
        for (long number : numbers) {
            out.boundary();
            whole(number);
        }
        end(numbers.length);
        if (numbers.length > 0) {
            memo.add();
        }
    }

    /// Begins a tuple.
    void begin(int size) {
        if (size > 3) {
            out.u8(Opcodes.MARK);
        }
    }

    /// Ends a tuple.
    void end(int size) {
        out.u8(size == 0 ? Opcodes.EMPTY_TUPLE : size > 3 ? Opcodes.TUPLE : Opcodes.TUPLE1 + size - 1);
    }
}
