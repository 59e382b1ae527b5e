package dev.npymap.internal.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.zip.GZIPOutputStream;

/// Contents that are compressed with gzip, as a whole, on their way into a file.
///
/// No time is noted in the file: the same contents make the same bytes.
public final class Gzip {
    private static final int BLOCK_BYTES = 1 << 16;

    private Gzip() {
    }

    /// Writes contents that will be compressed.
    @FunctionalInterface
    public interface Body {
        /// Writes everything.
        ///
        /// @param out buffered; whatever was written is in the file at the end, nothing need be flushed or closed
        /// @throws IOException if the contents cannot be written
        void writeTo(OutputStream out) throws IOException;
    }

    /// Makes of contents those of a compressed file.
    ///
    /// @param body writes the contents; its exceptions pass through
    /// @return writes them compressed
    public static AtomicReplace.Body compress(Body body) {
        return channel -> {
            Compressor gzip = new Compressor(Channels.newOutputStream(channel));
            try {
                OutputStream out = new BufferedOutputStream(gzip, BLOCK_BYTES);
                body.writeTo(out);
                out.flush();
                gzip.finish();
            } finally {
                gzip.end();
            }
        };
    }

    private static final class Compressor extends GZIPOutputStream {
        Compressor(OutputStream out) throws IOException {
            super(out, BLOCK_BYTES);
        }

        /// Frees the memory outside the heap; closing would close the file as well.
        void end() {
            def.end();
        }
    }
}
