package dev.npymap.pickle;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.Source;
import dev.npymap.pickle.Text.Encoded;
import dev.npymap.pickle.Text.Encoded.Encoding;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Follows a pickle's instructions, making values and nothing else.
///
/// Every instruction costs as much as the bytes it takes or the items it moves; what copies or walks through a value
/// that the pickle can come back to is charged to a budget in proportion to the pickle's length.
final class PickleMachine {
    /// Texts up to this size are decoded at once; larger ones may be payloads.
    private static final int SMALL_TEXT = 1 << 12;
    private static final int MAX_NAME = 1 << 14;
    private static final int MAX_LONG_BYTES = 1 << 27;

    private final PickleInput input;
    private final List<MemorySegment> buffers;
    private final Globals globals;
    private final Memo memo = new Memo();
    private final List<Text> undecoded = new ArrayList<>();
    private Value[] stack = new Value[64];
    private int size;
    private int[] marks = new int[16];
    private int markCount;
    private int nextBuffer;
    private final Budget budget;
    /// Where the instruction is, for messages.
    private long at;

    PickleMachine(PickleInput input, List<MemorySegment> buffers) {
        this(input, buffers, new Budget(input.byteSize()), 0);
    }

    /// @param nesting how many pickles this one lies in
    PickleMachine(PickleInput input, List<MemorySegment> buffers, Budget budget, int nesting) {
        this.input = input;
        this.buffers = buffers;
        this.budget = budget;
        this.globals = new Globals(this, input, new JoblibArrays(this, input, budget, nesting));
    }

    /// Follows the instructions to their end.
    Value run() throws ArrayFormatException {
        try {
            return followAll();
        } catch (UncheckedIOException late) {
            if (late.getCause() instanceof ArrayFormatException named) {
                throw named;
            }
            throw late;
        }
    }

    private Value followAll() throws ArrayFormatException {
        while (true) {
            at = input.position();
            int opcode = input.u8();
            if (opcode == Opcodes.STOP) {
                Value value = pop();
                for (Text text : undecoded) {
                    if (!text.decoded()) {
                        text.decode();
                    }
                }
                return value;
            }
            follow(opcode);
        }
    }

    private void follow(int opcode) throws ArrayFormatException {
        switch (opcode) {
            case Opcodes.PROTO -> requireProtocol(input.u8());
            case Opcodes.FRAME -> input.i64();
            case Opcodes.MARK -> mark();
            case Opcodes.POP -> drop();
            case Opcodes.POP_MARK -> popMark();
            case Opcodes.DUP -> push(top());
            case Opcodes.NONE -> push(Value.None.NONE);
            case Opcodes.NEWTRUE -> push(Value.Truth.TRUE);
            case Opcodes.NEWFALSE -> push(Value.Truth.FALSE);
            case Opcodes.BININT -> push(Value.Whole.of(input.i32()));
            case Opcodes.BININT1 -> push(Value.Whole.of(input.u8()));
            case Opcodes.BININT2 -> push(Value.Whole.of(input.u16()));
            case Opcodes.LONG1 -> whole(input.u8());
            case Opcodes.LONG4 -> whole(input.i32());
            case Opcodes.INT -> push(PickleNumbers.whole(line(), true, this));
            case Opcodes.LONG -> push(PickleNumbers.whole(line(), false, this));
            case Opcodes.FLOAT -> push(PickleNumbers.real(line(), this));
            case Opcodes.BINFLOAT -> push(new Value.Real(input.f64()));
            case Opcodes.STRING -> string();
            case Opcodes.BINSTRING -> text(input.i32(), Encoding.BYTES);
            case Opcodes.SHORT_BINSTRING -> text(input.u8(), Encoding.BYTES);
            case Opcodes.UNICODE -> unicodeLine();
            case Opcodes.SHORT_BINUNICODE -> text(input.u8(), Encoding.UTF_8);
            case Opcodes.BINUNICODE -> text(input.u32(), Encoding.UTF_8);
            case Opcodes.BINUNICODE8 -> text(input.i64(), Encoding.UTF_8);
            case Opcodes.SHORT_BINBYTES -> bytes(input.u8(), false);
            case Opcodes.BINBYTES -> bytes(input.u32(), false);
            case Opcodes.BINBYTES8 -> bytes(input.i64(), false);
            case Opcodes.BYTEARRAY8 -> bytes(input.i64(), true);
            case Opcodes.NEXT_BUFFER -> buffer();
            case Opcodes.READONLY_BUFFER -> readOnlyBuffer();
            default -> followStructure(opcode);
        }
    }

