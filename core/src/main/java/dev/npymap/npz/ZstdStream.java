package dev.npymap.npz;

import dev.npymap.internal.deflate.Aircompressor;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A member that is decompressed with Zstandard. The JVM verifies this class, and so loads aircompressor's classes,
/// only if [Aircompressor#IS_PRESENT].
final class ZstdStream {
    private ZstdStream() {
    }

    static InputStream of(InputStream raw) throws IOException {
        return new ZstdInputStream(raw);
    }
}
