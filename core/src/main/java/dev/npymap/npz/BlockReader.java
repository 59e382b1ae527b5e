package dev.npymap.npz;

import dev.npymap.internal.deflate.BlockDeflater;
import dev.npymap.internal.deflate.BlockInflater;
import dev.npymap.internal.deflate.Crc;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Threads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates blocks of a seekable member in parallel, and checks each.
///
/// Threads: an instance is used by one thread, which is helped by worker threads.
final class BlockReader {
    /// The number of blocks that are inflated at a time and kept until the next ones are wanted.
    private static final int WAVE = 4 * Threads.ALL.count();
    private static final int SOME_BYTES = 1 << 16;

    private final MemberData data;
    private final BlockIndex index;
    private final BitSet wanted = new BitSet();
    private Map<Integer, MemorySegment> wave = Map.of();
    private int current = -1;
    private MemorySegment bytes = MemorySegment.NULL;

    BlockReader(MemberData data, BlockIndex index) {
        this.data = data;
        this.index = index;
    }

    /// Provides the memory for a block.
    @FunctionalInterface
    interface Place {
        /// Returns memory that belongs to the caller, at least as large as the inflated block.
        MemorySegment of(int block);
    }

    /// The numbers of all blocks, ordered so that blocks which are inflated at the same time lie far apart: when two
    /// threads first touch the same huge page, each clears all of it.
    int[] all() {
        int threads = Threads.ALL.count();
        int distance = Math.ceilDiv(index.blocks(), threads);
        return IntStream.range(0, threads * distance).map(n -> n % threads * distance + n / threads)
                .filter(block -> block < index.blocks()).toArray();
    }

    /// Inflates blocks in any order.
    ///
    /// @param threads threads that may access both the archive and the memory of the blocks
    void inflate(int[] blocks, Threads threads, Place place) throws IOException {
        Workers.run(threads, blocks.length, () -> new Workers.Worker<IOException>() {
            private final BlockInflater inflater = new BlockInflater();
            private final Compressed compressed = new Compressed();

            @Override
            public void run(int piece) throws IOException {
                int block = blocks[piece];
                MemorySegment target = place.of(block).asSlice(0, index.size(block));
                try {
                    inflater.inflate(compressed.load(block, BlockDeflater.LAST), target);
                } catch (DataFormatException damaged) {
                    throw data.damaged(damaged);
                }
                requireCrc(block, Crc.of(target));
            }

            @Override
            public void close() {
                inflater.close();
            }
        });
    }

    /// Memory for the compressed data of one block at a time.
    private final class Compressed {
        private byte[] room = {};

        /// Copies the data of a block, followed by the end of a stream if the block is to be one by itself.
        MemorySegment load(int block, MemorySegment end) throws IOException {
            long first = index.starts()[block];
            long byteSize = length(block);
            int needed = Math.toIntExact(byteSize + end.byteSize());
            room = room.length < needed ? new byte[needed + needed / 8] : room;
            MemorySegment loaded = MemorySegment.ofArray(room).asSlice(0, needed);
            data.archive().copy(data.offset() + first, loaded.asSlice(0, byteSize));
            loaded.asSlice(byteSize).copyFrom(end);
            return loaded;
        }
    }

    private void requireCrc(int block, int found) throws ArrayFormatException {
        if (found != index.crcs()[block]) {
            throw new ArrayFormatException(data.source(), "damaged: block " + block
                    + " has another CRC-32 than the index says", block * index.blockSize());
        }
    }

    /// Checks that the blocks form one stream that any program can inflate: each block continues where the previous one
    /// ends, and the end of the stream follows the last.
    void verify() throws IOException {
        verify(all());
        int length = (int) BlockDeflater.LAST.byteSize();
        byte[] last = data.archive().read(data.offset() + index.starts()[index.blocks()], length);
        if (MemorySegment.ofArray(last).mismatch(BlockDeflater.LAST) >= 0) {
            throw data.damaged(new DataFormatException("the stream has no end: " + Arrays.toString(last)));
        }
    }