    private void followStructure(int opcode) throws ArrayFormatException {
        switch (opcode) {
            case Opcodes.EMPTY_TUPLE -> push(new Sequence(true, new Items()));
            case Opcodes.TUPLE1 -> push(new Sequence(true, last(1)));
            case Opcodes.TUPLE2 -> push(new Sequence(true, last(2)));
            case Opcodes.TUPLE3 -> push(new Sequence(true, last(3)));
            case Opcodes.TUPLE -> push(new Sequence(true, marked()));
            case Opcodes.EMPTY_LIST -> push(new Sequence(false, new Items()));
            case Opcodes.LIST -> push(new Sequence(false, marked()));
            case Opcodes.APPEND -> append(last(1));
            case Opcodes.APPENDS -> append(marked());
            case Opcodes.EMPTY_DICT -> push(new Mapping(false));
            case Opcodes.DICT -> dictionary();
            case Opcodes.SETITEM -> put(last(2));
            case Opcodes.SETITEMS -> put(marked());
            case Opcodes.EMPTY_SET -> push(new Group(false, new Items()));
            case Opcodes.ADDITEMS -> add(marked());
            case Opcodes.FROZENSET -> push(new Group(true, marked()));
            case Opcodes.GET -> get(number());
            case Opcodes.BINGET -> get(input.u8());
            case Opcodes.LONG_BINGET -> get(input.u32());
            case Opcodes.PUT -> memo.put(number(), top());
            case Opcodes.BINPUT -> memo.put(input.u8(), top());
            case Opcodes.LONG_BINPUT -> memo.put(input.u32(), top());
            case Opcodes.MEMOIZE -> memo.append(top());
            case Opcodes.GLOBAL -> push(global());
            case Opcodes.STACK_GLOBAL -> stackGlobal();
            case Opcodes.REDUCE -> reduce();
            case Opcodes.BUILD -> build();
            case Opcodes.NEWOBJ -> newObject();
            case Opcodes.NEWOBJ_EX -> newObjectWithKeywords();
            case Opcodes.INST -> push(new PickledObject(global(), marked(), PickledObject.NO_ENTRIES));
            case Opcodes.OBJ -> object();
            case Opcodes.PERSID -> persistent(new Text(new String(line(), StandardCharsets.ISO_8859_1)));
            case Opcodes.BINPERSID -> persistent(pop());
            case Opcodes.EXT1, Opcodes.EXT2, Opcodes.EXT4 -> throw wrong(
                    "unsupported opcode EXT: it stands for a name in a registry of the program that wrote the pickle");
            default -> throw wrong("unknown opcode 0x%02x".formatted(opcode));
        }
    }

    /// An exception about the instruction that is followed.
    ArrayFormatException wrong(String problem) {
        return new ArrayFormatException(input.name(), problem, input.source(at).offset());
    }

    /// Pays for work that the instruction's own bytes do not account for.
    void charge(long cost) throws ArrayFormatException {
        if (!budget.pay(cost)) {
            throw wrong("unsupported: the pickle copies or nests the same values so often that its "
                    + input.byteSize() + " bytes would become many times as much");
        }
    }

    /// Pays for the memory of references to values.
    void chargeCopies(long count) throws ArrayFormatException {
        charge(count * Long.BYTES);
    }

    private void requireProtocol(int protocol) throws ArrayFormatException {
        if (protocol > Opcodes.HIGHEST_PROTOCOL) {
            throw wrong("unsupported pickle protocol " + protocol + ", the highest is " + Opcodes.HIGHEST_PROTOCOL);
        }
    }

    private void push(Value value) {
        if (size == stack.length) {
            stack = Arrays.copyOf(stack, size + (size >> 1));
        }
        stack[size++] = value;
    }

    private int bottom() {
        return markCount == 0 ? 0 : marks[markCount - 1];
    }

