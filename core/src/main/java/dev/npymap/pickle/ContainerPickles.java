package dev.npymap.pickle;

import dev.npymap.internal.pickle.Batches;
import dev.npymap.internal.pickle.Opcodes;
import dev.npymap.internal.pickle.PickleOutput;
import dev.npymap.internal.pickle.WriterMemo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Writes lists, tuples, sets and dictionaries as CPython's pickler does.
final class ContainerPickles {
    private final PickleWriter writer;
    private final PickleOutput out;
    private final WriterMemo memo;

    ContainerPickles(PickleWriter writer) {
        this.writer = writer;
        this.out = writer.out;
        this.memo = writer.memo;
    }

    void tuple(ListValue tuple) throws IOException {
        List<Value> items = tuple.items();
        if (items.isEmpty()) {
            out.u8(Opcodes.EMPTY_TUPLE);
            return;
        }
        if (memo.refer(tuple)) {
            return;
        }
        writer.begin(items.size());
        for (Value item : items) {
            writer.save(item);
        }
        if (memo.has(tuple)) {
            // The tuple contains itself, and was written with its items.
            if (items.size() > 3) {
                out.u8(Opcodes.POP_MARK);
            } else {
                items.forEach(_ -> out.u8(Opcodes.POP));
            }
            memo.refer(tuple);
            return;
        }
        writer.end(items.size());
        memo.add(tuple);
    }

    void list(Object identity, List<?> items) throws IOException {
        if (memo.refer(identity)) {
            return;
        }
        out.u8(Opcodes.EMPTY_LIST);
        memo.add(identity);
        items(items, Batches.Kind.LIST);
    }

    private void items(Collection<?> items, Batches.Kind kind) throws IOException {
        Batches batches = new Batches(out, kind, items.size());
        for (Object item : items) {
            batches.begin();
            writer.save(item);
            batches.end();
        }
    }

    void set(Object identity, Collection<?> items) throws IOException {
        if (memo.refer(identity)) {
            return;
        }
        if (writer.protocol < 4) {
            setOfOld("set", items);
            memo.add(identity);
            return;
        }
        out.u8(Opcodes.EMPTY_SET);
        memo.add(identity);
        items(items, Batches.Kind.SET);
    }

    private void setOfOld(String name, Collection<?> items) throws IOException {
        writer.global("builtins", name);
        List<Object> list = new ArrayList<>(items);
        list(list, list);
        out.u8(Opcodes.TUPLE1);
        memo.add();
        out.u8(Opcodes.REDUCE);
    }

    void frozenSet(SetValue set) throws IOException {
        if (memo.refer(set)) {
            return;
        }
        if (writer.protocol < 4) {
            setOfOld("frozenset", set.items());
        } else {
            out.u8(Opcodes.MARK);
            for (Value item : set.items()) {
                writer.save(item);
            }
            out.u8(Opcodes.FROZENSET);
        }
        memo.add(set);
    }

    void mapping(DictValue mapping) throws IOException {
        List<Map.Entry<Value, Value>> entries = mapping.entries().stream().map(e -> Map.entry(e.key(), e.value()))
                .toList();
        if (mapping.isOrdered()) {
            ordered(mapping, entries);
        } else {
            dictionary(mapping, entries);
        }
    }

    void dictionary(Object identity, Collection<? extends Map.Entry<?, ?>> entries) throws IOException {
        if (memo.refer(identity)) {
            return;
        }
        out.u8(Opcodes.EMPTY_DICT);
        memo.add(identity);
        entries(entries, Batches.Kind.DICT);
    }

    private void ordered(Object identity, Collection<? extends Map.Entry<?, ?>> entries) throws IOException {
        if (memo.refer(identity)) {
            return;
        }
        writer.global("collections", "OrderedDict");
        out.u8(Opcodes.EMPTY_TUPLE);
        out.u8(Opcodes.REDUCE);
        memo.add(identity);
        entries(entries, Batches.Kind.ORDERED_DICT);
    }

    private void entries(Collection<? extends Map.Entry<?, ?>> entries, Batches.Kind kind) throws IOException {
        Batches batches = new Batches(out, kind, entries.size());
        for (Map.Entry<?, ?> entry : entries) {
            batches.begin();
            writer.save(entry.getKey());
            writer.save(entry.getValue());
            batches.end();
        }
    }
}
