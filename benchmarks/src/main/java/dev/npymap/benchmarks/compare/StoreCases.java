package dev.npymap.benchmarks.compare;

import dev.npymap.benchmarks.keyvalue.KeyValueStore;
import dev.npymap.benchmarks.keyvalue.Library;
import dev.npymap.benchmarks.keyvalue.NpymapStore;
import dev.npymap.benchmarks.keyvalue.WantedKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Rows found by key, beside the JVM's key-value stores: each has the same keys and values in files of its own, and
/// copies the value of one key after another into the caller's memory.
final class StoreCases {
    private static final String TITLE = "Store";
    private static final String ONE_CALL = "npymap in one call";
    private static final int MILLION = 1_000_000;
    /// A quarter of what is to spare.
    private static final long LARGEST_OF_ALL = 4 * Scale.GB;
    private static final int NARROW = 256;
    private static final int WIDE = 1024;
    private static final double NUMBER_GOAL = 5;
    private static final double NUMBER_GOAL_OF_A_TREE = 15;
    private static final double ROW_GOAL = 3;
    private static final List<Library> HASHED = List.of(Library.SPARKEY, Library.PALDB, Library.CHRONICLE_MAP);
    private static final List<Library> PEERS = List.of(Library.SPARKEY, Library.PALDB, Library.CHRONICLE_MAP,
            Library.LMDB);
    /// The page cache keeps what PalDB has mapped until the garbage collector comes by.
    private static final List<Library> UNMAPPED = List.of(Library.SPARKEY, Library.CHRONICLE_MAP, Library.LMDB);

    private final int keys;
    private final boolean texts;
    private final int rowSize;

    private StoreCases(int keys, boolean texts, int rowSize) {
        this.keys = keys;
        this.texts = texts;
        this.rowSize = rowSize;
    }

    /// One section for each size and kind of key, so that there are no more stores at a time than fit into memory. Five
    /// stores of 10 million rows of 1 KB do not fit, on the machines that this was made for, and those of 256 B only where
    /// memory and disk have 16 GB to spare.
    static List<Section> sections(Scale scale) {
        List<Section> sections = new ArrayList<>();
        for (boolean texts : new boolean[]{false, true}) {
            if (scale.quick()) {
                sections.add(new StoreCases(MILLION / 10, texts, NARROW).section());
            } else {
                sections.add(new StoreCases(MILLION, texts, NARROW).section());
                sections.add(new StoreCases(MILLION, texts, WIDE).section());
                if (scale.largest() >= LARGEST_OF_ALL) {
                    sections.add(new StoreCases(10 * MILLION, texts, NARROW).section());
                }
            }
        }
        return sections;
    }

    private Section section() {
        List<Case> cases = new ArrayList<>();
        if (rowSize == NARROW) {
            cases.add(warm(new Table(false)));
        }
        cases.add(warm(new Table(true)));
        cases.add(cold(new Table(true)));
        return new Section(TITLE, files(), cases);
    }

    private List<DataFile> files() {
        String ids = "(np.arange(" + keys + ", dtype='u8') * np.uint64(0x9e3779b97f4a7c15))";
        DataFile column = texts ? new DataFile(file("key"), """
                hexadecimal = np.array(['%%02x' %% byte for byte in range(256)], 'S2')
                np.save('%s', hexadecimal[%s.astype('>u8').view('u1')].view('S16'))
                """.formatted(file("key"), ids)) : DataFile.npy(file("key"), ids + ".view('i8')");
        return List.of(column, DataFile.npy(file("order"), "np.argsort(" + ids + ")"),
                DataFile.npy(file("row"), "rng.random((" + keys + ", " + rowSize / Float.BYTES + "), 'f4')"));
    }

    private String file(String column) {
        return column + "-" + keys + (texts ? "-texts-" : "-integers-") + rowSize + ".npy";
    }