    /// Inflates blocks and checks them, keeping nothing.
    private void verify(int[] blocks) throws IOException {
        Workers.run(data.archive().threads(), blocks.length, () -> new Workers.Worker<IOException>() {
            private final Inflater inflater = new Inflater(true);
            private final Compressed compressed = new Compressed();
            private final byte[] some = new byte[SOME_BYTES];

            @Override
            public void run(int piece) throws IOException {
                int block = blocks[piece];
                long size = index.size(block);
                inflater.reset();
                inflater.setInput(compressed.load(block, MemorySegment.NULL).asByteBuffer());
                CRC32 crc = new CRC32();
                try {
                    long left = size;
                    for (int count = -1; count != 0 && left > 0; left -= count) {
                        count = inflater.inflate(some, 0, (int) Math.min(some.length, left));
                        crc.update(some, 0, count);
                    }
                    if (left > 0 || inflater.inflate(new byte[1]) > 0 || inflater.finished()
                            || inflater.getRemaining() > 0) {
                        throw new DataFormatException("block " + block + " does not end with its " + size + " bytes");
                    }
                } catch (DataFormatException damaged) {
                    throw data.damaged(damaged);
                }
                requireCrc(block, (int) crc.getValue());
            }

            @Override
            public void close() {
                inflater.end();
            }
        });
    }

    /// The member's bytes from the beginning; each block is inflated when it is reached.
    InputStream stream() {
        return new InputStream() {
            private InputStream block = InputStream.nullInputStream();
            private int next;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                int some = block.read(target, from, count);
                while (some < 0 && next < index.blocks()) {
                    verifyDoubtful(next);
                    byte[] whole = new byte[Math.toIntExact(index.size(next))];
                    inflate(new int[]{next}, Threads.ONE, _ -> MemorySegment.ofArray(whole));
                    block = new ByteArrayInputStream(whole);
                    next++;
                    some = block.read(target, from, count);
                }
                return some;
            }
        };
    }

    /// Checks the announced blocks before memory is allocated for them, if their claimed size is doubtful.
    void requireWanted() throws IOException {
        verifyDoubtful(wanted.stream().toArray());
    }

    private void verifyDoubtful(int... blocks) throws IOException {
        long byteSize = Arrays.stream(blocks).mapToLong(index::size).sum();
        if (MemberData.isDoubtful(byteSize, Arrays.stream(blocks).mapToLong(this::length).sum())) {
            verify(blocks);
        }
    }

    /// The compressed size of a block in bytes.
    private long length(int block) {
        return index.starts()[block + 1] - index.starts()[block];
    }

    /// Announces a range that will be copied, in bytes of the inflated member.
    void want(long first, long byteSize) {
        wanted.set((int) (first / index.blockSize()), (int) ((first + byteSize - 1) / index.blockSize()) + 1);
    }

    /// Copies a range that was announced; ranges come in ascending order.
    void copy(long first, MemorySegment target) throws IOException {
        long done = 0;
        while (done < target.byteSize()) {
            int block = (int) ((first + done) / index.blockSize());
            if (block != current) {
                bytes = inflated(block);
                current = block;
            }
            long from = first + done - block * index.blockSize();
            long count = Math.min(bytes.byteSize() - from, target.byteSize() - done);
            MemorySegment.copy(bytes, from, target, done, count);
            done += count;
        }
    }

    private MemorySegment inflated(int block) throws IOException {
        if (!wave.containsKey(block)) {
            Map<Integer, MemorySegment> next = new HashMap<>();
            int[] blocks = wanted.stream().filter(n -> n >= block).limit(WAVE).toArray();
            for (int n : blocks) {
                next.put(n, MemorySegment.ofArray(new byte[Math.toIntExact(index.size(n))]));
            }
            inflate(blocks, data.archive().threads(), next::get);
            wave = next;
        }
        return wave.get(block);
    }
}
