package dev.npymap.pickle;

import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Shape;
import dev.npymap.model.SubArray;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Builds dtypes from their pickled descriptions.
final class DtypeUnpickler {
    private static final int MAX_CODE = 64;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NODES = 1 << 20;
    private static final ListValue NOTHING = ListValue.tuple();
    private static final Value NAMES = Value.Whole.of(-1);

    private final PickleMachine machine;

    DtypeUnpickler(PickleMachine machine) {
        this.machine = machine;
    }

    /// `numpy.dtype(code, align, copy)`, before it is given a state.
    DtypeValue of(Items arguments) throws ArrayFormatException, NotUnderstood {
        Value code = arguments.isEmpty() ? Value.None.NONE : arguments.get(0);
        try {
            return switch (code) {
                case TextValue text when text.encodedSize() <= MAX_CODE -> DtypeValue.of(named(text.value()));
                case Value.Name name -> DtypeValue.of(typed(name));
                case DtypeValue same -> same;
                default -> throw new NotUnderstood();
            };
        } catch (IllegalArgumentException _) {
            throw new NotUnderstood();
        }
    }

    private Dtype named(String code) throws ArrayFormatException {
        machine.charge(code.length());
        return code.matches("\\|?O[48]?") ? Dtype.OBJECT : Dtype.of(code);
    }

    /// The dtype of a class of scalars of NumPy or ml_dtypes.
    private Dtype typed(Value.Name name) throws ArrayFormatException {
        if (name.name().equals("record") || name.name().equals("void")) {
            return name.name().equals("record") ? Dtype.raw(0).asRecord() : Dtype.raw(0);
        }
        if (name.module().equals("ml_dtypes") || name.module().startsWith("ml_dtypes.")) {
            return Optional.of(named(name.name())).filter(dtype -> dtype.asNamed().isNamed())
                    .orElseThrow(() -> new IllegalArgumentException("not a known dtype of ml_dtypes"));
        }
        if (!name.module().equals("numpy") || name.name().length() > 20) {
            throw new IllegalArgumentException("not a class of NumPy");
        }
        return named(name.name().toLowerCase(Locale.ROOT));
    }

    /// `numpy.dtype.__setstate__`: version, byte order, sub-array, names, fields, size, alignment, flags, metadata.
    void build(DtypeValue target, Value state) throws ArrayFormatException, NotUnderstood {
        ListValue tuple = current(state);
        List<Value> parts = tuple.items();
        if (target.dtype().isEmpty()) {
            return;
        }
        Dtype base = target.dtype().get();
        try {
            if (parts.get(2) instanceof ListValue sub) {
                subArray(target, sub);
            } else if (parts.get(3) instanceof ListValue names) {
                struct(target, names, tuple);
            } else {
                ByteOrder order = order(parts.get(1), base);
                Dtype dtype = plain(base, machine.integer(parts.get(5)), tuple).withOrder(order);
                target.set(noted(dtype, tuple), SubArray.NONE, 1, 1);
            }
            if (hasMetadata(parts, base)) {
                target.setMetadata();
            }
        } catch (IllegalArgumentException invalid) {
            throw machine.wrong("not a dtype: " + invalid.getMessage());
        }
    }

    /// Whether the state has metadata, with which version 4 ends: a dictionary or None, or for times a pair of that and
    /// the unit.
    private static boolean hasMetadata(List<Value> parts, Dtype base) {
        Value last = parts.size() == 9 ? parts.get(8) : Value.None.NONE;
        boolean time = base.kind() == Dtype.Kind.DATETIME || base.kind() == Dtype.Kind.TIMEDELTA;
        if (time && last instanceof ListValue pair && pair.size() > 0) {
            last = pair.items().get(0);
        }
        return last instanceof DictValue metadata && metadata.size() > 0;
    }