    /// The files are in the page cache.
    private Case warm(Table table) {
        String name = table.title();
        Case.Builder all = Case.of(name).entrant(Entrant.NPYMAP, Place.FLAGS, finding(Library.NPYMAP, table))
                .entrant(Entrant.NPYMAP_PLAIN, Place.PLAIN, finding(Library.NPYMAP, table));
        all.entrant(ONE_CALL, Place.FLAGS, findingTogether(table));
        PEERS.forEach(peer -> all.entrant(peer.label(), place(peer), finding(peer, table)));
        OptionalDouble goal = goal(table.rows ? ROW_GOAL : NUMBER_GOAL);
        String[] hashed = HASHED.stream().map(Library::label).toArray(String[]::new);
        all.comparison(name + ", against the best hashed peer", goal, Entrant.NPYMAP, hashed);
        all.comparison(name + ", against the best hashed peer, without flags", goal, Entrant.NPYMAP_PLAIN, hashed);
        all.comparison(name + " in one call, against the best hashed peer", OptionalDouble.empty(), ONE_CALL, hashed);
        for (Library peer : PEERS) {
            all.comparison(name + ", against " + peer.label(),
                    peer == Library.LMDB && !table.rows ? goal(NUMBER_GOAL_OF_A_TREE) : OptionalDouble.empty(),
                    Entrant.NPYMAP, peer.label());
        }
        return all.build();
    }

    /// What was asked of integers and narrow rows.
    private OptionalDouble goal(double ratio) {
        return texts || rowSize == WIDE ? OptionalDouble.empty() : OptionalDouble.of(ratio);
    }

    /// The disk has the only copy, and the store is opened and closed for each batch.
    private Case cold(Table table) {
        String name = "cold: open + " + table.title();
        Case.Builder all = Case.of(name).cold(table.directory("*")).entrant(Entrant.NPYMAP, Place.FLAGS,
                opening(Library.NPYMAP, table));
        for (Library peer : UNMAPPED) {
            all.entrant(peer.label(), place(peer), opening(peer, table));
            all.comparison(name + ", against " + peer.label(), OptionalDouble.empty(), Entrant.NPYMAP, peer.label());
        }
        return all.build();
    }

    private static Place place(Library peer) {
        return Place.valueOf(peer.name());
    }

    private static Work.InJava finding(Library library, Table table) {
        return _ -> {
            WantedKeys wanted = WantedKeys.of(table.keys());
            KeyValueStore store = table.open(library);
            return task(store, () -> wanted.find(store));
        };
    }

    private static Work.InJava findingTogether(Table table) {
        return _ -> {
            WantedKeys wanted = WantedKeys.of(table.keys());
            NpymapStore store = (NpymapStore) table.open(Library.NPYMAP);
            return task(store, () -> wanted.findTogether(store));
        };
    }

    /// A task that closes its store.
    private static Work.Task task(KeyValueStore store, Work.Task task) {
        return new Work.Task() {
            @Override
            public Object run() throws Exception {
                return task.run();
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }

    private static Work.InJava opening(Library library, Table table) {
        return _ -> {
            WantedKeys wanted = WantedKeys.of(table.keys());
            return () -> {
                try (KeyValueStore store = table.open(library)) {
                    return wanted.find(store);
                }
            };
        };
    }

    /// Keys and their values.
    private final class Table {
        private final boolean rows;

        /// @param rows whether values are rows, or the numbers of rows
        private Table(boolean rows) {
            this.rows = rows;
        }

        private String title() {
            return String.format(Locale.ROOT, "%,d %s by %s of %s keys", WantedKeys.BATCH,
                    rows ? "rows of " + (rowSize == WIDE ? "1 KB" : rowSize + " B") : "row numbers",
                    texts ? "text of 16 bytes" : "int64",
                    keys < MILLION ? String.format(Locale.ROOT, "%,d", keys) : keys / MILLION + " M");
        }

        private Path keys() {
            return Path.of(file("key"));
        }

        private String directory(String library) {
            return library + (rows ? "-rows" : "-numbers");
        }

        /// Opens the store of a library, which is made for the first case that needs it.
        private KeyValueStore open(Library library) throws Exception {
            Path directory = Path.of(directory(library.name()));
            library.make(directory, keys(), rows ? Optional.of(Path.of(file("row"))) : Optional.empty(),
                    Path.of(file("order")));
            return library.open(directory, texts, rows ? rowSize : Long.BYTES);
        }
    }
}
