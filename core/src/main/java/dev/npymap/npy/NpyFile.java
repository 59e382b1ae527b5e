package dev.npymap.npy;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.internal.npy.MappedSource;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An open `.npy` file with the header of one of its arrays.
///
/// @param file   the file
/// @param name   the array's name in messages
/// @param header the header, whose payload the file holds
record NpyFile(RegularFile file, String name, NpyHeader header) {
    /// Most headers have 128 bytes.
    private static final int FIRST_READ = 512;
    /// From this payload size in bytes on, a mapping reads faster than the channel.
    private static final long LARGE = 1 << 20;

    /// Reads the header of a file, and checks that the file holds the payload.
    static NpyFile of(RegularFile file) throws IOException {
        return at(file, file.name(), 0);
    }

    private static NpyFile at(RegularFile file, String name, long position) throws IOException {
        NpyHeader header = header(file, name, position);
        if (!header.dtype().holdsObjects()) {
            header.requirePayload(file.byteSize());
        }
        return new NpyFile(file, name, header);
    }

    private static NpyHeader header(RegularFile file, String name, long position) throws IOException {
        try {
            byte[] first = read(file, position, FIRST_READ);
            byte[] bytes = HeaderReader.whole(first, name, HeaderFormat.MAX_TEXT_LENGTH,
                    (target, from, count) -> file.read(ByteBuffer.wrap(target, from, count), position + from));
            return HeaderReader.parse(bytes, name).behind(position);
        } catch (ArrayFormatException wrong) {
            throw position == 0 ? wrong : wrong.behind(position);
        }
    }

    private static byte[] read(RegularFile file, long position, int count) throws IOException {
        byte[] bytes = new byte[(int) Math.min(count, file.byteSize() - position)];
        int read = file.read(ByteBuffer.wrap(bytes), position);
        return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
    }

    /// Maps all arrays of a file that holds several, one after the other.
    static List<NdArray> mapAll(RegularFile file, Arena arena) throws IOException {
        MappedFile mapping = file.map(0, file.byteSize(), arena);
        List<NdArray> arrays = new ArrayList<>();
        long position = 0;
        do {
            NpyFile next = at(file, arrays.isEmpty() ? file.name() : file.name() + "#" + arrays.size(), position);
            next.header.requireElements();
            arrays.add(next.array(mapping));
            position = next.header.dataOffset() + next.header.dataSize();
        } while (!isPadding(file, position));
        return List.copyOf(arrays);
    }

    /// Whether the file has only zeros from an offset on.
    private static boolean isPadding(RegularFile file, long start) throws IOException {
        for (long at = start; at < file.byteSize(); at += FIRST_READ) {
            for (byte b : read(file, at, FIRST_READ)) {
                if (b != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Maps the header and the payload, or nothing if the payload is empty.
    MappedFile map(Arena arena) throws IOException {
        header.requireElements();
        return file.map(0, header.dataSize() == 0 ? 0 : header.dataOffset() + header.dataSize(), arena);
    }

    /// The array in a mapping of this file.
    NdArray array(MappedFile mapping) {
        MemorySegment payload = header.dataSize() == 0
                ? mapping.segment()
                : mapping.segment().asSlice(header.dataOffset(), header.dataSize());
        return NdArray.of(payload, header.dtype(), header.shape(), header.order(),
                new MappedSource(mapping, name, header.dataOffset(), false));
    }

    /// Copies the payload into memory.
    NdArray read() throws IOException {
        header.requireElements();
        NdArray array = NdArray.zeros(header.dtype(), header.shape(), header.order(),
                Source.of(file.name(), header.dataOffset()));
        if (header.dataSize() >= LARGE && copyMapping(array)) {
            return array;
        }
        long read = file.read(array.segment(), header.dataOffset());
        if (read < header.dataSize()) {
            throw new ArrayFormatException(file.name(), "cut while it was read: " + header.dataSize()
                    + " bytes of data expected, " + read + " read", header.dataOffset() + read);
        }
        return array;
    }

    /// Copies the payload once through a mapping; reading it would copy it twice. Copies nothing if the file cannot be
    /// mapped, or not all of it if the file is truncated.
    ///
    /// @return whether all of the payload was copied
    private boolean copyMapping(NdArray to) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            to.copyFrom(array(map(arena)));
            return true;
        } catch (InterruptedIOException interrupted) {
            // The interrupt has closed the file, so the reason would be lost.
            throw interrupted;
        } catch (IOException | UncheckedIOException unmapped) {
            return false;
        }
    }
}