    /// Converts a state to the form of versions 2 to 4. Version 0 has no version, and versions 0 and 1 have no names:
    /// the names are in the dictionary of fields, under the key -1.
    private ListValue current(Value state) throws ArrayFormatException, NotUnderstood {
        if (!(state instanceof ListValue tuple) || !tuple.isTuple() || tuple.size() < 5) {
            throw machine.wrong("not the state of a dtype: " + state);
        }
        long version = tuple.size() == 5 ? 0 : machine.integer(tuple.items().get(0));
        if (version > 4 || tuple.size() > 9) {
            throw new NotUnderstood();
        }
        if (version < 0 || version > 1 && tuple.size() == 6) {
            throw machine.wrong("not the state of a dtype: version " + version + " of " + tuple.size() + " parts");
        }
        if (version > 1) {
            return tuple;
        }
        List<Value> parts = new ArrayList<>(tuple.items());
        if (parts.size() == 5) {
            parts.addFirst(Value.Whole.of(0));
        }
        if (parts.size() == 6) {
            parts.add(3, Value.None.NONE);
        }
        if (parts.get(4) instanceof DictValue fields) {
            machine.charge(fields.puts());
            parts.set(3, fields.find(NAMES).orElseThrow(() -> machine.wrong("the fields of a dtype have no names")));
        }
        return ListValue.tuple(parts.toArray(Value[]::new));
    }

    /// Returns the dtype with the flags of the state, and with its alignment if the state has a size too. Earlier NumPy
    /// kept flags in a signed byte, and drops their highest bit; before that, it had no flags except for objects.
    private Dtype noted(Dtype dtype, ListValue state) throws ArrayFormatException {
        List<Value> parts = state.items();
        long alignment = machine.integer(parts.get(6));
        long flags = parts.size() > 7
                ? machine.integer(parts.get(7))
                : dtype.holdsObjects() ? Dtype.OBJECT.flags() : 0;
        if (flags < Byte.MIN_VALUE) {
            throw machine.wrong("not the flags of a dtype: " + flags);
        }
        return dtype.withFlags(DtypePickler.sized(dtype) && alignment > 0 ? (int) alignment : dtype.alignment(),
                flags < 0 ? flags & Byte.MAX_VALUE : flags);
    }

    private static ByteOrder order(Value order, Dtype base) {
        return switch (character(order)) {
            case '>' -> ByteOrder.BIG_ENDIAN;
            case '<' -> ByteOrder.LITTLE_ENDIAN;
            default -> base.byteOrder();
        };
    }

    private static char character(Value value) {
        return switch (value) {
            case TextValue text when text.encodedSize() == 1 -> text.value().charAt(0);
            case BytesValue bytes when bytes.byteSize() == 1 -> (char) bytes.toArray()[0];
            default -> '|';
        };
    }

    /// Returns a dtype without fields; sizes and units are in the state.
    private Dtype plain(Dtype base, long size, ListValue state) throws ArrayFormatException, NotUnderstood {
        return switch (base.kind()) {
            case BYTES -> size < 0 ? base : Dtype.bytes(size);
            case TEXT -> {
                if (size > 0 && size % 4 != 0) {
                    throw machine.wrong("not a size of texts: " + size + " bytes");
                }
                yield size < 0 ? base : Dtype.text(size / 4);
            }
            case VOID -> size < 0 ? base : base.isRecord() ? Dtype.raw(size).asRecord() : Dtype.raw(size);
            case DATETIME, TIMEDELTA -> state.size() == 9 ? time(base, state.items().get(8)) : base;
            case BOOL, INT, UINT, FLOAT, COMPLEX, STRUCT, OBJECT, BFLOAT16, FLOAT8 -> base;
        };
    }

    /// `(metadata, (unit, multiple, divisor, event))`.
    private Dtype time(Dtype base, Value metadata) throws ArrayFormatException, NotUnderstood {
        if (metadata instanceof ListValue pair && pair.size() == 2 && pair.items().get(1) instanceof ListValue unit
                && unit.size() >= 2) {
            String symbol = symbol(unit.items().get(0));
            long multiple = machine.integer(unit.items().get(1));
            long divisor = unit.size() > 2 ? machine.integer(unit.items().get(2)) : 1;
            for (DatetimeUnit candidate : DatetimeUnit.values()) {
                boolean generic = candidate == DatetimeUnit.GENERIC && symbol.equals("generic");
                if ((generic || candidate.symbol().equals(symbol)) && multiple >= 1 && multiple <= Integer.MAX_VALUE
                        && divisor == 1) {
                    return base.kind() == Dtype.Kind.DATETIME
                            ? Dtype.datetime(candidate, (int) multiple)
                            : Dtype.timedelta(candidate, (int) multiple);
                }
            }
        }
        throw new NotUnderstood();
    }

