package dev.npymap.cli;

import dev.npymap.npy.NpyHeader;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One of the arrays and pickles that lie in a file, or in a member of an archive, one behind the other.
///
/// @param at       its address
/// @param start    where it begins in the file, in bytes
/// @param header   that of an array that has one
/// @param protocol that of a pickle
/// @param value    what it is
record SeriesItem(Location at, long start, Optional<NpyHeader> header, int protocol, Value value) {
    static final List<String> TITLES = titles();

    static SeriesItem next(Location file, Series series) throws IOException {
        long start = series.reader().position();
        long number = series.reader().number();
        Optional<NpyHeader> header = series.header();
        int protocol = series.reader().protocol();
        Location at = new Location(file.path(), file.file(), file.archive() ? file.member() : Optional.empty(),
                Optional.of(number),
                header.isPresent() ? FileKind.NPY : FileKind.PICKLE, file.gzip());
        return new SeriesItem(at, start, header, protocol, series.next());
    }

    private static List<String> titles() {
        List<String> titles = new ArrayList<>(PickleInfo.TITLES);
        titles.add(1, "format");
        titles.add(titles.indexOf("bytes"), "at byte");
        return List.copyOf(titles);
    }

    /// The cells of a line of the table.
    List<String> cells() {
        List<String> cells = new ArrayList<>(
                new PickleInfo(TreePath.of(""), value, Optional.empty()).cells(at.address(at.member().orElse(""))));
        cells.add(1, header.isPresent() ? "npy" : protocol == 0 ? "pickle 0 or 1" : "pickle " + protocol);
        cells.add(TITLES.indexOf("at byte"), Long.toString(start));
        return cells;
    }
}
