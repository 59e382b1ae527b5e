package dev.npymap.pickle;

import dev.npymap.internal.pickle.Opcodes;
import dev.npymap.internal.pickle.PickleInput;
import dev.npymap.internal.pickle.TextCodec;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.pickle.TextValue.Encoded.Encoding;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Interprets the instructions of a pickle, making nothing but values.
///
/// Every instruction costs in proportion to its bytes or the items that it moves; copying or traversing a value that
/// the pickle can refer to again is charged to a budget proportional to the pickle's length.
final class PickleMachine {
    private static final int MAX_NAME = 1 << 14;

    private final PickleInput input;
    private final Literals literals;
    private final Globals globals;
    private final PickleStack stack = new PickleStack(this);
    private final Memo memo = new Memo();
    /// The inert objects that replace values whose state was not understood.
    private final Map<Value, Value> replaced = new IdentityHashMap<>();
    private final Budget budget;
    private final KeyMarks marks;
    /// The position of the current instruction, for messages.
    private long at;

    /// @param nesting the number of pickles that contain this one
    PickleMachine(PickleInput input, List<MemorySegment> buffers, Budget budget, KeyMarks marks, int nesting) {
        this.input = input;
        this.literals = new Literals(this, input, buffers);
        this.budget = budget;
        this.marks = marks;
        this.globals = new Globals(this, input, new JoblibArrays(this, input, budget, marks, nesting), marks);
    }