    private static String symbol(Value value) {
        return switch (value) {
            case TextValue text when text.encodedSize() <= 8 -> text.value();
            case BytesValue bytes when bytes.byteSize() <= 8 ->
                new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
            default -> "?";
        };
    }

    private void subArray(DtypeValue target, ListValue sub) throws ArrayFormatException, NotUnderstood {
        requireDtype(sub);
        if (sub.size() != 2 || !(sub.items().get(0) instanceof DtypeValue inner)) {
            throw machine.wrong("not a sub-array dtype: " + sub);
        }
        Value dims = sub.items().get(1);
        List<Value> lengths = dims instanceof ListValue s ? s.items() : List.of(dims);
        if (lengths.size() > Shape.MAX_RANK) {
            throw machine.wrong("a sub-array has at most " + Shape.MAX_RANK + " axes, not " + lengths.size());
        }
        long[] outer = new long[lengths.size()];
        for (int n = 0; n < outer.length; n++) {
            outer[n] = machine.integer(lengths.get(n));
        }
        target.set(dtype(inner), inner.subArray().in(Shape.of(outer)), inner.nodes(), inner.depth());
    }

    /// Builds a dtype with fields; a dtype that lays fields over a number is read as its fields.
    private void struct(DtypeValue target, ListValue names, ListValue state)
            throws ArrayFormatException, NotUnderstood {
        Dtype base = target.dtype().orElseThrow();
        long size = machine.integer(state.items().get(5));
        DictValue places = state.items().get(4) instanceof DictValue m ? m : PickledObject.NO_ENTRIES;
        machine.charge(names.size() + (long) places.puts());
        List<Field> placed = new ArrayList<>(names.size());
        long nodes = 1;
        int depth = 1;
        for (Value name : names.items()) {
            ListValue place = places.find(name).filter(ListValue.class::isInstance).map(ListValue.class::cast)
                    .orElse(NOTHING);
            requireDtype(place);
            if (!(name instanceof TextValue text) || place.size() < 2
                    || !(place.items().get(0) instanceof DtypeValue type)) {
                throw machine.wrong("not a field of a dtype: " + name + " at " + place);
            }
            Optional<String> title = place.size() > 2 && place.items().get(2) instanceof TextValue t
                    ? Optional.of(t.value())
                    : Optional.empty();
            placed.add(new Field(text.value(), title, dtype(type), type.subArray(),
                    machine.integer(place.items().get(1))));
            nodes += type.nodes();
            depth = Math.max(depth, 1 + type.depth());
        }
        if (nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw new NotUnderstood();
        }
        machine.charge(nodes);
        boolean metadata = placed.stream().anyMatch(field -> field.dtype().hasMetadata());
        boolean laidOver = size < 0 && base.kind() != Dtype.Kind.VOID;
        Dtype dtype = Dtype.struct(laidOver ? base.byteSize() : size, placed);
        dtype = laidOver ? dtype : noted(dtype, state).withFieldKeys(keys(places));
        target.set(base.isRecord() ? dtype.asRecord() : dtype, SubArray.NONE, (int) nodes, depth);
        if (metadata) {
            target.setMetadata();
        }
    }

    /// The names and titles of fields, in order.
    private static List<String> keys(DictValue places) {
        return places.entries().stream().map(DictValue.Entry::key).filter(TextValue.class::isInstance)
                .map(key -> ((TextValue) key).value()).toList();
    }

    /// Refuses a place that does not begin with a dtype.
    private static void requireDtype(ListValue place) throws NotUnderstood {
        if (place.size() > 0 && place.items().get(0) instanceof PickledObject) {
            throw new NotUnderstood();
        }
    }

    private static Dtype dtype(DtypeValue value) throws NotUnderstood {
        return value.dtype().orElseThrow(NotUnderstood::new);
    }
}
