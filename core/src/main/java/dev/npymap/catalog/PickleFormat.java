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

/// Python's pickles, including joblib's files.
///
/// @param text the format that takes precedence for files that could be text too
record PickleFormat(Format text) implements Format {
    static final String NAME = "pickle";
    /// This many bytes suffice to recognise a pickle without a mark.
    private static final int PROBE_BYTES = 1 << 16;
    /// The first characters of pickles of containers and objects: tuples, lists, dicts, and names of classes.
    private static final String CONTAINERS = "()]}c";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> suffixes() {
        return List.of(".pkl", ".pickle", ".p", ".joblib", ".sav");
    }

    /// Pickles of protocols 0 and 1 have no mark, and the first lines of a table may look like one. A file with the
    /// name of a text file is therefore taken for a pickle only if it begins with a container or an object and consists
    /// of pickles alone; a stream, which has no name, if it consists of pickles alone.
    @Override
    public Claim claim(CatalogFile file) {
        byte[] mark = file.first(2);
        if (mark.length == 2 && mark[0] == (byte) 0x80 && mark[1] >= 2 && mark[1] <= 5) {
            return Claim.CERTAIN;
        }
        byte[] first = file.first(PROBE_BYTES);
        // The length of compressed data shows only at their end.
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

    /// Whether the first bytes consist of consecutive pickles and arrays alone.
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
    /// @param number the number in the address; if there is none, the entry is the first one
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
