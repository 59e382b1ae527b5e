package dev.npymap.internal.pickle;

import dev.npymap.model.ArrayFormatException;
import java.util.HexFormat;
import java.util.Map;

/// Recognises files that are not pickles, so that messages can name their format: other array formats, and compressed
/// joblib files.
public final class OtherFormats {
    private static final int MAGIC_BYTES = 6;
    private static final String COMPRESSED = "unsupported compression of the whole file: ";
    private static final Map<String, String> MAGIC = Map.ofEntries(
            Map.entry("934e554d5059", "not a pickle: a .npy file"),
            Map.entry("504b0304", "not a pickle: a .npz file, or another zip archive"),
            Map.entry("7801", COMPRESSED + "zlib"), Map.entry("785e", COMPRESSED + "zlib"),
            Map.entry("789c", COMPRESSED + "zlib"), Map.entry("78da", COMPRESSED + "zlib"),
            Map.entry("1f8b", COMPRESSED + "gzip"), Map.entry("425a68", COMPRESSED + "bzip2"),
            Map.entry("fd377a585a00", COMPRESSED + "xz"), Map.entry("5d0000", COMPRESSED + "lzma"),
            Map.entry("04224d18", COMPRESSED + "lz4"), Map.entry("28b52ffd", COMPRESSED + "zstd"));

    private OtherFormats() {
    }

    public static void refuse(PickleInput input) throws ArrayFormatException {
        if (input.remaining() < MAGIC_BYTES) {
            return;
        }
        long start = input.position();
        String first = HexFormat.of().formatHex(input.bytes(MAGIC_BYTES));
        input.seek(start);
        for (Map.Entry<String, String> magic : MAGIC.entrySet()) {
            if (first.startsWith(magic.getKey())) {
                throw input.wrong(magic.getValue());
            }
        }
    }
}
