package dev.npymap.catalog;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/// Archives of arrays.
final class NpzFormat implements Format {
    static final String NAME = "npz";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> suffixes() {
        return List.of(".npz");
    }

    @Override
    public Claim claim(CatalogFile file) {
        return file.startsWith((byte) 'P', (byte) 'K', (byte) 3, (byte) 4)
                || file.startsWith((byte) 'P', (byte) 'K', (byte) 5, (byte) 6) ? Claim.CERTAIN : Claim.NONE;
    }

    @Override
    public Contents open(CatalogFile file, Arena arena, OpenOptions options) throws IOException {
        return NpzContents.open(file, arena);
    }
}
