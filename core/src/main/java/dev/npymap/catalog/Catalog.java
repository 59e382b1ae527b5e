package dev.npymap.catalog;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.io.SomeNames;
import dev.npymap.pickle.Value;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The arrays and values that an address names, in one notation for the command line and other programs.
///
/// ```
/// FILE[/NAME...][#N]        STORE[@VERSION][/NAME]        -        raw:FILE?dtype=<f4&shape=1000,128&offset=8&order=F
/// ```
///
/// If a file exists under the whole text, the address names that file; otherwise FILE is the longest beginning that is
/// a regular file or a [store][dev.npymap.store.ArrayStore], of which VERSION is a number, a tag or `latest`, the newest
/// one. NAME leads to an array of a store, to a member of an archive, to a value in a pickle, and finally to a field of records,
/// which may be nested (`model.npz/table/price`). A name that exists as a whole takes precedence over one that ends in
/// a field. In names `*` matches any characters and `?` matches one. `#N` is the array or pickle number N, from 0, in a
/// file or member that holds several; without it the address names the first, and [Entry#following] tells whether there
/// are more. `-` is standard input, whose format is recognised by its first bytes. `raw:` is followed by a file of
/// numbers without a header; it needs a dtype, and a shape unless there is one axis up to the end of the file.
///
/// ```java
/// try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open("model.npz/layer1/*", arena)) {
///     catalog.arrays().forEach((name, array) -> System.out.println(name + " " + array.shape()));
/// }
/// ```
///
/// Lifetime: arrays and values live in the caller's arena; closing the catalog releases everything else, such as the
/// version of a store, which is pinned until then. Threads: a
/// catalog is used by one thread at a time, arrays by those that their arena allows.
///
/// Errors: [NoSuchFileException] if a file or name does not exist, with a list of existing names;
/// [IllegalArgumentException] if an address is malformed, or names several arrays where one is needed, with their
/// names; [dev.npymap.model.ArrayFormatException] for damaged files.
public final class Catalog implements Closeable {
    private final Address address;
    private final Optional<CatalogFile> file;
    private final String format;
    private final Contents opened;
    private final OptionalLong number;
    private final List<Entry> named;

    private Catalog(Address address, Optional<CatalogFile> file, String format, Contents opened) throws IOException {
        this.address = address;
        this.file = file;
        this.format = format;
        this.opened = opened;
        Selection selection = Selection.of(address, opened);
        this.number = selection.number();
        this.named = selection.entries();
    }

    /// Opens an address.
    ///
    /// @param address an address in the notation above
    /// @param arena   owns mappings and memory
    /// @return a catalog, to be closed
    /// @throws IOException if the file or the name does not exist, or the file is damaged
    public static Catalog open(String address, Arena arena) throws IOException {
        return open(address, arena, OpenOptions.DEFAULT);
    }

    /// Opens an address; the options apply to text and standard input.
    ///
    /// @param address an address in the notation above
    /// @param arena   owns mappings and memory
    /// @param options how text is read, and the stream of `-`
    /// @return a catalog, to be closed
    /// @throws IOException if the file or the name does not exist, or the file is damaged
    public static Catalog open(String address, Arena arena, OpenOptions options) throws IOException {
        Address at = Address.of(address);
        if (at.isRaw()) {
            RawAddress raw = RawAddress.parse(address);
            return new Catalog(at, Optional.empty(), "raw",
                    new NamelessContents(RawEntry.of(raw, arena), "raw numbers have no names"));
        }
        if (at.version().isPresent()) {
            return inStore(at, arena);
        }
        CatalogFile file = at.isStream() ? stream(arena, options) : regular(at);
        Format format = Formats.of(file);
        Contents opened = format.open(file, arena, options);
        try {
            return new Catalog(at, Optional.of(file), format.name(), opened);
        } catch (IOException | RuntimeException | Error failure) {
            opened.close();
            throw failure;
        }
    }

    private static Catalog inStore(Address at, Arena arena) throws IOException {
        StoreContents opened = StoreContents.open(at, arena);
        try {
            return new Catalog(at, Optional.empty(), StoreContents.NAME, opened);
        } catch (IOException | RuntimeException | Error failure) {
            opened.close();
            throw failure;
        }
    }

    private static CatalogFile stream(Arena arena, OpenOptions options) throws IOException {
        InputStream in = options.standardInput().orElseThrow(() -> new IllegalArgumentException(
                "-: there is no standard input here; a file of that name is ./-"));
        return CatalogFile.of(in, arena);
    }

    private static CatalogFile regular(Address at) throws IOException {
        // This throws if a path cannot be opened: because it does not exist, or is a directory, FIFO or device.
        RegularFile.open(Path.of(at.file())).close();
        return CatalogFile.of(at.file());
    }

