package dev.npymap.pickle;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/// The long texts and integers that are keys in the dictionaries of one pickle.
///
/// A short pickle can use the same long key in any number of places. Each key is examined once and gets a mark, the
/// same for all equal keys; dictionaries then compare marks. Threads: any.
final class LongKeys {
    private static final int SHORT_CHARS = 256;
    private static final int SHORT_BITS = 2048;

    private final Map<Object, Mark> known = new IdentityHashMap<>(1);
    /// A table for each class of keys, so that keys with the same hash code can be compared.
    private final Map<String, Mark> texts = new HashMap<>();
    private final Map<BigInteger, Mark> wholes = new HashMap<>();

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

    /// The mark of a key that is looked up, if a dictionary has the key.
    synchronized Optional<Mark> find(Object key) {
        return Optional.ofNullable(known.get(key)).or(() -> Optional.ofNullable(texts.get(key)))
                .or(() -> Optional.ofNullable(wholes.get(key)));
    }
}
