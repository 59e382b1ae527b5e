package dev.npymap.npy;

import dev.npymap.array.NdArray;
import dev.npymap.internal.npy.HeaderFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Files made byte by byte.
final class NpyBytes {
    private NpyBytes() {
    }

    /// A file in version 1.0 whose header is exactly this text, with as many bytes behind it.
    static byte[] of(String text, int payload) {
        return of(1, text, payload);
    }

    /// A file whose header is exactly this text; the payload counts up.
    static byte[] of(int major, String text, int payload) {
        byte[] encoded = text.getBytes(major < 3 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(HeaderFormat.textStart(major) + encoded.length + payload)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(HeaderFormat.magic()).put((byte) major).put((byte) 0);
        if (major == 1) {
            file.putShort((short) encoded.length);
        } else {
            file.putInt(encoded.length);
        }
        file.put(encoded);
        for (int n = 0; n < payload; n++) {
            file.put((byte) n);
        }
        return file.array();
    }

    /// A file of float64, say, with this shape in its header.
    static byte[] of(String descr, String shape, int payload) {
        return of("{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + ", }\n", payload);
    }

    /// What [Npy#write(java.nio.file.Path, NdArray)] would write.
    static byte[] of(NdArray array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, array);
        return out.toByteArray();
    }

    /// A seed that is printed, so that what it led to can be had again.
    static Random random(Class<?> test, long seed) {
        System.out.println(test.getSimpleName() + ": seed " + seed);
        return new Random(seed);
    }
}
