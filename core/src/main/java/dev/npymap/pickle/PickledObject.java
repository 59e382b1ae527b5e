package dev.npymap.pickle;

import java.util.List;

/// An object that has no value class here, as its pickle describes it: the callable and the arguments that would make
/// it, the state it would be given, and the items and entries it would be filled with. None of this is executed.
public final class PickledObject implements Value {
    static final DictValue NO_ENTRIES = new DictValue(false, new KeyMarks());

    private final Value callable;
    private final Items arguments;
    private final DictValue keywords;
    private Value state = None.NONE;
    private Object items = Items.NONE;
    private DictValue entries = NO_ENTRIES;

    PickledObject(Value callable, Items arguments, DictValue keywords) {
        this.callable = callable;
        this.arguments = arguments;
        this.keywords = keywords;
    }

    /// {@return the name of the class or function: its module, a dot, its name}
    public String name() {
        return switch (callable) {
            case Name(String module, String name) -> module.isEmpty() ? name : module + "." + name;
            case PickledObject _ -> "(the result of a call)";
            default -> "(unnamed)";
        };
    }

    /// {@return the callable: a [Value.Name], or an object that another call would return}
    public Value callable() {
        return callable;
    }

    /// {@return the positional arguments of the call}
    public List<Value> arguments() {
        return arguments;
    }

    /// {@return the keyword arguments of the call; hardly any class has some}
    public DictValue keywords() {
        return keywords;
    }

    /// {@return the state, usually the dictionary of the object's attributes; `None` if it has none}
    public Value state() {
        return state;
    }

    /// {@return the items that would be appended, unmodifiable; for subclasses of `list` and the like}
    public List<Value> items() {
        return Items.of(items);
    }

    /// {@return the entries that would be set; for subclasses of `dict` and the like}
    public DictValue entries() {
        return entries;
    }

    void build(Value newState) {
        state = newState;
    }

    void append(Value value) {
        items = Items.append(items, value);
    }

    void put(Value key, Value value, KeyMarks marks) {
        if (entries == NO_ENTRIES) {
            entries = new DictValue(false, marks);
        }
        entries.put(key, value);
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
