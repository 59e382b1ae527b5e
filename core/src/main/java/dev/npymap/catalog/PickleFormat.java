package dev.npymap.catalog;

import dev.npymap.pickle.Pickle;
import dev.npymap.pickle.PickleReader;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
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

    /// Pickles of protocols 0 and 1 have no mark. What could be one of them and text as well is text if its name says so,
    /// or if there is no name: a pickle that begins with a number or a word, or is followed by something else, as the
    /// first lines of a table may be one.
    @Override
    public Claim claim(CatalogFile file) {
        byte[] mark = file.first(2);
        if (mark.length == 2 && mark[0] == (byte) 0x80 && mark[1] >= 2 && mark[1] <= 5) {
            return Claim.CERTAIN;
        }
        byte[] first = file.first(PROBE_BYTES);
        // How long something is that was compressed shows only at its end.
        long all = first.length < PROBE_BYTES
                ? first.length
                : file.isCompressed() ? Long.MAX_VALUE : file.byteSize();
        boolean named = text.isNamed(file);
        if (named && (first.length == 0 || CONTAINERS.indexOf(first[0]) < 0)) {
            return Claim.NONE;
        }
        boolean pickle = named || file.path().isEmpty() ? endsAsItBegins(first, all) : Pickle.begins(first, all);
        return pickle ? Claim.LIKELY : Claim.NONE;
    }

    /// Whether there are nothing but pickles and arrays, one behind the other, as far as the first bytes go.
    private static boolean endsAsItBegins(byte[] first, long byteSize) {
        PickleReader reader = Pickle.reader(MemorySegment.ofArray(first), "probe");
        try {
            do {
                reader.next();
            } while (reader.hasNext());
            return true;
        } catch (IOException _) {
            byte[] rest = Arrays.copyOfRange(first, (int) reader.position(), first.length);
            boolean marked = rest.length > 1 && (rest[0] == (byte) 0x93 || rest[0] == (byte) 0x80);
            return first.length < byteSize && (marked || Pickle.begins(rest, byteSize - reader.position()));
        }
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