    /// Interprets the instructions to the end.
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
                Value value = stack.pop();
                literals.decodeRest();
                return value;
            }
            follow(opcode);
        }
    }

    private void follow(int opcode) throws ArrayFormatException {
        switch (opcode) {
            case Opcodes.PROTO -> requireProtocol(input.u8());
            case Opcodes.FRAME -> input.i64();
            case Opcodes.MARK -> stack.mark();
            case Opcodes.POP -> stack.drop();
            case Opcodes.POP_MARK -> stack.dropMarked();
            case Opcodes.DUP -> stack.push(stack.top());
            case Opcodes.NONE -> stack.push(Value.None.NONE);
            case Opcodes.NEWTRUE -> stack.push(Value.Truth.TRUE);
            case Opcodes.NEWFALSE -> stack.push(Value.Truth.FALSE);
            case Opcodes.BININT -> stack.push(Value.Whole.of(input.i32()));
            case Opcodes.BININT1 -> stack.push(Value.Whole.of(input.u8()));
            case Opcodes.BININT2 -> stack.push(Value.Whole.of(input.u16()));
            case Opcodes.LONG1 -> stack.push(literals.whole(input.u8()));
            case Opcodes.LONG4 -> stack.push(literals.whole(input.i32()));
            case Opcodes.INT -> stack.push(PickleNumbers.whole(line(), true, this));
            case Opcodes.LONG -> stack.push(PickleNumbers.whole(line(), false, this));
            case Opcodes.FLOAT -> stack.push(PickleNumbers.real(line(), this));
            case Opcodes.BINFLOAT -> stack.push(new Value.Real(input.f64()));
            case Opcodes.STRING -> stack.push(literals.quoted());
            case Opcodes.BINSTRING -> stack.push(literals.text(input.i32(), Encoding.BYTES));
            case Opcodes.SHORT_BINSTRING -> stack.push(literals.text(input.u8(), Encoding.BYTES));
            case Opcodes.UNICODE -> stack.push(literals.line());
            case Opcodes.SHORT_BINUNICODE -> stack.push(literals.text(input.u8(), Encoding.UTF_8));
            case Opcodes.BINUNICODE -> stack.push(literals.text(input.u32(), Encoding.UTF_8));
            case Opcodes.BINUNICODE8 -> stack.push(literals.text(input.i64(), Encoding.UTF_8));
            case Opcodes.SHORT_BINBYTES -> stack.push(literals.bytes(input.u8(), false));
            case Opcodes.BINBYTES -> stack.push(literals.bytes(input.u32(), false));
            case Opcodes.BINBYTES8 -> stack.push(literals.bytes(input.i64(), false));
            case Opcodes.BYTEARRAY8 -> stack.push(literals.bytes(input.i64(), true));
            case Opcodes.NEXT_BUFFER -> stack.push(literals.buffer());
            case Opcodes.READONLY_BUFFER -> readOnlyBuffer();
            default -> followStructure(opcode);
        }
    }

    private void followStructure(int opcode) throws ArrayFormatException {
        switch (opcode) {
            case Opcodes.EMPTY_TUPLE -> stack.push(new ListValue(true, new Items()));
            case Opcodes.TUPLE1 -> stack.push(new ListValue(true, stack.last(1)));
            case Opcodes.TUPLE2 -> stack.push(new ListValue(true, stack.last(2)));
            case Opcodes.TUPLE3 -> stack.push(new ListValue(true, stack.last(3)));
            case Opcodes.TUPLE -> stack.push(new ListValue(true, stack.marked()));
            case Opcodes.EMPTY_LIST -> stack.push(new ListValue(false, new Items()));
            case Opcodes.LIST -> stack.push(new ListValue(false, stack.marked()));
            case Opcodes.APPEND -> append(stack.last(1));
            case Opcodes.APPENDS -> append(stack.marked());
            case Opcodes.EMPTY_DICT -> stack.push(new DictValue(false, marks));
            case Opcodes.DICT -> dictionary();
            case Opcodes.SETITEM -> put(stack.last(2));
            case Opcodes.SETITEMS -> put(stack.marked());
            case Opcodes.EMPTY_SET -> stack.push(new SetValue(false, new Items(), marks));
            case Opcodes.ADDITEMS -> add(stack.marked());
            case Opcodes.FROZENSET -> stack.push(new SetValue(true, stack.marked(), marks));
            case Opcodes.GET -> get(number());
            case Opcodes.BINGET -> get(input.u8());
            case Opcodes.LONG_BINGET -> get(input.u32());
            case Opcodes.PUT -> memo.put(number(), stack.top());
            case Opcodes.BINPUT -> memo.put(input.u8(), stack.top());
            case Opcodes.LONG_BINPUT -> memo.put(input.u32(), stack.top());
            case Opcodes.MEMOIZE -> memo.append(stack.top());
            case Opcodes.GLOBAL -> stack.push(global());
            case Opcodes.STACK_GLOBAL -> stackGlobal();
            case Opcodes.REDUCE -> reduce();
            case Opcodes.BUILD -> build();
            case Opcodes.NEWOBJ -> newObject();
            case Opcodes.NEWOBJ_EX -> newObjectWithKeywords();
            case Opcodes.INST -> stack.push(new PickledObject(global(), stack.marked(), PickledObject.NO_ENTRIES));
            case Opcodes.OBJ -> object();
            case Opcodes.PERSID -> persistent(new TextValue(new String(line(), StandardCharsets.ISO_8859_1)));
            case Opcodes.BINPERSID -> persistent(stack.pop());
            case Opcodes.EXT1 -> stack.push(extension(input.u8()));
            case Opcodes.EXT2 -> stack.push(extension(input.u16()));
            case Opcodes.EXT4 -> stack.push(extension(input.i32()));
            default -> throw wrong("unknown opcode 0x%02x".formatted(opcode));
        }
    }

    /// An exception about the current instruction.
    ArrayFormatException wrong(String problem) {
        return new ArrayFormatException(input.name(), problem, input.source(at).offset());
    }

    /// Charges work that the instruction's own bytes do not account for.
    void charge(long cost) throws ArrayFormatException {
        if (!budget.pay(cost)) {
            throw wrong("unsupported: the pickle copies or nests the same values so often that its "
                    + input.byteSize() + " bytes would become many times as much");
        }
    }

    /// Charges the memory of references to values.
    void chargeCopies(long count) throws ArrayFormatException {
        charge(count * Long.BYTES);
    }

    /// The number of an `int`.
    long integer(Value value) throws ArrayFormatException {
        if (value instanceof Value.Whole(BigInteger number) && number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        throw wrong("not an integer of 64 bits: " + value);
    }

    private void requireProtocol(int protocol) throws ArrayFormatException {
        if (protocol > Opcodes.HIGHEST_PROTOCOL) {
            throw wrong("unsupported pickle protocol " + protocol + ", the highest is " + Opcodes.HIGHEST_PROTOCOL);
        }
    }

    private byte[] line() throws ArrayFormatException {
        return input.line(MAX_NAME);
    }

    /// The number of a memo entry, in decimal digits.
    private long number() throws ArrayFormatException {
        Value number = PickleNumbers.whole(line(), false, this);
        if (number instanceof Value.Whole(BigInteger value) && value.signum() >= 0 && value.bitLength() < 63) {
            return value.longValue();
        }
        throw wrong("not the number of a memo: " + number);
    }

    private void get(long number) throws ArrayFormatException {
        Value value = memo.get(number).orElseThrow(() -> wrong("nothing has the memo number " + number));
        stack.push(replaced.getOrDefault(value, value));
    }

    private void readOnlyBuffer() throws ArrayFormatException {
        if (!(stack.pop() instanceof BytesValue bytes)) {
            throw wrong("only a buffer can be made read-only");
        }
        stack.push(bytes.as(false));
    }

    private void append(Items items) throws ArrayFormatException {
        switch (stack.top()) {
            case ListValue s when !s.isTuple() -> items.forEach(s::append);
            case PickledObject o -> items.forEach(o::append);
            default -> throw wrong("only a list can be appended to, not " + ValueText.kind(stack.top()));
        }
    }

    private void put(Items pairs) throws ArrayFormatException {
        if (pairs.size() % 2 != 0) {
            throw wrong("a key has no value");
        }
        Value target = stack.top();
        for (int n = 0; n < pairs.size(); n += 2) {
            switch (target) {
                case DictValue m -> m.put(pairs.get(n), pairs.get(n + 1));
                case PickledObject o -> o.put(pairs.get(n), pairs.get(n + 1), marks);
                default -> throw wrong("only a dict has items that are set, not " + ValueText.kind(target));
            }
        }
    }

    private void add(Items items) throws ArrayFormatException {
        switch (stack.top()) {
            case SetValue g when !g.isFrozen() -> items.forEach(g::append);
            case PickledObject o -> items.forEach(o::append);
            default -> throw wrong("only a set can be added to, not " + ValueText.kind(stack.top()));
        }
    }

    private void dictionary() throws ArrayFormatException {
        Items pairs = stack.marked();
        stack.push(new DictValue(false, marks));
        put(pairs);
    }

    private Value.Name global() throws ArrayFormatException {
        String module = TextCodec.utf8(line(), input.source(at));
        String name = TextCodec.utf8(line(), input.source(at));
        return new Value.Name(module, name);
    }

    /// A name that is known only to the registry of the program that wrote the pickle.
    private static Value.Name extension(int code) {
        return new Value.Name("", "extension " + code);
    }

    private void stackGlobal() throws ArrayFormatException {
        Items names = stack.last(2);
        if (!(names.get(0) instanceof TextValue module) || !(names.get(1) instanceof TextValue name)
                || module.encodedSize() > MAX_NAME || name.encodedSize() > MAX_NAME) {
            throw wrong("a module and a name are needed, found " + names);
        }
        stack.push(new Value.Name(module.value(), name.value()));
    }

    private void reduce() throws ArrayFormatException {
        Items parts = stack.last(2);
        stack.push(globals.call(callable(parts.get(0)), tuple(parts.get(1))));
    }

    /// A callable: a name, or an object that another call would return.
    private Value callable(Value value) throws ArrayFormatException {
        return switch (value) {
            case Value.Name _,PickledObject _ -> value;
            default -> throw wrong("not a class or function: " + ValueText.kind(value));
        };
    }

    private Items tuple(Value value) throws ArrayFormatException {
        if (value instanceof ListValue s && s.isTuple()) {
            charge(s.size());
            return (Items) s.items();
        }
        throw wrong("arguments are a tuple, not " + ValueText.kind(value));
    }

    private void newObject() throws ArrayFormatException {
        Items parts = stack.last(2);
        stack.push(new PickledObject(callable(parts.get(0)), tuple(parts.get(1)), PickledObject.NO_ENTRIES));
    }

    private void newObjectWithKeywords() throws ArrayFormatException {
        Items parts = stack.last(3);
        if (!(parts.get(2) instanceof DictValue keywords)) {
            throw wrong("keyword arguments are a dict, not " + ValueText.kind(parts.get(2)));
        }
        charge(keywords.puts());
        for (DictValue.Entry entry : keywords.entries()) {
            charge(entry.key() instanceof TextValue name ? name.encodedSize() : 1);
        }
        stack.push(new PickledObject(callable(parts.get(0)), tuple(parts.get(1)), keywords));
    }

    private void object() throws ArrayFormatException {
        Items parts = stack.marked();
        if (parts.isEmpty()) {
            throw wrong("an object needs a class");
        }
        Value[] arguments = parts.subList(1, parts.size()).toArray(Value[]::new);
        stack.push(new PickledObject(callable(parts.get(0)), new Items(arguments), PickledObject.NO_ENTRIES));
    }

    private void persistent(Value id) {
        stack.push(new PickledObject(new Value.Name("", "persistent id"), new Items(id),
                PickledObject.NO_ENTRIES));
    }

    private void build() throws ArrayFormatException {
        Value state = stack.pop();
        Value target = stack.pop();
        charge(attributes(state));
        if (state instanceof ListValue pair && pair.size() == 2) {
            charge(attributes(pair.get(0)) + attributes(pair.get(1)));
        }
        Value built = globals.build(target, state);
        if (built != target) {
            replaced.put(target, built);
        }
        stack.push(built);
    }

    private static long attributes(Value state) {
        return state instanceof DictValue mapping ? mapping.puts() : 1;
    }
}
