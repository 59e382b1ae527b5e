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

/// What an address names: the one notation for arrays in files that the command line and other programs share.
///
/// ```
/// FILE[/NAME...][#N]        -        raw:FILE?dtype=<f4&shape=1000,128&offset=8&order=F
/// ```
///
/// A file that exists under the whole text is meant; otherwise FILE is the longest beginning that is a regular file. NAME
/// leads on: to a member of an archive, a value in a pickle, and at last a field of records, nested ones too
/// (`model.npz/table/price`). A name that exists as a whole goes before one that ends in a field. `*` and `?` in names
/// stand for all that match, `*` for any characters and `?` for one. `#N` is the array or pickle number N, from 0, of a
/// file or member that holds several one behind the other; without it the first is meant, and [Entry#following] says
/// that there are more. `-` is standard input, whose kind its first bytes tell. `raw:` names numbers without a header;
/// a dtype is needed, and a shape unless there is one axis that goes as far as the file.
///
/// ```java
/// try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open("model.npz/layer1/*", arena)) {
///     catalog.arrays().forEach((name, array) -> System.out.println(name + " " + array.shape()));
/// }
/// ```
///
/// Lifetime: arrays and values live in the caller's arena; closing the catalog lets go of all else. Threads: one at a
/// time for the catalog; arrays as their arena allows.
///
/// Errors: [NoSuchFileException] for a file or name that does not exist, with what there is; [IllegalArgumentException]
/// for an address that is malformed, or names several arrays where one is wanted, with their names;
/// [dev.npymap.model.ArrayFormatException] for damaged files.
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

    /// Opens what an address names.
    ///
    /// @param address as above
    /// @param arena   owns mappings and memory
    /// @return a catalog, to be closed
    /// @throws IOException if the file or the name does not exist, or the file is damaged
    public static Catalog open(String address, Arena arena) throws IOException {
        return open(address, arena, OpenOptions.DEFAULT);
    }

    /// Opens what an address names; the options apply to text and standard input.
    ///
    /// @param address as above
    /// @param arena   owns mappings and memory
    /// @param options how text is read, and what `-` names
    /// @return a catalog, to be closed
    /// @throws IOException if the file or the name does not exist, or the file is damaged
    public static Catalog open(String address, Arena arena, OpenOptions options) throws IOException {
        Address at = Address.of(address);
        if (at.isRaw()) {
            RawAddress raw = RawAddress.parse(address);
            return new Catalog(at, Optional.empty(), "raw", new RawContents(RawEntry.of(raw, arena)));
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

    private static CatalogFile stream(Arena arena, OpenOptions options) throws IOException {
        InputStream in = options.standardInput().orElseThrow(() -> new IllegalArgumentException(
                "-: there is no standard input here; a file of that name is ./-"));
        return CatalogFile.of(in, arena);
    }

    private static CatalogFile regular(Address at) throws IOException {
        // Says why a path cannot be opened: it names nothing, or a directory, FIFO or device.
        RegularFile.open(Path.of(at.file())).close();
        return CatalogFile.of(at.file());
    }

    /// Finds the file that an address leads to or through.
    ///
    /// @param address as above
    /// @return the file; nothing for standard input, and where there is no such file
    public static Optional<Path> file(String address) {
        try {
            Address at = Address.of(address);
            String file = at.isRaw() ? RawAddress.parse(address).file() : at.file();
            return at.isStream() || !Address.isFile(file) ? Optional.empty() : Optional.of(Path.of(file));
        } catch (NoSuchFileException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Tells the kind of the file that an address leads to or through, by its first bytes and its name.
    ///
    /// @param address as above
    /// @return as [#format()]; nothing for standard input, and where there is no such file
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
    /// @param entry one of this catalog's
    public String address(Entry entry) {
        return file.map(CatalogFile::address).orElse(address.text())
                + (entry.isFile() ? "" : "/" + entry.name())
                + (number.isPresent() ? "#" + number.getAsLong() : "");
    }

    /// {@return the kind of the file: `npy`, `npz`, `pickle`, `text`, `raw`, or the name of another module's}
    public String format() {
        return format;
    }

    /// {@return the file; nothing for numbers without a header}
    public Optional<CatalogFile> file() {
        return file;
    }

    /// {@return the number that the address ends with}
    public OptionalLong number() {
        return number;
    }

    /// {@return whether a file is meant with all that it holds}
    public boolean isWhole() {
        return address.names().isEmpty();
    }

    /// {@return what the address names, in the order of the file: one entry for a name, those that match for a pattern,
    /// all members for an archive}
    public List<Entry> entries() {
        return named;
    }

    /// Lists what the address names and all that it holds, each container before its parts.
    ///
    /// @return the entries, of which no element is read
    /// @throws IOException if the file is damaged
    public List<Entry> list() throws IOException {
        List<Entry> all = new ArrayList<>();
        for (Entry entry : named) {
            all.addAll(entry.tree().entries());
        }
        return List.copyOf(all);
    }

    /// {@return how many entries [#list] leaves out: hidden members, and values whose names are out of all proportion}
    /// @throws IOException if the file is damaged
    public long leftOut() throws IOException {
        long count = isWhole() ? opened.leftOut() : 0;
        for (Entry entry : named) {
            count += entry.tree().leftOut();
        }
        return count;
    }

    /// Lists the arrays that the address names, those in containers too, those that cannot be read, and those of Python
    /// objects where they are files or members.
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

    /// {@return the one array that the address names}
    /// @throws IllegalArgumentException if there are several, with their names
    /// @throws IOException              if there is none, or the file is damaged
    public Entry arrayEntry() throws IOException {
        boolean one = named.size() == 1 && named.getFirst().kind() != Entry.Kind.VALUE;
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

    /// {@return the one array that the address names}
    /// @throws IllegalArgumentException if there are several, with their names
    /// @throws IOException              if there is none, or it is damaged
    public NdArray array() throws IOException {
        return arrayEntry().array();
    }

    /// {@return the arrays that the address names by their names, in order; those of Python objects are left out}
    /// @throws IOException if one is damaged
    public Map<String, NdArray> arrays() throws IOException {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        for (Entry entry : arrayEntries()) {
            if (entry.kind() != Entry.Kind.OBJECTS) {
                arrays.put(entry.name(), entry.array());
            }
        }
        return arrays;
    }

    /// {@return the one value that the address names, Python objects as plain values}
    /// @throws IllegalArgumentException if there are several, with their names
    /// @throws IOException              if it is damaged
    public Value value() throws IOException {
        if (named.size() != 1) {
            return arrayEntry().value();
        }
        return named.getFirst().value();
    }

    /// Writes the whole file as it is to another, in place of the one of that name if there is one, in one step.
    ///
    /// @param target where the bytes go
    /// @param gzip   whether all of it is to be compressed by gzip
    /// @throws IOException if it cannot be written; the old file is then untouched
    public void copyTo(Path target, boolean gzip) throws IOException {
        file.orElseThrow(() -> new FileSystemException(address.text(), null, "is no file")).copyTo(target, gzip);
    }

    /// Lets go of what the caller's arena does not own.
    @Override
    public void close() throws IOException {
        opened.close();
    }
}
