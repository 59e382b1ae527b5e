package dev.npymap.npz;

import dev.npymap.array.ArrayFormatException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;

/// Inflates blocks of a seekable member, several at a time, and checks each.
///
/// Threads: one, which others help.
final class BlockReader {
    /// Blocks that are inflated at a time and kept until the next ones are wanted.
    private static final int WAVE = 4 * Parallel.WORKERS;

    private final Member member;
    private final BlockIndex index;
    private final long dataOffset;
    private final BitSet wanted = new BitSet();
    private Map<Integer, MemorySegment> wave = Map.of();
    private int current = -1;
    private MemorySegment bytes = MemorySegment.NULL;

    /// @param dataOffset where the member's data begins in the archive, in bytes
    BlockReader(Member member, BlockIndex index, long dataOffset) {
        this.member = member;
        this.index = index;
        this.dataOffset = dataOffset;
    }

    /// Where a block goes.
    @FunctionalInterface
    interface Place {
        /// Owned memory; a part of the block's size takes its beginning.
        MemorySegment of(int block);
    }

    /// Inflates blocks, in no order.
    ///
    /// @param shared whether other threads may write to the places
    void inflate(int[] blocks, boolean shared, Place place) throws IOException {
        Parallel.run(blocks.length, shared && member.archive().shareable(), () -> new Parallel.Worker() {
            private final BlockInflater inflater = new BlockInflater();
            private byte[] compressed = {};

            @Override
            public void run(int piece) throws IOException {
                int block = blocks[piece];
                inflate(block, load(block), place.of(block));
            }

            /// The block's own data and an end behind them, which make a deflate stream.
            private MemorySegment load(int block) throws IOException {
                int byteSize = Math.toIntExact(index.starts()[block + 1] - index.starts()[block]);
                int end = Math.toIntExact(byteSize + BlockDeflater.LAST.byteSize());
                if (compressed.length < end) {
                    compressed = new byte[end + end / 8];
                }
                MemorySegment in = MemorySegment.ofArray(compressed).asSlice(0, end);
                member.archive().copy(dataOffset + index.starts()[block], in.asSlice(0, byteSize));
                in.asSlice(byteSize).copyFrom(BlockDeflater.LAST);
                return in;
            }

            private void inflate(int block, MemorySegment in, MemorySegment target) throws IOException {
                long size = index.size(block);
                MemorySegment whole = target.byteSize() >= size
                        ? target.asSlice(0, size)
                        : MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
                try {
                    inflater.inflate(in, whole);
                } catch (DataFormatException damaged) {
                    throw member.damaged(damaged);
                }
                if (Crc.of(whole) != index.crcs()[block]) {
                    throw new ArrayFormatException(member.source(), "damaged: block " + block
                            + " has another CRC-32 than the index says", block * index.blockSize());
                }
                if (target.byteSize() < size) {
                    target.copyFrom(whole.asSlice(0, target.byteSize()));
                }
            }

            @Override
            public void close() {
                inflater.close();
            }
        });
    }

    /// Announces a range that will be copied.
    void want(long first, long byteSize) {
        wanted.set((int) (first / index.blockSize()), (int) ((first + byteSize - 1) / index.blockSize()) + 1);
    }

    /// Copies a range that was announced; ranges come in rising order.
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
            inflate(blocks, true, next::get);
            wave = next;
        }
        return wave.get(block);
    }
}
