package dev.npymap.npy;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.NdArray;
import dev.npymap.array.Order;
import dev.npymap.array.Shape;
import dev.npymap.io.Access;
import dev.npymap.io.AtomicReplace;
import dev.npymap.io.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Makes the array in a file longer. The caller holds the file's lock.
final class Append {
    private Append() {
    }

    static void to(Path path, NdArray more) throws IOException {
        NpyHeader header;
        try (RegularFile file = RegularFile.open(path, Access.READ_ONLY)) {
            header = NpyFile.of(file).header();
            header.requireElements();
            requireLast(file, header);
        }
        Shape grown = grown(header, more);
        if (more.size() == 0) {
            return;
        }
        Optional<byte[]> fitting = HeaderWriter.fit(header, grown);
        if (fitting.isPresent()) {
            inPlace(path, header, fitting.get(), more);
        } else {
            anew(path, header, grown, more);
        }
    }

    /// What lies behind the array is what an append left that was killed, and is written over; or another array.
    private static void requireLast(RegularFile file, NpyHeader header) throws IOException {
        ByteBuffer behind = ByteBuffer.allocate(HeaderReader.MAGIC.length);
        file.read(behind, header.dataOffset() + header.dataSize());
        if (behind.flip().equals(ByteBuffer.wrap(HeaderReader.MAGIC))) {
            throw new ArrayFormatException(file.name(), "unsupported append: another array follows this one",
                    header.dataOffset() + header.dataSize());
        }
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
        if (!more.shape().equals(Shape.of(dims)) || !more.dtype().equals(header.dtype())) {
            throw new IllegalArgumentException(header.source() + ": shape " + shape + " of " + header.dtype()
                    + " cannot grow along axis " + axis + " by shape " + more.shape() + " of " + more.dtype());
        }
        dims[axis] = Math.addExact(shape.dim(axis), more.shape().dim(axis));
        return Shape.of(dims);
    }

    /// Data, force, header, force: a crash before the header is written leaves the old array.
    private static void inPlace(Path path, NpyHeader header, byte[] bytes, NdArray more) throws IOException {
        long end = header.dataOffset() + header.dataSize();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(end);
            channel.position(end);
            try {
                Payload.write(more, header.order(), channel);
            } catch (Throwable failure) {
                channel.truncate(end);
                throw failure;
            }
            channel.force(true);
            channel.position(0);
            AtomicReplace.writeFully(channel, ByteBuffer.wrap(bytes));
            channel.force(false);
        }
    }

    private static void anew(Path path, NpyHeader header, Shape grown, NdArray more) throws IOException {
        byte[] bytes = HeaderWriter.header(header.dtype(), grown, header.order());
        AtomicReplace.replace(path, channel -> {
            AtomicReplace.writeFully(channel, ByteBuffer.wrap(bytes));
            try (FileChannel old = FileChannel.open(path, StandardOpenOption.READ)) {
                long at = header.dataOffset();
                long end = at + header.dataSize();
                while (at < end) {
                    at += old.transferTo(at, end - at, channel);
                }
            }
            Payload.write(more, header.order(), channel);
        });
    }
}
