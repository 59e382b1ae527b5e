package dev.npymap.catalog;

import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/// Files of one array with a header, or of several.
final class NpyFormat implements Format {
    static final String NAME = "npy";
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> suffixes() {
        return List.of(".npy");
    }

    @Override
    public Claim claim(CatalogFile file) {
        return file.startsWith(MAGIC) ? Claim.CERTAIN : Claim.NONE;
    }

    @Override
    public Contents open(CatalogFile file, Arena arena, OpenOptions options) throws IOException {
        return new SingleContents(file, arena, new NpyEntry(file, arena, header(file), Optional.empty()));
    }

    private static NpyHeader header(CatalogFile file) throws IOException {
        if (file.isMappable()) {
            return Npy.header(file.path().orElseThrow());
        }
        try (InputStream in = file.open()) {
            return file.isCompressed()
                    ? Npy.inflatedHeader(in, file.name(), file.byteSize())
                    : Npy.header(in, file.name());
        }
    }
}