    private void require(int count) throws ArrayFormatException {
        if (size - bottom() < count) {
            throw wrong("the stack has " + (size - bottom()) + " values above its mark, the opcode needs " + count);
        }
    }

    private Value top() throws ArrayFormatException {
        require(1);
        return stack[size - 1];
    }

    private Value pop() throws ArrayFormatException {
        require(1);
        Value value = stack[--size];
        stack[size] = null;
        return value;
    }

    private void mark() {
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, markCount + (markCount >> 1));
        }
        marks[markCount++] = size;
    }

    private int unmark() throws ArrayFormatException {
        if (markCount == 0) {
            throw wrong("the opcode needs a mark, and there is none");
        }
        return marks[--markCount];
    }

    /// The values above the last mark, taken off with it.
    private Items marked() throws ArrayFormatException {
        return take(unmark());
    }

    private Items last(int count) throws ArrayFormatException {
        require(count);
        return take(size - count);
    }

    private Items take(int from) {
        Value[] values = Arrays.copyOfRange(stack, from, size);
        Arrays.fill(stack, from, size, null);
        size = from;
        return new Items(values);
    }

    private void drop() throws ArrayFormatException {
        if (markCount > 0 && marks[markCount - 1] == size) {
            markCount--;
        } else {
            pop();
        }
    }

    private void popMark() throws ArrayFormatException {
        int from = unmark();
        Arrays.fill(stack, from, size, null);
        size = from;
    }

    private byte[] line() throws ArrayFormatException {
        return input.line(MAX_NAME);
    }

    /// The number of a memo, in decimal digits.
    private long number() throws ArrayFormatException {
        Value number = PickleNumbers.whole(line(), false, this);
        if (number instanceof Value.Whole(BigInteger value) && value.signum() >= 0 && value.bitLength() < 63) {
            return value.longValue();
        }
        throw wrong("not the number of a memo: " + number);
    }

    private void get(long number) throws ArrayFormatException {
        push(memo.get(number).orElseThrow(() -> wrong("nothing has the memo number " + number)));
    }

    private void whole(int length) throws ArrayFormatException {
        if (length < 0 || length > MAX_LONG_BYTES) {
            throw wrong("unsupported size of an int: " + length + " bytes");
        }
        byte[] little = input.bytes(length);
        byte[] big = new byte[length];
        for (int n = 0; n < length; n++) {
            big[length - 1 - n] = little[n];
        }
        push(new Value.Whole(length == 0 ? BigInteger.ZERO : new BigInteger(big)));
    }

    private void string() throws ArrayFormatException {
        long start = input.position();
        MemorySegment line = input.line();
        if (line.byteSize() > Integer.MAX_VALUE - 8) {
            throw wrong("unsupported length of a string: " + line.byteSize());
        }
        byte[] literal = new byte[(int) line.byteSize()];
        PickleInput.copy(line, input.source(start), MemorySegment.ofArray(literal));
        byte[] bytes = TextCodec.unquoted(literal, input);
        push(new Text(new Encoded(MemorySegment.ofArray(bytes).asReadOnly(),
                Source.of(input.name(), input.source(start).offset()), Encoding.BYTES)));
    }

    private void unicodeLine() throws ArrayFormatException {
        long start = input.position();
        push(text(new Encoded(input.line(), input.source(start), Encoding.RAW_UNICODE_ESCAPE)));
    }

    private void text(long length, Encoding encoding) throws ArrayFormatException {
        long start = input.position();
        push(text(new Encoded(input.view(length), input.source(start), encoding)));
    }

    private Text text(Encoded encoded) throws ArrayFormatException {
        Text text = new Text(encoded);
        if (encoded.segment().byteSize() <= SMALL_TEXT && encoded.encoding() != Encoding.BYTES) {
            return new Text(text.decode());
        }
        if (encoded.encoding() != Encoding.BYTES) {
            undecoded.add(text);
        }
        return text;
    }

    private void bytes(long length, boolean mutable) throws ArrayFormatException {
        long start = input.position();
        push(new Bytes(input.view(length), mutable, input.source(start)));
    }

    private void buffer() throws ArrayFormatException {
        if (nextBuffer >= buffers.size()) {
            throw wrong(buffers.isEmpty()
                    ? "unsupported: the pickle needs buffers that were written elsewhere, and none were given"
                    : "the pickle needs more buffers than the " + buffers.size() + " that were given");
        }
        MemorySegment buffer = buffers.get(nextBuffer++);
        push(new Bytes(buffer.asReadOnly(), true, Source.of(input.name())));
    }

    private void readOnlyBuffer() throws ArrayFormatException {
        if (!(pop() instanceof Bytes bytes)) {
            throw wrong("only a buffer can be made read-only");
        }
        push(bytes.as(false));
    }

    private void append(Items items) throws ArrayFormatException {
        switch (top()) {
            case Sequence s when !s.isTuple() -> items.forEach(s::append);
            case PickledObject o -> items.forEach(o::append);
            default -> throw wrong("only a list can be appended to, not " + ValueText.kind(top()));
        }
    }

    private void put(Items pairs) throws ArrayFormatException {
        if (pairs.size() % 2 != 0) {
            throw wrong("a key has no value");
        }
        Value target = top();
        for (int n = 0; n < pairs.size(); n += 2) {
            switch (target) {
                case Mapping m -> m.put(pairs.get(n), pairs.get(n + 1));
                case PickledObject o -> o.put(pairs.get(n), pairs.get(n + 1));
                default -> throw wrong("only a dict has items that are set, not " + ValueText.kind(target));
            }
        }
    }

    private void add(Items items) throws ArrayFormatException {
        switch (top()) {
            case Group g when !g.isFrozen() -> items.forEach(g::append);
            case PickledObject o -> items.forEach(o::append);
            default -> throw wrong("only a set can be added to, not " + ValueText.kind(top()));
        }
    }

    private void dictionary() throws ArrayFormatException {
        Items pairs = marked();
        push(new Mapping(false));
        put(pairs);
    }

    private Value.Name global() throws ArrayFormatException {
        String module = TextCodec.utf8(line(), input.source(at));
        String name = TextCodec.utf8(line(), input.source(at));
        return new Value.Name(module, name);
    }

    private void stackGlobal() throws ArrayFormatException {
        Items names = last(2);
        if (!(names.get(0) instanceof Text module) || !(names.get(1) instanceof Text name)
                || module.encodedSize() > MAX_NAME || name.encodedSize() > MAX_NAME) {
            throw wrong("a module and a name are needed, found " + names);
        }
        push(new Value.Name(module.value(), name.value()));
    }

    private void reduce() throws ArrayFormatException {
        Items parts = last(2);
        push(globals.call(callable(parts.get(0)), tuple(parts.get(1))));
    }

    /// What can be called: something named, or what a call would have returned.
    private Value callable(Value value) throws ArrayFormatException {
        return switch (value) {
            case Value.Name _,PickledObject _ -> value;
            default -> throw wrong("not a class or function: " + ValueText.kind(value));
        };
    }

    private Items tuple(Value value) throws ArrayFormatException {
        if (value instanceof Sequence s && s.isTuple()) {
            return (Items) s.items();
        }
        throw wrong("arguments are a tuple, not " + ValueText.kind(value));
    }

    private void newObject() throws ArrayFormatException {
        Items parts = last(2);
        push(new PickledObject(callable(parts.get(0)), tuple(parts.get(1)), PickledObject.NO_ENTRIES));
    }

    private void newObjectWithKeywords() throws ArrayFormatException {
        Items parts = last(3);
        if (!(parts.get(2) instanceof Mapping keywords)) {
            throw wrong("arguments with names are a dict, not " + ValueText.kind(parts.get(2)));
        }
        push(new PickledObject(callable(parts.get(0)), tuple(parts.get(1)), keywords));
    }

    private void object() throws ArrayFormatException {
        Items parts = marked();
        if (parts.isEmpty()) {
            throw wrong("an object needs a class");
        }
        Value[] arguments = parts.subList(1, parts.size()).toArray(Value[]::new);
        push(new PickledObject(callable(parts.get(0)), new Items(arguments), PickledObject.NO_ENTRIES));
    }

    private void persistent(Value id) {
        push(new PickledObject(new Value.Name("", "persistent id"), new Items(id),
                PickledObject.NO_ENTRIES));
    }

    private void build() throws ArrayFormatException {
        Value state = pop();
        Value target = pop();
        push(globals.build(target, state));
    }
}
