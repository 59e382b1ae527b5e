package dev.npymap.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import net.razorvine.pickle.Unpickler;

/// A pickled array of little-endian int64, for razorvine's library, which knows none: what has to be registered there.
public final class RazorvineArray {
    private static final int STATE_BYTES = 4;

    static {
        Unpickler.registerConstructor("numpy._core.multiarray", "_reconstruct", _ -> new RazorvineArray());
        Unpickler.registerConstructor("numpy", "ndarray", _ -> "ndarray");
        Unpickler.registerConstructor("numpy", "dtype", _ -> new PickledDtype());
    }

    private long[] numbers = {};

    private RazorvineArray() {
    }

    static long[] load(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return ((RazorvineArray) new Unpickler().load(in)).numbers;
        }
    }

    /// Takes what the pickle says: version, shape, dtype, order, bytes. The library finds this by its name.
    ///
    /// @param state as NumPy pickles it
    public void __setstate__(Object[] state) {
        ByteBuffer bytes = ByteBuffer.wrap((byte[]) state[STATE_BYTES]).order(ByteOrder.LITTLE_ENDIAN);
        numbers = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(numbers);
    }

    /// Of the dtype nothing is needed.
    public static final class PickledDtype {
        private PickledDtype() {
        }

        /// Ignores what the pickle says.
        ///
        /// @param state as NumPy pickles it
        public void __setstate__(Object[] state) {
        }
    }
}