    /// Finds the file of an address.
    ///
    /// @param address an address in the notation above
    /// @return the file; empty for standard input, and if there is no such file
    public static Optional<Path> file(String address) {
        try {
            Address at = Address.of(address);
            String file = at.isRaw() ? RawAddress.parse(address).file() : at.file();
            return at.isStream() || at.version().isPresent() || !Address.isFile(file)
                    ? Optional.empty()
                    : Optional.of(Path.of(file));
        } catch (NoSuchFileException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Recognises the format of the file of an address, by the file's first bytes and its name.
    ///
    /// @param address an address in the notation above
    /// @return the format as in [#format()]; empty for standard input, and if there is no such file
    public static Optional<String> format(String address) {
        Optional<Path> found = file(address);
        boolean raw = found.isPresent() && address.startsWith(Address.RAW) && !Address.isFile(address);
        return raw
                ? Optional.of("raw")
                : found.filter(Files::isRegularFile).map(path -> Formats.of(CatalogFile.of(path.toString())).name());
    }

    /// {@return the address that was opened}
    public String address() {
        return address.text();
    }

    /// {@return the address of an entry}
    /// @param entry an entry of this catalog
    public String address(Entry entry) {
        return file.map(CatalogFile::address).orElse(address.beginning())
                + (entry.isFile() ? "" : "/" + entry.name())
                + (number.isPresent() ? "#" + number.getAsLong() : "");
    }

    /// {@return the format of the file: `npy`, `npz`, `pickle`, `text`, `raw`, `store`, or that of another module}
    public String format() {
        return format;
    }

    /// {@return the file; empty for numbers without a header, and for a store}
    public Optional<CatalogFile> file() {
        return file;
    }

    /// {@return the number at the end of the address}
    public OptionalLong number() {
        return number;
    }

    /// {@return whether the address names a whole file}
    public boolean isWhole() {
        return address.names().isEmpty();
    }

    /// {@return the entries that the address names, in the order of the file: one for a name, all matches of a pattern,
    /// all members of an archive}
    public List<Entry> entries() {
        return named;
    }

    /// Lists the entries that the address names and everything that they contain, each container before its parts.
    ///
    /// @return the entries; no elements are read
    /// @throws IOException if the file is damaged
    public List<Entry> list() throws IOException {
        List<Entry> all = new ArrayList<>();
        for (Entry entry : named) {
            all.addAll(entry.tree().entries());
        }
        return List.copyOf(all);
    }

    /// {@return how many entries [#list] omits: hidden members, and values whose names are disproportionately long}
    /// @throws IOException if the file is damaged
    public long leftOut() throws IOException {
        long count = isWhole() ? opened.leftOut() : 0;
        for (Entry entry : named) {
            count += entry.tree().leftOut();
        }
        return count;
    }

    /// Lists the arrays that the address names, including arrays in containers, arrays that cannot be read, and arrays
    /// of Python objects that are files or members.
    ///
    /// @return the entries, in order
    /// @throws IOException if the file is damaged
    public List<Entry> arrayEntries() throws IOException {
        List<Entry> all = new ArrayList<>();
        for (Entry entry : named) {
            all.addAll(entry.arrays());
        }
        return List.copyOf(all);
    }

    /// {@return the single array that the address names}
    /// @throws IllegalArgumentException if there are several arrays, with their names
    /// @throws IOException              if there is no array, or the file is damaged
    public Entry arrayEntry() throws IOException {
        boolean one = named.size() == 1 && !named.getFirst().isContainer();
        List<Entry> arrays = one ? named : arrayEntries();
        if (arrays.isEmpty()) {
            throw new FileSystemException(address.text(), null, "holds no array");
        }
        if (arrays.size() > 1) {
            throw new IllegalArgumentException(address.text() + ": holds " + arrays.size()
                    + " arrays, of which one is needed: " + SomeNames.of(arrays, this::address));
        }
        return arrays.getFirst();
    }

    /// {@return the single array that the address names}
    /// @throws IllegalArgumentException if there are several arrays, with their names
    /// @throws IOException              if there is no array, or it is damaged
    public NdArray array() throws IOException {
        return arrayEntry().array();
    }

    /// {@return the arrays that the address names, by name and in order; arrays of Python objects are left out}
    /// @throws IOException if an array is damaged
    public Map<String, NdArray> arrays() throws IOException {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        for (Entry entry : arrayEntries()) {
            if (entry.kind() != Entry.Kind.OBJECTS) {
                arrays.put(entry.name(), entry.array());
            }
        }
        return arrays;
    }

    /// {@return the single value that the address names, Python objects as plain values}
    /// @throws IllegalArgumentException if there are several values, with their names
    /// @throws IOException              if the value is damaged
    public Value value() throws IOException {
        if (named.size() != 1) {
            return arrayEntry().value();
        }
        return named.getFirst().value();
    }

    /// Copies the whole file, atomically replacing a file that has the target's name already.
    ///
    /// @param target the file to write
    /// @param gzip   whether to compress the copy with gzip
    /// @throws IOException if the target cannot be written; the old file is then untouched
    public void copyTo(Path target, boolean gzip) throws IOException {
        file.orElseThrow(() -> new FileSystemException(address.text(), null, "is no file")).copyTo(target, gzip);
    }

    /// Releases what the caller's arena does not own.
    @Override
    public void close() throws IOException {
        opened.close();
    }
}
