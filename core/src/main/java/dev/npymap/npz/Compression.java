package dev.npymap.npz;

/// How the members of an archive are compressed when they are written.
///
/// Immutable.
///
/// @param method    the compression method
/// @param level     the level, from fast to small: 1 to 9 for deflate, 1 to 19 for Zstandard, 0 for stored
/// @param blockSize the bytes of input that are deflated independently, so that a slice can be read without the rest; 0
///                  for methods without blocks
public record Compression(Method method, int level, int blockSize) {
    /// No compression: members are mapped where they lie.
    public static final Compression STORED = new Compression(Method.STORED, 0, 0);

    /// The deflate of [Npz#writeCompressed]: level 6, in blocks of 1 MiB, with results no larger than those of NumPy's
    /// level 6 in a single stream. If a sample block is larger with libdeflate, the blocks are deflated at a higher
    /// level of libdeflate, up to 10, or by zlib. Without native access the JDK's zlib uses level 7 and blocks of 4
    /// MiB, and results may be 0.1 % larger.
    public static final Compression DEFLATED = new Compression(Method.DEFLATED, 6, 1 << 20);

    /// The compression methods for writing, with their numbers in a zip archive.
    public enum Method {
        /// Not compressed.
        STORED(0),
        /// Deflate, which every zip program reads.
        DEFLATED(8),
        /// Zstandard, which NumPy reads from CPython 3.14 on.
        ZSTD(93);

        final int code;

        Method(int code) {
            this.code = code;
        }
    }

    /// Checks the components.
    ///
    /// @throws IllegalArgumentException if the method does not have the level or the block size
    public Compression {
        int lowest = method == Method.STORED ? 0 : 1;
        int highest = switch (method) {
            case STORED -> 0;
            case DEFLATED -> 9;
            case ZSTD -> 19;
        };
        if (level < lowest || level > highest) {
            throw new IllegalArgumentException(
                    "compression level " + level + ": " + method + " has " + lowest + " to " + highest);
        }
        if (method == Method.DEFLATED ? blockSize < 1 << 12 || blockSize > 1 << 28 : blockSize != 0) {
            throw new IllegalArgumentException("block size " + blockSize + ": deflate takes " + (1 << 12) + " to "
                    + (1 << 28) + " bytes, other methods have no blocks");
        }
    }

    /// Returns deflate at a level.
    ///
    /// @param level 1 to 9
    /// @return deflate in blocks of 1 MiB
    public static Compression deflated(int level) {
        return new Compression(Method.DEFLATED, level, DEFLATED.blockSize);
    }

    /// Returns Zstandard at a level.
    ///
    /// @param level 1 to 19; without native access all levels are the same
    /// @return Zstandard, whose members have to be decompressed as a whole
    public static Compression zstd(int level) {
        return new Compression(Method.ZSTD, level, 0);
    }
}
