package dev.npymap.pickle;

import java.util.List;

/// An object that is no value of its own here, as its pickle describes it: what would be called with which arguments,
/// the state it would be given, and what it would be filled with. Nothing of that has happened.
public final class PickledObject implements Value {
    static final DictValue NO_ENTRIES = new DictValue(false, new LongKeys());

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

    /// {@return what would be called: a [Value.Name], or an object that another call would return}
    public Value callable() {
        return callable;
    }

    /// {@return the arguments it would be called with}
    public List<Value> arguments() {
        return arguments;
    }

    /// {@return the arguments with names; hardly any class has some}
    public DictValue keywords() {
        return keywords;
    }

    /// {@return the state, most often the dictionary of its attributes; `None` if it has none}
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

    void put(Value key, Value value, LongKeys longKeys) {
        if (entries == NO_ENTRIES) {
            entries = new DictValue(false, longKeys);
        }
        entries.put(key, value);
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
