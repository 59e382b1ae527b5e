package dev.npymap.store;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.npy.ElementWriter;
import dev.npymap.internal.npy.HeaderWriter;
import dev.npymap.internal.npy.StoredDtype;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.LongStream;

/// Writes a new file with the rows of an old one, some of them replaced, and more rows behind them.
///
/// The kernel copies the old elements, and may share their blocks on file systems that can. An array in Fortran order
/// is written anew, because its rows are scattered.
final class RowFile {
    private static final long BLOCK_BYTES = 1 << 20;

    private final String name;
    private final NpyHeader old;
    private final NdArray rows;
    private final long[] places;
    private final Shape grown;

    private RowFile(String name, NpyHeader old, NdArray rows, long[] places) {
        this.name = name;
        this.old = old;
        this.rows = rows;
        this.places = places;
        this.grown = grown(name, old, rows, places.length == 0 && rows.rank() > 0
                ? rows.shape().dim(0)
                : LongStream.of(places).filter(place -> place < 0).count());
    }

    /// Writes the file.
    ///
    /// @param name   the array's name in messages
    /// @param from   the old file
    /// @param to     the new file
    /// @param rows   an array of the file's dtype, and of its shape but for the first axis
    /// @param places for each row the row that it replaces, or -1 if it comes behind the others; empty if all do
    static void write(String name, Path from, Path to, NdArray rows, long[] places) throws IOException {
        rows.verify();
        RowFile file = new RowFile(name, ArrayFile.header(from, name), rows, places);
        if (ArrayFile.order(file.old) == Order.F) {
            file.writeAnew(from, to);
        } else {
            file.write(from, to);
        }
    }

    private static Shape grown(String name, NpyHeader old, NdArray rows, long more) {
        long[] dims = old.shape().toArray();
        if (dims.length == 0) {
            throw new IllegalArgumentException(name + ": an array without axes has no rows");
        }
        long[] given = dims.clone();
        given[0] = rows.rank() == 0 ? -1 : rows.shape().dim(0);
        if (!StoredDtype.of(rows.dtype(), old.dtype()).equals(old.dtype())
                || !Arrays.equals(rows.shape().toArray(), given)) {
            throw new IllegalArgumentException(name + ": rows of " + rows.dtype() + " and shape " + rows.shape()
                    + " do not go with " + old.dtype() + " and shape " + old.shape());
        }
        dims[0] = Math.addExact(dims[0], more);
        return Shape.of(dims);
    }

    private void write(Path from, Path to) throws IOException {
        byte[] header = HeaderWriter.header(old.dtype(), grown, Order.C);
        NewFile.write(to, channel -> {
            AtomicReplace.writeFully(channel, ByteBuffer.wrap(header));
            copyOld(from, channel);
            append(channel);
            replace(channel, header.length);
        });
    }

    private void copyOld(Path from, FileChannel channel) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
            long end = old.dataOffset() + old.dataSize();
            for (long at = old.dataOffset(); at < end;) {
                long count = in.transferTo(at, end - at, channel);
                if (count <= 0) {
                    throw new ArrayFormatException(name, "cut while it was read", at);
                }
                at += count;
            }
        }
    }

    private void append(FileChannel channel) throws IOException {
        if (places.length == 0) {
            ElementWriter.write(rows, Order.C, channel);
            return;
        }
        long[] behind = LongStream.range(0, places.length).filter(n -> places[(int) n] < 0).toArray();
        for (long[] part : parts(behind)) {
            AtomicReplace.writeFully(channel, ByteBuffer.wrap(bytes(part)));
        }
    }

    /// Replaces rows in the copy by writes, because a mapped page that is written on a full disk ends the process.
    private void replace(FileChannel channel, long dataOffset) throws IOException {
        long[] replacing = LongStream.range(0, places.length).filter(n -> places[(int) n] >= 0).toArray();
        for (long[] part : parts(replacing)) {
            ByteBuffer bytes = ByteBuffer.wrap(bytes(part));
            int rowBytes = bytes.limit() / part.length;
            for (int n = 0; n < part.length; n++) {
                bytes.limit((n + 1) * rowBytes);
                channel.position(dataOffset + places[(int) part[n]] * rowBytes);
                AtomicReplace.writeFully(channel, bytes);
            }
        }
    }

    /// Positions of rows in parts, each of which fits a block.
    private long[][] parts(long[] positions) {
        long rowBytes = Math.max(1, rows.byteSize() / Math.max(1, places.length));
        int length = (int) Math.max(1, Math.min(BLOCK_BYTES / rowBytes, positions.length));
        long[][] parts = new long[(positions.length + length - 1) / length][];
        for (int n = 0; n < parts.length; n++) {
            parts[n] = Arrays.copyOfRange(positions, n * length, Math.min((n + 1) * length, positions.length));
        }
        return parts;
    }

    /// The elements of some rows as a file has them.
    private byte[] bytes(long[] positions) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ElementWriter.write(rows.take(0, positions), Order.C, Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    private void writeAnew(Path from, Path to) throws IOException {
        ArrayFile.zeros(to, name, old.dtype(), grown, Order.F);
        try (Arena arena = Arena.ofConfined()) {
            NdArray target = ArrayFile.mapWritable(to, name, arena);
            long length = old.shape().dim(0);
            target.slice(Slice.range(0, length)).copyFrom(Npy.map(from, arena));
            long behind = length;
            if (places.length == 0) {
                target.slice(Slice.range(length, grown.dim(0))).copyFrom(rows);
            }
            for (int n = 0; n < places.length; n++) {
                target.select(0, places[n] < 0 ? behind++ : places[n]).copyFrom(rows.select(0, n));
            }
        }
    }
}
