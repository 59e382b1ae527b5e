package dev.npymap.cli.report;

import dev.npymap.catalog.Entry;
import dev.npymap.catalog.Pickled;
import dev.npymap.cli.terminal.ByteCount;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The output of `info` for consecutive arrays and pickles in a file or member: one line for each of the first ones.
final class SeriesReport {
    private static final int MOST = 1000;
    private static final List<String> TITLES = titles();

    private final Place place;
    private final Table table = new Table(TITLES, "at byte", "bytes");
    private final long byteSize;
    private long count;

    /// @param place    the file or the member
    /// @param byteSize the size of the file or member in bytes
    SeriesReport(Place place, long byteSize) {
        this.place = place;
        this.byteSize = byteSize;
    }

    private static List<String> titles() {
        List<String> titles = new ArrayList<>(ValueInfo.TITLES);
        titles.add(1, "format");
        titles.add(titles.indexOf("bytes"), "at byte");
        return List.copyOf(titles);
    }

    /// Prints a line for each array or pickle, up to the first damaged one.
    void print(Entry all, PrintWriter out) throws IOException {
        try {
            all.series(this::add);
        } finally {
            out.print(this);
        }
    }

    private void add(long number, long start, Entry entry) throws IOException {
        if (count++ < MOST) {
            int protocol = entry.detail(Pickled.class).map(Pickled::protocol).orElse(0);
            List<String> cells = new ArrayList<>(new ValueInfo(entry).cells(place.numbered(number).address()));
            cells.add(1, entry.detail(NpyHeader.class).isPresent()
                    ? "npy"
                    : protocol == 0 ? "pickle 0 or 1" : "pickle " + protocol);
            cells.add(TITLES.indexOf("at byte"), Long.toString(start));
            table.add(cells);
        }
    }

    /// Prints a JSON line for each array or pickle, up to the first damaged one.
    void printJson(Entry all, PrintWriter out) throws IOException {
        all.series((number, _, entry) -> out.println(Json.line(line -> write(line, place.numbered(number), entry))));
    }

    private static void write(JsonGenerator line, Place at, Entry entry) throws IOException {
        Optional<NpyHeader> header = entry.detail(NpyHeader.class);
        if (header.isEmpty()) {
            new PickleReport(at, entry, one -> at.below(one.name())).writeTo(line);
            return;
        }
        at.writeTo(line);
        line.writeNullProperty("member");
        line.writeStringProperty("format", "npy");
        new HeaderInfo(header.get()).writeTo(line);
        line.writeBooleanProperty("zero_copy", !at.gzip() && entry.isArray());
    }

    @Override
    public String toString() {
        return Failures.oneLine(place.address()) + ": " + count + " arrays and pickles, " + new ByteCount(byteSize)
                + (place.gzip() ? ", compressed by gzip" : "") + "\n" + table
                + (count > MOST
                        ? "  and " + (count - MOST) + " more, " + place.numbered(MOST).address()
                                + " and so on; --json lists all\n"
                        : "");
    }
}
