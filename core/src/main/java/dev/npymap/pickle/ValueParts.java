package dev.npymap.pickle;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/// The parts of values, under the names that [Value#at(String)] follows.
final class ValueParts {
    private static final String ARGUMENTS = "args/";
    private static final int MAX_DIGITS = 18;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1," + MAX_DIGITS + "}");

    private ValueParts() {
    }

    static List<Value.Part> of(Value value) {
        return switch (value) {
            case DictValue m -> ofMapping(m);
            case ListValue s -> numbered(s.items());
            case SetValue g -> numbered(g.items());
            case ArrayValue a when a.holdsObjects() -> numbered(a.elements());
            case MaskedValue m -> List.of(new Value.Part("data", ArrayValue.of(m.data())),
                    new Value.Part("mask", ArrayValue.of(m.mask())));
            case PickledObject o -> ofObject(o);
            default -> List.of();
        };
    }

    private static List<Value.Part> ofMapping(DictValue mapping) {
        List<DictValue.Entry> entries = mapping.entries();
        return list(entries.size(), n -> new Value.Part(name(entries.get(n).key()), entries.get(n).value()));
    }

    private static List<Value.Part> numbered(List<Value> items) {
        return list(items.size(), n -> new Value.Part(Integer.toString(n), items.get(n)));
    }

    private static List<Value.Part> ofObject(PickledObject object) {
        List<Value.Part> parts = new ArrayList<>(ofMapping(object.entries()));
        addState(parts, object.state());
        parts.addAll(numbered(object.items()));
        numbered(object.arguments()).forEach(part -> parts.add(new Value.Part(ARGUMENTS + part.name(), part.value())));
        ofMapping(object.keywords()).forEach(part -> parts.add(new Value.Part(ARGUMENTS + part.name(), part.value())));
        return Collections.unmodifiableList(parts);
    }

    /// Adds an object's state: a dictionary of attributes, a pair of that and of the slots, or anything else.
    private static void addState(List<Value.Part> parts, Value state) {
        switch (state) {
            case Value.None _ -> {
            }
            case DictValue attributes -> parts.addAll(ofMapping(attributes));
            case ListValue pair when isPairOfAttributes(pair) -> pair.items().forEach(half -> addState(parts, half));
            default -> parts.add(new Value.Part("state", state));
        }
    }

    private static boolean isPairOfAttributes(ListValue pair) {
        return pair.size() == 2 && isAttributes(pair.get(0)) && isAttributes(pair.get(1));
    }

    private static boolean isAttributes(Value value) {
        return value instanceof DictValue || value == Value.None.NONE;
    }

    /// Finds a part of a value by name: the first one of that name.
    static Optional<Value> find(Value value, String name) {
        return switch (value) {
            case DictValue m -> m.named(name);
            case ListValue s -> nth(s.items(), name);
            case SetValue g -> nth(g.items(), name);
            case ArrayValue a when a.holdsObjects() -> ObjectField.position(a, name)
                    .map(position -> ObjectField.of(a, position)).or(() -> nth(a.elements(), name));
            case MaskedValue m when name.equals("data") -> Optional.of(ArrayValue.of(m.data()));
            case MaskedValue m when name.equals("mask") -> Optional.of(ArrayValue.of(m.mask()));
            case PickledObject o -> o.entries().named(name).or(() -> ofState(o.state(), name))
                    .or(() -> nth(o.items(), name)).or(() -> ofArguments(o, name));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> ofState(Value state, String name) {
        return switch (state) {
            case Value.None _ -> Optional.empty();
            case DictValue attributes -> attributes.named(name);
            case ListValue pair when isPairOfAttributes(pair) -> ofState(pair.get(0), name)
                    .or(() -> ofState(pair.get(1), name));
            default -> name.equals("state") ? Optional.of(state) : Optional.empty();
        };
    }

    private static Optional<Value> ofArguments(PickledObject object, String name) {
        if (!name.startsWith(ARGUMENTS)) {
            return Optional.empty();
        }
        String argument = name.substring(ARGUMENTS.length());
        return nth(object.arguments(), argument).or(() -> object.keywords().named(argument));
    }

    private static Optional<Value> nth(List<Value> items, String name) {
        return NUMBER.matcher(name).matches() && Long.parseLong(name) < items.size()
                ? Optional.of(items.get(Integer.parseInt(name)))
                : Optional.empty();
    }

    /// The length of the longest name of a part; -1 if there are none.
    static int longestName(Value value) {
        return switch (value) {
            case DictValue m -> m.longestName();
            case ListValue _,SetValue _,MaskedValue _ -> MAX_DIGITS;
            case ArrayValue a -> Math.max(MAX_DIGITS, ObjectField.longestName(a));
            case PickledObject o -> Math.max(Math.max(o.entries().longestName(), longestInState(o.state())),
                    ARGUMENTS.length() + Math.max(MAX_DIGITS, o.keywords().longestName()));
            default -> -1;
        };
    }

    private static int longestInState(Value state) {
        return switch (state) {
            case DictValue attributes -> attributes.longestName();
            case ListValue pair when isPairOfAttributes(pair) -> Math.max(longestInState(pair.get(0)),
                    longestInState(pair.get(1)));
            default -> "state".length();
        };
    }

    /// The name of a key's value.
    static String name(Value key) {
        return switch (key) {
            case TextValue text -> text.value();
            case Value.Whole(var number) when number.bitLength() < Long.SIZE -> number.toString();
            default -> key.toString();
        };
    }

    private static List<Value.Part> list(int size, IntFunction<Value.Part> part) {
        return new AbstractList<>() {
            @Override
            public Value.Part get(int index) {
                return part.apply(index);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }
}
