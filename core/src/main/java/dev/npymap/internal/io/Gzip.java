package dev.npymap.internal.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.zip.GZIPOutputStream;

/// Compresses the contents of a whole file with gzip.
///
/// The file contains no time stamp: the same contents give the same bytes.
public final class Gzip {
    private static final int BLOCK_BYTES = 1 << 16;

    private Gzip() {
    }

    /// Writes contents that will be compressed.
    @FunctionalInterface
    public interface Body {
        /// Writes everything.
        ///
        /// @param out a buffered stream, which need not be flushed or closed
        /// @throws IOException if the contents cannot be written
        void writeTo(OutputStream out) throws IOException;
    }

    /// Returns a body that writes compressed contents.
    ///
    /// @param body writes the contents; its exceptions pass through
    /// @return a body that compresses them
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

        /// Frees native memory; closing would close the file too.
        void end() {
            def.end();
        }
    }
}
