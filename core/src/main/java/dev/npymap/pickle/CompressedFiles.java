package dev.npymap.pickle;

import dev.npymap.array.ArrayFormatException;
import java.util.HexFormat;
import java.util.Map;

/// Compressed files, as joblib writes them: recognised, to be refused by their name.
final class CompressedFiles {
    private static final int MAGIC_BYTES = 6;
    private static final Map<String, String> MAGIC = Map.of("7801", "zlib", "785e", "zlib", "789c", "zlib", "78da",
            "zlib", "1f8b", "gzip", "425a68", "bzip2", "fd377a585a00", "xz", "5d0000", "lzma", "04224d18", "lz4",
            "28b52ffd", "zstd");

    private CompressedFiles() {
    }

    static void refuse(PickleInput input) throws ArrayFormatException {
        if (input.remaining() < MAGIC_BYTES) {
            return;
        }
        String first = HexFormat.of().formatHex(input.bytes(MAGIC_BYTES));
        input.seek(0);
        for (Map.Entry<String, String> magic : MAGIC.entrySet()) {
            if (first.startsWith(magic.getKey())) {
                throw input.wrong("unsupported compression of the whole file: " + magic.getValue());
            }
        }
    }
}
