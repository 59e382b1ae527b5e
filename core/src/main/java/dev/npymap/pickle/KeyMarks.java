package dev.npymap.pickle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys of one pickle that take long to compare: long texts and integers, bytes, and tuples.
///
/// A short pickle can use the same long key in any number of places. Each key is examined once and gets a mark, the
/// same for all equal keys; dictionaries and sets then compare marks. Threads: any.
final class KeyMarks {
    private static final int SHORT_CHARS = 256;
    private static final int SHORT_BITS = 2048;
    /// Tuples nested deeper are equal only to themselves.
    private static final int MAX_DEPTH = 100;

    private final Map<Object, Mark> known = new IdentityHashMap<>(1);
    /// A table for each class of keys, so that keys with the same hash code can be compared.
    private final Map<String, Mark> texts = new HashMap<>();
    private final Map<BigInteger, Mark> wholes = new HashMap<>();
    private final Map<Double, Mark> reals = new HashMap<>();
    /// Bytes as texts, one character for each.
    private final Map<String, Mark> bytes = new HashMap<>();
    /// Tuples by the marks of their items, whose hash codes no file can choose.
    private final Map<List<Mark>, Mark> tuples = new HashMap<>();

    /// A mark, equal only to itself.
    static final class Mark {
        private Mark() {
        }
    }

    static boolean isLong(String text) {
        return text.length() > SHORT_CHARS;
    }

    static boolean isLong(BigInteger whole) {
        return whole.bitLength() > SHORT_BITS;
    }

    synchronized Mark mark(String text) {
        return known.computeIfAbsent(text, _ -> texts.computeIfAbsent(text, _ -> new Mark()));
    }

    synchronized Mark mark(BigInteger whole) {
        return known.computeIfAbsent(whole, _ -> wholes.computeIfAbsent(whole, _ -> new Mark()));
    }

    /// The mark of bytes or of a tuple.
    synchronized Mark mark(Value key) {
        return mark(key, 0);
    }

    private Mark mark(Value key, int depth) {
        Mark before = known.get(key);
        if (before != null) {
            return before;
        }
        Mark mark = switch (key) {
            case TextValue text -> texts.computeIfAbsent(text.value(), _ -> new Mark());
            case BytesValue raw when !raw.isMutable() ->
                bytes.computeIfAbsent(new String(raw.toArray(), StandardCharsets.ISO_8859_1), _ -> new Mark());
            case ListValue tuple when tuple.isTuple() && depth < MAX_DEPTH -> tuples.computeIfAbsent(
                    tuple.items().stream().map(item -> mark(item, depth + 1)).toList(), _ -> new Mark());
            default -> KeyIndex.number(key).map(this::number).orElseGet(Mark::new);
        };
        known.put(key, mark);
        return mark;
    }

    private Mark number(Object number) {
        return number instanceof BigInteger whole
                ? wholes.computeIfAbsent(whole, _ -> new Mark())
                : reals.computeIfAbsent((Double) number, _ -> new Mark());
    }

    /// The mark of a key that is looked up, if a dictionary has the key.
    synchronized Optional<Mark> find(Object key) {
        return Optional.ofNullable(known.get(key)).or(() -> Optional.ofNullable(texts.get(key)))
                .or(() -> Optional.ofNullable(wholes.get(key)));
    }
}
