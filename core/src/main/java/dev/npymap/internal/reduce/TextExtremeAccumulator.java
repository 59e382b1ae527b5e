package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.Characters;
import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import java.util.Arrays;

/// Finds the positions of the first of the least or greatest texts or byte strings, character by character.
///
/// Only the offset of each result is kept, and the element is read again for each comparison.
final class TextExtremeAccumulator extends Accumulator {
    private static final long NONE = -1;

    private final Layout array;
    private final boolean greatest;
    /// The size of a character in bytes.
    private final int unit;
    private final long width;
    private final long[] at = new long[ElementCursor.BLOCK];
    private long[] places;
    private long[] positions;

    TextExtremeAccumulator(Layout a, boolean greatest) {
        this.array = a;
        this.greatest = greatest;
        this.unit = a.dtype().kind() == Dtype.Kind.TEXT ? Integer.BYTES : 1;
        this.width = a.dtype().byteSize();
    }

    @Override
    void start(int outputs) {
        places = new long[outputs];
        positions = new long[outputs];
        Arrays.fill(positions, NONE);
    }

    private void fold(long place, int o, long position) {
        if (positions[o] == NONE || isBetter(place, places[o])) {
            places[o] = place;
            positions[o] = position;
        }
    }

    private boolean isBetter(long place, long best) {
        for (long n = 0; n < width; n += unit) {
            int order = Integer.compareUnsigned(Characters.unit(array, place + n), Characters.unit(array, best + n));
            if (order != 0) {
                return greatest == order > 0;
            }
        }
        return false;
    }

    @Override
    void along(ElementCursor in, int rows, int length, int o, int step) {
        in.places(at, rows * length);
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < length; n++) {
                fold(at[row * length + n], o + row * step, n);
            }
        }
    }

    @Override
    void across(ElementCursor in, long rows, int length, int o, int step, long index) {
        byBlocks(rows, length, (some, first) -> acrossBlock(in, some, length, o, step, index + first));
    }

    private void acrossBlock(ElementCursor in, int rows, int length, int o, int step, long index) {
        in.places(at, rows * length);
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < length; n++) {
                fold(at[row * length + n], o + row * step + n, step == 0 ? index + row : index);
            }
        }
    }

    @Override
    void chunk(ElementCursor in, long count, int o, long index) {
        for (long done = 0; done < count; done += ElementCursor.BLOCK) {
            int length = (int) Math.min(count - done, ElementCursor.BLOCK);
            in.places(at, length);
            for (int n = 0; n < length; n++) {
                fold(at[n], o, index + done + n);
            }
        }
    }

    @Override
    Accumulator parts(int parts, int o) {
        TextExtremeAccumulator fold = new TextExtremeAccumulator(array, greatest);
        fold.start(parts);
        return fold;
    }

    @Override
    Accumulator twin() {
        TextExtremeAccumulator fold = new TextExtremeAccumulator(array, greatest);
        fold.places = places;
        fold.positions = positions;
        return fold;
    }

    @Override
    void add(int o, Accumulator parts, int part) {
        TextExtremeAccumulator other = (TextExtremeAccumulator) parts;
        fold(other.places[part], o, other.positions[part]);
    }

    @Override
    void store(Layout to, long first) {
        ElementCodec.write(to, first, positions);
    }
}
