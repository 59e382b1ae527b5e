package dev.npymap.pickle;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/// What values hold, under the names that [Value#at(String)] follows.
final class ValueParts {
    private ValueParts() {
    }

    static List<Value.Part> of(Value value) {
        return switch (value) {
            case Mapping m -> ofMapping(m);
            case Sequence s -> numbered(s.items());
            case Group g -> numbered(g.items());
            case ArrayValue a when a.holdsObjects() -> numbered(a.elements());
            case MaskedValue m -> List.of(new Value.Part("data", ArrayValue.of(m.data())),
                    new Value.Part("mask", ArrayValue.of(m.mask())));
            case PickledObject o -> ofObject(o);
            default -> List.of();
        };
    }

    private static List<Value.Part> ofMapping(Mapping mapping) {
        List<Mapping.Entry> entries = mapping.entries();
        return list(entries.size(), n -> new Value.Part(name(entries.get(n).key()), entries.get(n).value()));
    }

    private static List<Value.Part> numbered(List<Value> items) {
        return list(items.size(), n -> new Value.Part(Integer.toString(n), items.get(n)));
    }

    private static List<Value.Part> ofObject(PickledObject object) {
        List<Value.Part> parts = new ArrayList<>(ofMapping(object.entries()));
        addState(parts, object.state());
        parts.addAll(numbered(object.items()));
        numbered(object.arguments()).forEach(part -> parts.add(new Value.Part("args/" + part.name(), part.value())));
        ofMapping(object.keywords()).forEach(part -> parts.add(new Value.Part("args/" + part.name(), part.value())));
        return Collections.unmodifiableList(parts);
    }

    /// A state is a dictionary of attributes, a pair of that and of the slots, or whatever the class makes of it.
    private static void addState(List<Value.Part> parts, Value state) {
        switch (state) {
            case Value.None _ -> {
            }
            case Mapping attributes -> parts.addAll(ofMapping(attributes));
            case Sequence pair when pair.size() == 2 && isAttributes(pair.get(0)) && isAttributes(pair.get(1)) ->
                pair.items().forEach(half -> addState(parts, half));
            default -> parts.add(new Value.Part("state", state));
        }
    }

    private static boolean isAttributes(Value value) {
        return value instanceof Mapping || value == Value.None.NONE;
    }

    /// The name of what a key leads to.
    static String name(Value key) {
        return switch (key) {
            case Text text -> text.value();
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
