package dev.npymap.catalog;

import dev.npymap.pickle.Pickle;
import dev.npymap.pickle.PickleReader;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/// Python's pickles, joblib's files among them.
///
/// @param text what claims the files that could be pickles as well
record PickleFormat(Format text) implements Format {
    static final String NAME = "pickle";
    /// So many bytes tell whether something without a mark is a pickle.
    private static final int PROBE_BYTES = 1 << 16;
    /// What pickles of containers and objects begin with: tuples, lists, dicts, and names of classes.
    private static final String CONTAINERS = "()]}c";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> suffixes() {
        return List.of(".pkl", ".pickle", ".p", ".joblib", ".sav");
    }

    /// Pickles of protocols 0 and 1 have no mark. What could be one of them and text as well is text if its name says
    /// so: a pickle that begins with a number or a word.
    @Override
    public Claim claim(CatalogFile file) {
        byte[] mark = file.first(2);
        if (mark.length == 2 && mark[0] == (byte) 0x80 && mark[1] >= 2 && mark[1] <= 5) {
            return Claim.CERTAIN;
        }
        byte[] first = file.first(PROBE_BYTES);
        if (text.isNamed(file) && (first.length == 0 || CONTAINERS.indexOf(first[0]) < 0)) {
            return Claim.NONE;
        }
        // How long something is that was compressed shows only at its end.
        long more = file.isCompressed() ? Long.MAX_VALUE : file.byteSize();
        return Pickle.begins(first, first.length < PROBE_BYTES ? first.length : more) ? Claim.LIKELY : Claim.NONE;
    }

    @Override
    public Contents open(CatalogFile file, Arena arena, OpenOptions options) throws IOException {
        return new SingleContents(file, arena, entry(file, arena, Optional.empty()));
    }

    /// Reads a pickle.
    ///
    /// @param number the one that is meant; if there is none, the first
    static ValueEntry entry(CatalogFile file, Arena arena, Optional<Long> number) throws IOException {
        Series series = file.series();
        PickleReader reader = series.at(number.orElse(0L), arena);
        int protocol = reader.protocol();
        Value value = series.next(reader);
        Following following = number.isPresent() ? Following.NOTHING : series.following(reader);
        return new ValueEntry(new Origin(file.byteSize(), Optional.empty(), protocol,
                Optional.of(new Origin.Place(series, number)), following), value);
    }
}
