package dev.npymap.catalog;

import java.lang.foreign.Arena;
import java.util.List;

/// Numbers or texts in columns, as `np.savetxt` writes them.
final class DelimitedFormat implements Format {
    static final String NAME = "text";
    private static final int PROBE_BYTES = 4096;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> suffixes() {
        return List.of(".txt", ".csv", ".tsv", ".dat");
    }

    /// A stream has no name with a suffix, so text without control characters is taken for this format.
    @Override
    public Claim claim(CatalogFile file) {
        byte[] first = file.path().isPresent() ? new byte[0] : file.first(PROBE_BYTES);
        for (byte b : first) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
                return Claim.NONE;
            }
        }
        return first.length > 0 ? Claim.LIKELY : Claim.NONE;
    }

    @Override
    public Contents open(CatalogFile file, Arena arena, OpenOptions options) {
        return new NamelessContents(new DelimitedEntry(file, options.text()),
                "text, whose columns have no names; --usecols of npymap convert takes some");
    }
}
