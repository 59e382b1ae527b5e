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
/// NumPy's stream is zlib's at level 6, which refers back across block boundaries. libdeflate at level 6 is two to four
/// times as fast, and smaller for most data, but up to 9 % larger for few distinct values or numbers of few digits. So
/// a whole block is deflated by both: deciding by a quarter of it was wrong by half a percent.
///
/// Threads: one.
public final class SettingChoice {
    /// The level that stands for results no larger than NumPy's.
    static final int NUMPY = 6;
    /// The level at which zlib makes up for independent blocks, which are [#ZLIB_BLOCKS] times the usual size.
    public static final int ZLIB_LEVEL = 7;
    public static final int ZLIB_BLOCKS = 4;

    /// The settings from fast to small. zlib is for data so repetitive that libdeflate stays larger; libdeflate's last
    /// level searches for the best codes instead of good ones.
    private static final List<Setting> SETTINGS = List.of(new Setting(Codec.LIBDEFLATE, 6),
            new Setting(Codec.LIBDEFLATE, 7), new Setting(Codec.LIBDEFLATE, 8), new Setting(Codec.ZLIB, NUMPY),
            new Setting(Codec.LIBDEFLATE, 10));
    /// The bytes before a block affect only its beginning.
    private static final int BEGINNING_BYTES = 1 << 18;
    private static final int WINDOW_BYTES = 1 << 15;
    /// The bytes by which a block may exceed the same part of a stream, apart from its entry in the index.
    private static final int FREE_BYTES = 3;

    private SettingChoice() {
    }

    /// Chooses a setting for a block and those after it.
    ///
    /// @param block  the bytes to deflate independently
    /// @param before the bytes before them, whose end zlib could refer to; empty at a member's beginning
    /// @param idle   provides idle deflaters of a setting, to be taken and given back
    /// @return the fastest setting with which the block is no larger, or otherwise the one with which it is smallest
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

    /// The number of bytes of NumPy's stream for a part.
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
