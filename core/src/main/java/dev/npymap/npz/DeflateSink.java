package dev.npymap.npz;

import dev.npymap.internal.deflate.BlockDeflater;
import dev.npymap.internal.deflate.Codec;
import dev.npymap.internal.deflate.Crc;
import dev.npymap.internal.deflate.SettingChoice;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Threads;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/// Deflates a member block by block, on all processors, into one stream that any program can inflate.
final class DeflateSink implements MemberSink {
    /// The most blocks, and the most bytes in them, that are gathered and then deflated at a time.
    private static final int WAVE = Math.clamp(4L * Threads.ALL.count(), 4, 64);
    private static final int WAVE_BYTES = 1 << 28;
    /// The number of blocks for which the choice of a setting holds.
    private static final int SAME_SETTING = 64;
    /// Members below this size in bytes may be larger than NumPy's by a few bytes.
    private static final int LEAST_CHOICE = 1 << 16;

    private final FileChannel channel;
    private final boolean choosing;
    private BlockDeflater.Setting setting;
    private int chosen;
    private final int blockSize;
    private final int room;
    private final int wave;
    private final List<byte[]> gathered = new ArrayList<>();
    private final List<byte[]> deflated = new ArrayList<>();
    private final Function<BlockDeflater.Setting, Queue<BlockDeflater>> idle;
    private int full;
    private int filled;
    private final long[] starts;
    private final int[] crcs;
    private int blocks;
    private int crc;
    private long size;

    /// @param byteSize the number of bytes that will be written, which determines the block size
    /// @param idle     provides the idle deflaters of a setting, to be taken and given back
    DeflateSink(FileChannel channel, Compression compression, long byteSize,
            Function<BlockDeflater.Setting, Queue<BlockDeflater>> idle) {
        boolean numpys = compression.equals(Compression.DEFLATED);
        Codec codec = Codec.fastest();
        boolean zlib = codec == Codec.ZLIB;
        this.channel = channel;
        this.idle = idle;
        this.choosing = numpys && !zlib && byteSize >= LEAST_CHOICE;
        this.setting = new BlockDeflater.Setting(codec,
                numpys && zlib ? SettingChoice.ZLIB_LEVEL : compression.level());
        long large = numpys && zlib ? SettingChoice.ZLIB_BLOCKS * compression.blockSize() : compression.blockSize();
        while (Math.ceilDiv(byteSize, large) > BlockIndex.MAX_BLOCKS && large <= 1 << 29) {
            large *= 2;
        }
        this.blockSize = Math.toIntExact(large);
        this.room = Math.toIntExact(Math.min(large, byteSize));
        this.wave = Math.clamp(WAVE_BYTES / large, 1, WAVE);
        int count = Math.toIntExact(Math.ceilDiv(byteSize, large));
        this.starts = new long[count + 1];
        this.crcs = new int[count];
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        while (bytes.hasRemaining()) {
            if (full == gathered.size()) {
                gathered.add(new byte[room]);
                deflated.add(new byte[Math.toIntExact(BlockDeflater.maxLength(room))]);
            }
            int some = Math.min(bytes.remaining(), blockSize - filled);
            bytes.get(gathered.get(full), filled, some);
            filled += some;
            size += some;
            if (filled == blockSize) {
                full++;
                filled = 0;
            }
            if (full == wave) {
                deflate();
            }
        }
        return count;
    }

    @Override
    public void finish() throws IOException {
        deflate();
        write(BlockDeflater.LAST);
    }

    /// Deflates the gathered blocks and writes them in order.
    private void deflate() throws IOException {
        int count = full + (filled > 0 ? 1 : 0);
        int lastSize = filled;
        int[] lengths = new int[count];
        if (choosing && blocks >= chosen && count > 0) {
            choose(lastSize);
        }
        Queue<BlockDeflater> waiting = idle.apply(setting);
        Workers.run(Threads.ALL, count, () -> new Workers.Worker<RuntimeException>() {
            private final BlockDeflater deflater = Optional.ofNullable(waiting.poll())
                    .orElseGet(setting::deflater);

            @Override
            public void run(int piece) {
                int length = piece == full ? lastSize : blockSize;
                MemorySegment in = MemorySegment.ofArray(gathered.get(piece)).asSlice(0, length);
                lengths[piece] = deflater.deflate(in, MemorySegment.ofArray(deflated.get(piece)));
                crcs[blocks + piece] = Crc.of(in);
            }

            @Override
            public void close() {
                waiting.add(deflater);
            }
        });
        for (int piece = 0; piece < count; piece++) {
            write(MemorySegment.ofArray(deflated.get(piece)).asSlice(0, lengths[piece]));
            starts[blocks + 1] = starts[blocks] + lengths[piece];
            crc = Crc.combine(crc, crcs[blocks], piece == full ? lastSize : blockSize);
            blocks++;
        }
        full = 0;
        filled = 0;
    }

    /// Chooses a setting by a sample: the second gathered block, or the first if there is no other.
    private void choose(int lastSize) {
        MemorySegment first = MemorySegment.ofArray(gathered.getFirst());
        setting = full < 2
                ? SettingChoice.of(first.asSlice(0, full == 0 ? lastSize : blockSize), first.asSlice(0, 0), idle)
                : SettingChoice.of(MemorySegment.ofArray(gathered.get(1)).asSlice(0, blockSize),
                        first.asSlice(0, blockSize), idle);
        chosen = blocks + SAME_SETTING;
    }

    private void write(MemorySegment bytes) throws IOException {
        AtomicReplace.writeFully(channel, bytes.asByteBuffer());
    }

    @Override
    public int crc() {
        return crc;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long compressedSize() {
        return starts[blocks] + BlockDeflater.LAST.byteSize();
    }

    /// Returns the block index; a single block needs none, and thousands of the largest blocks do not fit one.
    @Override
    public byte[] extra() {
        return blocks > 1 && blocks <= BlockIndex.MAX_BLOCKS
                ? new BlockIndex(blockSize, size, starts, crcs).field()
                : new byte[0];
    }
}
