package dev.npymap.npy;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.Access;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.npy.ElementWriter;
import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.internal.npy.HeaderWriter;
import dev.npymap.internal.npy.StoredDtype;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Appends to the array in a file. The caller holds the file's lock.
final class Append {
    /// The bytes of the old file that are copied at a time.
    private static final long BLOCK_BYTES = 1 << 20;

    private Append() {
    }

    /// The bytes of a new header that differ from the old one.
    ///
    /// @param at    the offset of the first of them in the file, in bytes
    /// @param bytes the new bytes, all within one disk sector, which is written completely or not at all
    private record Patch(long at, byte[] bytes) {
        private static final int SECTOR_BYTES = 512;

        /// Returns the difference, or nothing if it is too long to be written atomically.
        static Optional<Patch> of(RegularFile file, byte[] header) throws IOException {
            byte[] old = new byte[header.length];
            file.read(ByteBuffer.wrap(old), 0);
            int first = Math.max(0, Arrays.mismatch(old, header));
            int end = header.length;
            while (end > first && old[end - 1] == header[end - 1]) {
                end--;
            }
            boolean whole = first / SECTOR_BYTES == Math.max(first, end - 1) / SECTOR_BYTES;
            return whole ? Optional.of(new Patch(first, Arrays.copyOfRange(header, first, end))) : Optional.empty();
        }
    }

    static void to(Path path, NdArray more) throws IOException {
        try (RegularFile file = RegularFile.open(path, Access.READ_WRITE)) {
            NpyHeader header = NpyFile.of(file).header();
            header.requireElements();
            requireLast(file, header);
            Shape grown = grown(header, more);
            more.verify();
            if (more.size() == 0) {
                return;
            }
            Optional<byte[]> fitting = header.grown(grown);
            Optional<Patch> patch = fitting.isPresent() ? Patch.of(file, fitting.get()) : Optional.empty();
            if (patch.isPresent()) {
                file.change(channel -> inPlace(channel, header, patch.get(), more));
            } else {
                anew(path, file, header, grown, more);
            }
        }
    }

    /// Checks what follows the array in the file. The rest of an append that was killed is overwritten; another array
    /// or a pickle must not be lost.
    private static void requireLast(RegularFile file, NpyHeader header) throws IOException {
        long end = header.dataOffset() + header.dataSize();
        ByteBuffer magic = ByteBuffer.wrap(HeaderFormat.magic());
        ByteBuffer behind = ByteBuffer.allocate(magic.limit());
        file.read(behind, end);
        boolean array = behind.flip().equals(magic);
        if (array || isPickle(file, behind)) {
            throw new ArrayFormatException(file.name(), "unsupported append: "
                    + (array ? "another array" : "a pickle") + " follows this one", end);
        }
    }

    /// Whether the bytes up to the end of the file are a pickle: protocols 2 to 5 begin with a mark and the protocol's
    /// number, and every pickle ends with a dot.
    private static boolean isPickle(RegularFile file, ByteBuffer first) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        file.read(last, file.byteSize() - 1);
        return first.limit() > 2 && first.get(0) == (byte) 0x80 && first.get(1) >= 2 && first.get(1) <= 5
                && last.get(0) == '.';
    }

    private static Shape grown(NpyHeader header, NdArray more) {
        Shape shape = header.shape();
        int axis = header.order() == Order.F ? shape.rank() - 1 : 0;
        long[] dims = shape.toArray();
        if (shape.rank() == 0) {
            throw new IllegalArgumentException(header.source() + ": an array without axes cannot grow");
        }
        if (more.rank() == shape.rank()) {
            dims[axis] = more.shape().dim(axis);
        }
        if (!more.shape().equals(Shape.of(dims))
                || !StoredDtype.of(more.dtype(), header.dtype()).equals(header.dtype())) {
            throw new IllegalArgumentException(header.source() + ": shape " + shape + " of " + header.dtype()
                    + " cannot grow along axis " + axis + " by shape " + more.shape() + " of " + more.dtype());
        }
        dims[axis] = shape.dim(axis) + more.shape().dim(axis);
        try {
            return Shape.of(dims);
        } catch (IllegalArgumentException tooLarge) {
            throw new IllegalArgumentException(header.source() + ": shape " + shape + " cannot grow by shape "
                    + more.shape() + ": too many elements for 64 bits", tooLarge);
        }
    }

    /// Writes and forces the data, then the header: a crash before the header is written leaves the old array.
    private static void inPlace(FileChannel channel, NpyHeader header, Patch patch, NdArray more)
            throws IOException {
        long end = header.dataOffset() + header.dataSize();
        channel.truncate(end);
        channel.position(end);
        try {
            ElementWriter.write(more, header.order(), channel);
            channel.force(true);
        } catch (Throwable failure) {
            try {
                channel.truncate(end);
            } catch (IOException stays) {
                // The new elements lie after the old array, where they do no harm.
                failure.addSuppressed(stays);
            }
            throw failure;
        }
        channel.position(patch.at);
        AtomicReplace.writeFully(channel, ByteBuffer.wrap(patch.bytes));
        channel.force(false);
    }

    private static void anew(Path path, RegularFile old, NpyHeader header, Shape grown, NdArray more)
            throws IOException {
        byte[] bytes = HeaderWriter.header(header.dtype(), grown, header.order());
        AtomicReplace.replace(path, channel -> {
            AtomicReplace.writeFully(channel, ByteBuffer.wrap(bytes));
            ByteBuffer block = ByteBuffer.allocateDirect((int) Math.min(BLOCK_BYTES, header.dataSize()));
            long end = header.dataOffset() + header.dataSize();
            for (long at = header.dataOffset(); at < end; at += block.limit()) {
                block.clear().limit((int) Math.min(block.capacity(), end - at));
                if (old.read(block, at) < block.limit()) {
                    throw new ArrayFormatException(old.name(), "cut while it was read: its data end at byte " + end,
                            at + block.position());
                }
                AtomicReplace.writeFully(channel, block.flip());
            }
            ElementWriter.write(more, header.order(), channel);
        });
    }
}
