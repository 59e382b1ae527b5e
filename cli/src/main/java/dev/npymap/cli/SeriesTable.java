package dev.npymap.cli;

/// The arrays and pickles that lie in a file, or in a member of an archive, one behind the other, one a line below each
/// other: the first of very many.
final class SeriesTable {
    private static final int MOST = 1000;

    private final Location file;
    private final Table table = new Table(SeriesItem.TITLES, "at byte", "bytes");
    private final long byteSize;
    private long count;

    /// @param byteSize how long the file or the member is
    SeriesTable(Location file, long byteSize) {
        this.file = file;
        this.byteSize = byteSize;
    }

    void add(SeriesItem item) {
        if (count++ < MOST) {
            table.add(item.cells());
        }
    }

    @Override
    public String toString() {
        return Failures.oneLine(file.path().toString()) + ": " + count + " one behind the other, "
                + new ByteCount(byteSize) + (file.gzip() ? ", compressed by gzip" : "") + "\n"
                + table + (count > MOST
                        ? "  and " + (count - MOST) + " more, "
                                + file.address(file.archive() ? file.member().orElse("") : "") + "#" + MOST
                                + " and so on; --json lists all\n"
                        : "");
    }
}
