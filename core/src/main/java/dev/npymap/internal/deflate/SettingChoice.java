package dev.npymap.internal.deflate;

import dev.npymap.internal.deflate.BlockDeflater.Setting;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.zip.Deflater;

/// Finds the setting with which blocks are no larger than NumPy's stream.
///
/// That is zlib's at level 6, and goes on where blocks begin anew. libdeflate at level 6 is two to four times as fast,
/// and smaller for most data, but larger by up to 9 % where there are few values, or numbers of few digits. So a
/// whole block is deflated by both: a quarter of it misled by half a percent.
///
/// Threads: one.
public final class SettingChoice {
    /// The level that means no larger than NumPy's.
    static final int NUMPY = 6;
    /// What zlib takes to make up for blocks, which have [#ZLIB_BLOCKS] times the usual size.
    public static final int ZLIB_LEVEL = 7;
    public static final int ZLIB_BLOCKS = 4;

    /// From fast to small. zlib serves for what repeats so much that libdeflate stays larger; libdeflate's last level
    /// looks for the best codes instead of good ones.
    private static final List<Setting> SETTINGS = List.of(new Setting(Codec.LIBDEFLATE, 6),
            new Setting(Codec.LIBDEFLATE, 7), new Setting(Codec.LIBDEFLATE, 8), new Setting(Codec.ZLIB, NUMPY),
            new Setting(Codec.LIBDEFLATE, 10));
    /// What stands in front of a block matters for its beginning alone.
    private static final int BEGINNING_BYTES = 1 << 18;
    private static final int WINDOW_BYTES = 1 << 15;
    /// What a block may be larger than the same part of a stream, besides its place in the index.
    private static final int FREE_BYTES = 3;

    private SettingChoice() {
    }

    /// Chooses for a block and those behind it.
    ///
    /// @param block  what is to be deflated on its own
    /// @param before what stands in front of it, of which zlib would still know the end; nothing at a member's beginning
    /// @param idle   deflaters of a setting, taken and given back
    /// @return the fastest with which the block is no larger, or else the one with which it is smallest
    public static Setting of(MemorySegment block, MemorySegment before, Function<Setting, Queue<BlockDeflater>> idle) {
        MemorySegment none = MemorySegment.ofArray(new byte[0]);
        MemorySegment beginning = block.asSlice(0, Math.min(block.byteSize(), BEGINNING_BYTES));
        long known = before.byteSize() == 0 ? 0 : numpys(beginning, none) - numpys(beginning, before);
        long numpys = numpys(block, none) - known;
        byte[] room = new byte[Math.toIntExact(BlockDeflater.maxLength(block.byteSize()))];
        Setting best = SETTINGS.getFirst();
        long least = Long.MAX_VALUE;
        for (Setting setting : SETTINGS) {
            Queue<BlockDeflater> waiting = idle.apply(setting);
            BlockDeflater deflater = Optional.ofNullable(waiting.poll()).orElseGet(setting::deflater);
            long ours = deflater.deflate(block, MemorySegment.ofArray(room));
            waiting.add(deflater);
            if (ours - numpys <= FREE_BYTES) {
                return setting;
            }
            if (ours < least) {
                least = ours;
                best = setting;
            }
        }
        return best;
    }

    /// How many bytes NumPy's stream has for a part.
    private static long numpys(MemorySegment part, MemorySegment before) {
        try (Deflater zlib = new Deflater(NUMPY, true)) {
            if (before.byteSize() > 0) {
                long known = Math.min(before.byteSize(), WINDOW_BYTES);
                zlib.setDictionary(before.asSlice(before.byteSize() - known).asByteBuffer());
            }
            zlib.setInput(part.asByteBuffer());
            byte[] some = new byte[1 << 13];
            while (zlib.deflate(some, 0, some.length, Deflater.SYNC_FLUSH) == some.length) {
                continue;
            }
            return zlib.getBytesWritten();
        }
    }
}
