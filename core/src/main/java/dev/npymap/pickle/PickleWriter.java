package dev.npymap.pickle;

import dev.npymap.array.Dtype;
import dev.npymap.array.NdArray;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes values as CPython's `pickle.dump` does, byte for byte: which values are numbered to be found again, in which
/// batches containers are filled, how wide numbers are.
///
/// What is one object in Java is written once, as in Python; so are texts of one Latin-1 character and bytes of one, of
/// which CPython has only one each.
final class PickleWriter {
    /// Of CPython, which counts two calls for each level and stops at 1,000.
    private static final int MAX_DEPTH = 500;
    private static final long MAX_U32 = 0xffffffffL;

    final PickleOutput out;
    final int protocol;
    private final ArrayPickles arrays;
    private final Map<Object, Integer> memo = new IdentityHashMap<>();
    private final Map<Object, Object> singletons = new HashMap<>();
    private int memoSize;
    private int depth;

    private PickleWriter(PickleOutput out, int protocol) {
        this.out = out;
        this.protocol = protocol;
        this.arrays = new ArrayPickles(this);
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
            case Dtype dtype -> arrays.save(dtype);
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
            case List<?> list -> list(list, list);
            case Set<?> set -> set(set, set);
            case Map<?, ?> map -> dictionary(map, map.entrySet());
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
            case Value.Complex(double re, double im) -> complex(value, re, im);
            case Value.Scalar(NdArray array) -> arrays.saveScalar(array);
            case Text text -> text(text.value());
            case Bytes bytes -> bytes(bytes);
            case Sequence s when s.isTuple() -> tuple(s);
            case Sequence s -> list(s, s.items());
            case Mapping m -> mapping(m);
            case Group g when g.isFrozen() -> frozenSet(g);
            case Group g -> set(g, g.items());
            case ArrayValue a when a.holdsObjects() -> arrays.saveObjects(a);
            case ArrayValue a -> arrays.save(a.array(), a.isReadOnly());
            case DtypeValue d when d.dtype().isPresent() && d.sub().rank() == 0 -> arrays.save(d.dtype().get());
            case DtypeValue _,MaskedValue _,PickledObject _,Value.Name _ -> throw new IllegalArgumentException(
                    ValueText.kind(value) + " cannot be pickled: " + value);
        }
    }

    /// Writes a reference to a value that was written before; otherwise does nothing.
    boolean known(Object key) {
        Integer number = memo.get(key);
        if (number == null) {
            return false;
        }
        if (number <= 0xff) {
            out.u8(Opcodes.BINGET);
            out.u8(number);
        } else {
            out.u8(Opcodes.LONG_BINGET);
            out.le(number, 4);
        }
        return true;
    }

    /// Numbers the value that was written last.
    void memoize(Object key) {
        memo.put(key, memoSize);
        memoize();
    }

    /// As [#memoize(Object)], for a value that never comes again.
    void memoize() {
        if (protocol >= 4) {
            out.u8(Opcodes.MEMOIZE);
        } else if (memoSize <= 0xff) {
            out.u8(Opcodes.BINPUT);
            out.u8(memoSize);
        } else {
            out.u8(Opcodes.LONG_BINPUT);
            out.le(memoSize, 4);
        }
        memoSize++;
    }

    /// The one object for all that are equal.
    Object singleton(Object value) {
        return singletons.computeIfAbsent(value, v -> v);
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
        Object key = one ? singleton(text) : text;
        if (known(key)) {
            return;
        }
        newText(text);
        memo.put(key, memoSize - 1);
    }

    /// Writes a text that is no other's object, and numbers it.
    void newText(String text) throws IOException {
        out.boundary();
        byte[] bytes = TextCodec.utf8(text);
        if (protocol >= 4 && bytes.length <= 0xff) {
            out.large(instruction(Opcodes.SHORT_BINUNICODE, bytes.length, 1), bytes);
        } else {
            out.large(instruction(Opcodes.BINUNICODE, bytes.length, 4), bytes);
        }
        memoize();
    }

    static byte[] instruction(int opcode, long length, int lengthBytes) {
        byte[] instruction = new byte[1 + lengthBytes];
        instruction[0] = (byte) opcode;
        for (int n = 0; n < lengthBytes; n++) {
            instruction[1 + n] = (byte) (length >>> 8 * n);
        }
        return instruction;
    }

    /// The instruction for bytes, from protocol 3 on.
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

    private void bytes(Bytes value) throws IOException {
        byte[] bytes = value.toArray();
        if (!value.isMutable()) {
            bytes(bytes, value);
            return;
        }
        if (known(value)) {
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
                memoize();
            }
            out.u8(Opcodes.REDUCE);
        }
        memoize(value);
    }

    void bytes(byte[] bytes) throws IOException {
        bytes(bytes, bytes);
    }

    private void bytes(byte[] bytes, Object identity) throws IOException {
        out.boundary();
        Object key = bytes.length <= 1 ? singleton(bytes.length == 0 ? List.of() : bytes[0]) : identity;
        if (known(key)) {
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
            memoize();
            out.u8(Opcodes.REDUCE);
        }
        memoize(key);
    }

    /// Names a class or function.
    void global(String module, String name) throws IOException {
        out.boundary();
        Object key = singleton(List.of(module, name));
        if (known(key)) {
            return;
        }
        if (protocol >= 4) {
            out.boundary();
            text(module);
            newText(name);
            out.u8(Opcodes.STACK_GLOBAL);
        } else {
            String old = protocol == 2 && module.equals("builtins") ? "__builtin__" : module;
            out.u8(Opcodes.GLOBAL);
            out.bytes(TextCodec.utf8(old + "\n" + name + "\n"));
        }
        memoize(key);
    }

    private void complex(Object identity, double re, double im) throws IOException {
        if (known(identity)) {
            return;
        }
        global("builtins", "complex");
        out.boundary();
        real(re);
        out.boundary();
        real(im);
        out.u8(Opcodes.TUPLE2);
        memoize();
        out.u8(Opcodes.REDUCE);
        memoize(identity);
    }

    private void tuple(Sequence tuple) throws IOException {
        List<Value> items = tuple.items();
        if (items.isEmpty()) {
            out.u8(Opcodes.EMPTY_TUPLE);
            return;
        }
        if (known(tuple)) {
            return;
        }
        begin(items.size());
        for (Value item : items) {
            save(item);
        }
        if (memo.containsKey(tuple)) {
            // It contains itself, and was written on the way.
            if (items.size() > 3) {
                out.u8(Opcodes.POP_MARK);
            } else {
                items.forEach(_ -> out.u8(Opcodes.POP));
            }
            known(tuple);
            return;
        }
        end(items.size());
        memoize(tuple);
    }

    private void list(Object identity, List<?> items) throws IOException {
        if (known(identity)) {
            return;
        }
        out.u8(Opcodes.EMPTY_LIST);
        memoize(identity);
        items(items, Batches.Kind.LIST);
    }

    private void items(Collection<?> items, Batches.Kind kind) throws IOException {
        Batches batches = new Batches(out, kind, items.size());
        for (Object item : items) {
            batches.begin();
            save(item);
            batches.end();
        }
    }

    private void set(Object identity, Collection<?> items) throws IOException {
        if (known(identity)) {
            return;
        }
        if (protocol < 4) {
            setOfOld("set", items);
            memoize(identity);
            return;
        }
        out.u8(Opcodes.EMPTY_SET);
        memoize(identity);
        items(items, Batches.Kind.SET);
    }

    private void setOfOld(String name, Collection<?> items) throws IOException {
        global("builtins", name);
        List<Object> list = new ArrayList<>(items);
        list(list, list);
        out.u8(Opcodes.TUPLE1);
        memoize();
        out.u8(Opcodes.REDUCE);
    }

    private void frozenSet(Group group) throws IOException {
        if (known(group)) {
            return;
        }
        if (protocol < 4) {
            setOfOld("frozenset", group.items());
        } else {
            out.u8(Opcodes.MARK);
            for (Value item : group.items()) {
                save(item);
            }
            out.u8(Opcodes.FROZENSET);
        }
        memoize(group);
    }

    private void mapping(Mapping mapping) throws IOException {
        List<Map.Entry<Value, Value>> entries = mapping.entries().stream().map(e -> Map.entry(e.key(), e.value()))
                .toList();
        if (mapping.isOrdered()) {
            ordered(mapping, entries);
        } else {
            dictionary(mapping, entries);
        }
    }

    private void dictionary(Object identity, Collection<? extends Map.Entry<?, ?>> entries) throws IOException {
        if (known(identity)) {
            return;
        }
        out.u8(Opcodes.EMPTY_DICT);
        memoize(identity);
        entries(entries, Batches.Kind.DICT);
    }

    private void ordered(Object identity, Collection<? extends Map.Entry<?, ?>> entries) throws IOException {
        if (known(identity)) {
            return;
        }
        global("collections", "OrderedDict");
        out.u8(Opcodes.EMPTY_TUPLE);
        out.u8(Opcodes.REDUCE);
        memoize(identity);
        entries(entries, Batches.Kind.ORDERED_DICT);
    }

    private void entries(Collection<? extends Map.Entry<?, ?>> entries, Batches.Kind kind) throws IOException {
        Batches batches = new Batches(out, kind, entries.size());
        for (Map.Entry<?, ?> entry : entries) {
            batches.begin();
            save(entry.getKey());
            save(entry.getValue());
            batches.end();
        }
    }

    /// Writes a tuple of numbers that never comes again.
    void tuple(long... numbers) throws IOException {
        out.boundary();
        begin(numbers.length);
        for (long number : numbers) {
            out.boundary();
            whole(number);
        }
        end(numbers.length);
        if (numbers.length > 0) {
            memoize();
        }
    }

    /// Before the items of a tuple.
    void begin(int size) {
        if (size > 3) {
            out.u8(Opcodes.MARK);
        }
    }

    /// Behind the items of a tuple.
    void end(int size) {
        out.u8(size == 0 ? Opcodes.EMPTY_TUPLE : size > 3 ? Opcodes.TUPLE : Opcodes.TUPLE1 + size - 1);
    }
}
