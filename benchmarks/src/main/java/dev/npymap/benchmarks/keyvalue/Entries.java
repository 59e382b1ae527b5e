package dev.npymap.benchmarks.keyvalue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/// What is put into a store: the keys and rows of a table, from mapped `.npy` files.
///
/// @param integers the keys if they are integers, else nothing
/// @param names    the keys if they are texts, else nothing
/// @param rows     the rows; nothing if the value of a key is the number of its row, in 8 bytes
/// @param order    the positions of the keys, sorted as unsigned numbers and as texts
public record Entries(Optional<NdArray> integers, Optional<NdArray> names, Optional<NdArray> rows, LongArray order) {
    /// Maps the files.
    ///
    /// @param keys  one-dimensional: int64 or byte strings
    /// @param rows  two-dimensional, or nothing
    /// @param order one-dimensional, int64
    /// @param arena ends the mappings
    static Entries map(Path keys, Optional<Path> rows, Path order, Arena arena) throws IOException {
        NdArray column = Npy.map(keys, arena);
        Optional<NdArray> mapped = rows.isPresent() ? Optional.of(Npy.map(rows.get(), arena)) : Optional.empty();
        boolean texts = column.dtype().kind().isText();
        return new Entries(texts ? Optional.empty() : Optional.of(column),
                texts ? Optional.of(column) : Optional.empty(), mapped, Npy.map(order, arena).asLong());
    }

    long size() {
        return order.size();
    }

    boolean haveTexts() {
        return names.isPresent();
    }

    NdArray keys() {
        return integers.or(() -> names).orElseThrow();
    }

    long integer(long row) {
        return integers.orElseThrow().asLong().get(row);
    }

    String text(long row) {
        return names.orElseThrow().asText().get(row);
    }

    /// Bytes of a value.
    int valueSize() {
        return rows.map(array -> Math.toIntExact(array.byteSize() / array.shape().dim(0))).orElse(Long.BYTES);
    }

    /// Copies the value of a row.
    ///
    /// @param target as long as the value
    void value(long row, byte[] target) {
        if (rows.isEmpty()) {
            KeyValueStore.NUMBER.set(target, 0, row);
        } else {
            NdArray array = rows.get();
            MemorySegment.copy(array.segment(), JAVA_BYTE, array.offset(row, 0), target, 0, target.length);
        }
    }
}
