package dev.npymap.npz;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.npy.NpyHeader;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// NumPy's `.npz` archives: zip files whose members are `.npy` files.
///
/// An instance is a mapped archive. Stored members are used where they lie, nothing copied; compressed ones are
/// inflated on first use. Deflate is libdeflate's where the JVM was started with `--enable-native-access`, and the
/// JDK's otherwise; Zstandard is read in Java, for which the JVM prints a warning unless it was started with
/// `--sun-misc-unsafe-memory-access=allow`. Where aircompressor is absent, as in an image made by `jlink`, deflate is the
/// JDK's and Zstandard is refused, in writing with an [IllegalStateException]. Members that this class has deflated are inflated on all cores, and a slice
/// of one without the rest.
///
/// Lifetime: that of the arena; nothing else needs closing. Threads: those that the arena allows; with a confined arena
/// nothing is done in parallel. Cost: while libdeflate runs, the garbage collector waits: milliseconds for blocks, a
/// second for each GB of a member without them.
///
/// Errors: [ArrayFormatException] for bytes that are not an archive or an array, or that are refused, with the
/// archive's name, `file.npz/member` where it is about a member's contents, and the byte. No value is ever returned
/// from compressed data with a wrong checksum. Members that are stored are checked on demand, by [#verify(String)] or
/// [NdArray#verify()], and by whatever writes all of one to a file; views, their slices, and copies are not, nor are
/// files that slices are written to.
///
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.savez.html">numpy.savez</a>
public final class Npz {
    private final ArchiveBytes archive;
    private final Arena arena;
    private final List<Member> members;
    private final List<String> names;
    private final Map<String, Integer> places;

    private Npz(ArchiveBytes archive, Arena arena, List<Entry> entries) {
        this.archive = archive;
        this.arena = arena;
        this.members = entries.stream().map(entry -> new Member(entry, archive, arena)).toList();
        this.names = entries.stream().map(Entry::name).toList();
        this.places = Names.places(entries);
    }

    /// Maps an archive.
    ///
    /// The directory is read and checked; members are looked at when they are asked for. A file that is replaced or
    /// deleted while it is mapped keeps its contents; for one that is cut see [NdArray].
    ///
    /// Cost: tens of microseconds, and a microsecond for each member, whatever the size.
    ///
    /// @param path  a regular file that begins with a zip header, as NumPy wants it; bytes behind the archive are
    ///              ignored
    /// @param arena owns the mapping and the inflated members
    /// @return the archive
    /// @throws IOException if the file is no archive or cannot be mapped
    public static Npz map(Path path, Arena arena) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            MappedFile mapping = file.map(0, file.byteSize(), arena);
            ArchiveBytes archive = new ArchiveBytes(mapping);
            return new Npz(archive, arena, Directory.read(archive));
        }
    }

    /// {@return the name that messages begin with: the file's}
    public String source() {
        return archive.name();
    }

    /// Returns the names of the members: their file names without `.npy`, in the order of the directory.
    ///
    /// @return as `files` in NumPy: a name may come twice, for two members of one name, or for `x` beside `x.npy`
    public List<String> names() {
        return names;
    }

    /// {@return whether [#array] and the others know the name}
    ///
    /// @param name a name without or with `.npy`
    public boolean contains(String name) {
        return places.containsKey(name);
    }

    /// {@return what the directory says about the members, in its order}
    public List<NpzMember> members() {
        return members.stream().map(Member::described).toList();
    }

    /// Returns what the directory says about a member.
    ///
    /// @param name as in [#names], or the file name; among equals the last
    /// @return the member's sizes and method
    /// @throws NoSuchElementException if there is no such member
    public NpzMember member(String name) {
        return find(name).described();
    }

    /// Tells whether a member is an array, which its first bytes say.
    ///
    /// @param name as for [#member]
    /// @return whether [#header] can read it
    /// @throws NoSuchElementException if there is no such member
    /// @throws IOException            if it cannot be read at all
    public boolean isArray(String name) throws IOException {
        return find(name).isArray();
    }

    /// Reads the header of an array, also of one whose elements are refused. Of a compressed member only the beginning
    /// is inflated; if it has no blocks, the checksum is not compared.
    ///
    /// @param name as for [#member]
    /// @return what the header says; the member is as long as that needs
    /// @throws NoSuchElementException if there is no such member
    /// @throws IOException            if it is no array, or damaged
    public NpyHeader header(String name) throws IOException {
        return find(name).header();
    }

    /// Returns an array: a view of the mapping if it is stored, otherwise of memory that is inflated on first use.
    ///
    /// @param name as for [#member]
    /// @return a read-only view, at any alignment
    /// @throws NoSuchElementException if there is no such member
    /// @throws IOException            if it is no array, is damaged, or holds Python objects
    public NdArray array(String name) throws IOException {
        return find(name).array();
    }

    /// Returns all arrays, the compressed ones inflated in parallel. Those of Python objects are left out, and
    /// [#objectArrays] tells which.
    ///
    /// @return the arrays by their names, in order
    /// @throws IOException if one is damaged
    public Map<String, NdArray> arrays() throws IOException {
        List<String> wanted = namesOf(member -> member.isArray() && !member.holdsObjects());
        NdArray[] found = new NdArray[wanted.size()];
        Workers.<IOException>run(archive.threads(), found.length, () -> n -> found[n] = array(wanted.get(n)));
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        for (int n = 0; n < found.length; n++) {
            arrays.put(wanted.get(n), found[n]);
        }
        return arrays;
    }

    /// Returns the names of the arrays whose elements are Python objects, which [#arrays] leaves out: pickles, of which
    /// [#header] and [#bytes] give what there is, and [#verify(String)] compares the checksum.
    ///
    /// @return the names, in order
    /// @throws IOException if an array's header is damaged
    public List<String> objectArrays() throws IOException {
        return namesOf(member -> member.isArray() && member.holdsObjects());
    }

    /// A question about a member.
    private interface Question {
        boolean holds(Member member) throws IOException;
    }

    private List<String> namesOf(Question which) throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            if (which.holds(find(name))) {
                found.add(name);
            }
        }
        return found;
    }

    /// Copies a slice into memory of its own. Of a member with blocks only those that the slice and the header touch
    /// are inflated; a compressed one without them is inflated whole, as by [#array].
    ///
    /// @param name  as for [#member]
    /// @param items as for [NdArray#slice(Slice...)]; none for the whole array
    /// @return an array in C order that can be written to and outlives the arena
    /// @throws NoSuchElementException    if there is no such member
    /// @throws IndexOutOfBoundsException if a position lies outside its axis, or there are too many
    /// @throws IOException               if it is no array, is damaged, or holds Python objects
    public NdArray read(String name, Slice... items) throws IOException {
        return find(name).read(List.of(items));
    }

    /// Copies a slice in NumPy's notation, as [#read(String, Slice...)] does.
    ///
    /// @param name  as for [#member]
    /// @param items as [Slice#parse] reads them
    /// @return an array in C order that can be written to and outlives the arena
    /// @throws NoSuchElementException    if there is no such member
    /// @throws IllegalArgumentException  if the text is malformed
    /// @throws IndexOutOfBoundsException if a position lies outside its axis, or there are too many
    /// @throws IOException               if it is no array, is damaged, or holds Python objects
    public NdArray read(String name, String items) throws IOException {
        return find(name).read(Slice.parse(items));
    }

    /// Returns all bytes of a member, array or not.
    ///
    /// @param name as for [#member]
    /// @return read-only memory: the mapping's if it is stored, otherwise inflated on first use
    /// @throws NoSuchElementException if there is no such member
    /// @throws IOException            if it is damaged
    public MemorySegment bytes(String name) throws IOException {
        return find(name).bytes();
    }

    /// Reads a member whole and compares its checksum, in parallel, keeping nothing. Python objects are not looked at:
    /// whether they are a pickle at all, `Pickle.wrapObjects` tells.
    ///
    /// @param name as for [#member]
    /// @throws NoSuchElementException if there is no such member
    /// @throws IOException            if it is damaged, or an array that is shorter than its header says
    public void verify(String name) throws IOException {
        find(name).verify();
    }

    private Member find(String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new NoSuchElementException(source() + ": has no member '" + name + "'");
        }
        return members.get(place);
    }

    /// Writes arrays under their names, as `np.savez(path, **arrays)` does, in place of the file of that name if there
    /// is one, in one step.
    ///
    /// Whoever opens the file, also after a crash, finds the old archive or all of the new one. Payloads begin on a
    /// multiple of 64 bytes; `np.load` and zip programs read the file. The same arrays in the same order give the same
    /// bytes on any platform; those that are compressed, where the same encoder is at hand. Arrays that are all of a
    /// stored member of another archive are [verified][NdArray#verify()] first.
    ///
    /// @param path   where the file will be; no suffix is added
    /// @param arrays in this order, of any layout; a mapping of this very file may be among them
    /// @throws IllegalArgumentException if an array holds Python objects, or a name cannot be one
    /// @throws IOException              if it cannot be written; the old file is then untouched
    public static void write(Path path, Map<String, NdArray> arrays) throws IOException {
        write(path, arrays, Compression.STORED);
    }

    /// Writes arrays under the names `arr_0`, `arr_1` and so on, as `np.savez(path, *arrays)` does.
    ///
    /// @param path   where the file will be; no suffix is added
    /// @param arrays of any layout
    /// @throws IllegalArgumentException if an array holds Python objects
    /// @throws IOException              if it cannot be written; the old file is then untouched
    public static void write(Path path, NdArray... arrays) throws IOException {
        write(path, numbered(arrays), Compression.STORED);
    }

    /// Writes arrays under their names, as [#write(Path, Map)] does, deflated by blocks on all cores.
    ///
    /// `np.load` and every zip program read the file; [#read(String, Slice...)] inflates no more of it than it needs.
    ///
    /// @param path   where the file will be; no suffix is added
    /// @param arrays in this order, of any layout
    /// @throws IllegalArgumentException if an array holds Python objects, or a name cannot be one
    /// @throws IOException              if it cannot be written; the old file is then untouched
    public static void writeCompressed(Path path, Map<String, NdArray> arrays) throws IOException {
        write(path, arrays, Compression.DEFLATED);
    }

    /// Writes arrays under the names `arr_0`, `arr_1` and so on, as [#writeCompressed(Path, Map)] does.
    ///
    /// @param path   where the file will be; no suffix is added
    /// @param arrays of any layout
    /// @throws IllegalArgumentException if an array holds Python objects
    /// @throws IOException              if it cannot be written; the old file is then untouched
    public static void writeCompressed(Path path, NdArray... arrays) throws IOException {
        write(path, numbered(arrays), Compression.DEFLATED);
    }

    /// Writes arrays under their names, compressed as the caller says.
    ///
    /// @param path        where the file will be; no suffix is added
    /// @param arrays      in this order, of any layout
    /// @param compression for all of them
    /// @throws IllegalArgumentException if an array holds Python objects, or a name cannot be one
    /// @throws IOException              if it cannot be written; the old file is then untouched
    public static void write(Path path, Map<String, NdArray> arrays, Compression compression) throws IOException {
        try (Writer writer = writer(path, compression)) {
            for (Map.Entry<String, NdArray> array : arrays.entrySet()) {
                writer.put(array.getKey(), array.getValue());
            }
            writer.commit();
        }
    }

    private static Map<String, NdArray> numbered(NdArray... arrays) {
        Map<String, NdArray> numbered = new LinkedHashMap<>();
        for (NdArray array : Arrays.asList(arrays)) {
            numbered.put("arr_" + numbered.size(), array);
        }
        return numbered;
    }

    /// Begins an archive whose arrays come one after another.
    ///
    /// @param path where the file will be; no suffix is added
    /// @return the writer, to be closed; stored unless [Writer#put(String, NdArray, Compression)] says otherwise
    /// @throws IOException if nothing can be written there
    public static Writer writer(Path path) throws IOException {
        return writer(path, Compression.STORED);
    }

    /// Begins an archive whose arrays come one after another.
    ///
    /// @param path        where the file will be; no suffix is added
    /// @param compression for all arrays that do not bring their own
    /// @return the writer, to be closed
    /// @throws IOException if nothing can be written there
    public static Writer writer(Path path, Compression compression) throws IOException {
        return new Writer(path, compression);
    }

    /// Begins to change an archive.
    ///
    /// @param path a regular file, which must be an archive
    /// @return the changes, to be closed
    /// @throws IOException if the file is no archive, or another writer holds it
    public static Update update(Path path) throws IOException {
        return new Update(path);
    }

    /// Writes an archive, array by array. It takes its name when it is complete, by [#commit].
    ///
    /// Threads: one at a time.
    public static final class Writer implements Closeable {
        private final Compression compression;
        private final ArchiveFile file;

        private Writer(Path path, Compression compression) throws IOException {
            this.compression = compression;
            this.file = new ArchiveFile(path);
        }

        /// Adds an array.
        ///
        /// @param name  of an array that is not there yet
        /// @param array of any layout and size; mapped ones are read a block at a time
        /// @throws IllegalArgumentException if the name is taken or cannot be one, or the array holds Python objects
        /// @throws IOException              if it cannot be written, and nothing more can be then; or if it is all of a
        ///                                  stored member, and [damaged][NdArray#verify()]
        public void put(String name, NdArray array) throws IOException {
            put(name, array, compression);
        }

        /// Adds an array, compressed in its own way.
        ///
        /// @param name        of an array that is not there yet
        /// @param array       of any layout and size
        /// @param compression for this array
        /// @throws IllegalArgumentException if the name is taken or cannot be one, or the array holds Python objects
        /// @throws IOException              if it cannot be written, and nothing more can be then; or if it is all of a
        ///                                  stored member, and [damaged][NdArray#verify()]
        public void put(String name, NdArray array, Compression compression) throws IOException {
            String fileName = name + Names.SUFFIX;
            file.put(fileName, writer -> writer.put(fileName, array, compression));
        }

        /// Adds an array that does not fit in memory, part by part.
        ///
        /// @param name  of an array that is not there yet
        /// @param dtype what an element is
        /// @param shape how many elements there will be on each axis; one axis at least
        /// @param parts follow each other along the first axis; each is asked for when the one before is written
        /// @throws IllegalArgumentException if the name is taken or cannot be one, or the parts do not make up the
        ///                                  shape, after which nothing more can be written
        /// @throws IOException              if it cannot be written, and nothing more can be then
        public void put(String name, Dtype dtype, Shape shape, Iterable<NdArray> parts) throws IOException {
            String fileName = name + Names.SUFFIX;
            file.put(fileName, writer -> writer.put(fileName, dtype, shape, parts, compression));
        }

        /// Adds a member of another archive as it is, compressed or not, whatever it holds.
        ///
        /// @param archive  where it lies
        /// @param member   as for [Npz#member]; it keeps its file name
        /// @param verified whether the checksum of one that is stored is compared first; that of a compressed one is
        ///                 compared by whoever inflates it
        /// @throws NoSuchElementException   if there is no such member
        /// @throws IllegalArgumentException if the name is taken
        /// @throws IOException              if it is damaged or cannot be written, and nothing more can be then
        public void carry(Npz archive, String member, boolean verified) throws IOException {
            Member carried = archive.find(member);
            String fileName = carried.described().fileName();
            file.put(fileName, writer -> carried.carry(writer, fileName, verified));
        }

        /// Completes the archive: forces it to the disk and gives it its name.
        ///
        /// @throws IOException if that fails; the old file is then untouched
        public void commit() throws IOException {
            file.commit();
        }

        /// Gives up what was not committed; the old file is untouched.
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /// Changes an archive: members are added, replaced, renamed and removed, and what is not touched is carried over as
    /// it is, not inflated. The new archive takes the place of the old one in one step, by [#commit]. Comments are not
    /// kept. Of stored members that are carried over the checksum is compared; of others it is carried over with them,
    /// and compared by whoever inflates them.
    ///
    /// The archive is locked against other updates meanwhile, by the lock file that [dev.npymap.npy.Npy#append] uses.
    /// Of members with the same name only the last, which is the visible one, is carried over.
    ///
    /// Threads: one at a time.
    public static final class Update implements Closeable {
        private final Changes changes;

        private Update(Path path) throws IOException {
            this.changes = new Changes(path);
        }

        /// {@return the names that the archive will have, in its order}
        public List<String> names() {
            return changes.names();
        }

        /// Adds an array at the end, or replaces the one of that name in its place and with its method of compression.
        ///
        /// @param name  as for [Npz#member]
        /// @param array of any layout, read when the changes are committed; may be a view of this very archive
        /// @throws IllegalArgumentException if it holds Python objects, or the name cannot be one
        public void put(String name, NdArray array) {
            changes.put(name, array);
        }

        /// Adds or replaces an array, compressed in its own way.
        ///
        /// @param name        as for [Npz#member]
        /// @param array       of any layout, read when the changes are committed
        /// @param compression for this array
        /// @throws IllegalArgumentException if it holds Python objects, or the name cannot be one
        public void put(String name, NdArray array, Compression compression) {
            changes.put(name, array, compression);
        }

        /// Gives a member another name; it stays in its place.
        ///
        /// @param name    as for [Npz#member]
        /// @param newName without `.npy`, which is added if the old file name has it
        /// @throws NoSuchElementException   if there is no such member
        /// @throws IllegalArgumentException if the new name is taken or cannot be one
        public void rename(String name, String newName) {
            changes.rename(name, newName);
        }

        /// Removes a member.
        ///
        /// @param name as for [Npz#member]
        /// @throws NoSuchElementException if there is no such member
        public void remove(String name) {
            changes.remove(name);
        }

        /// Writes the new archive, forces it to the disk, and puts it in the place of the old one.
        ///
        /// @throws IOException if that fails, or a stored member that is carried over is damaged; the old archive is
        ///                     then untouched
        public void commit() throws IOException {
            changes.commit();
        }

        /// Gives up what was not committed, and unlocks the archive.
        @Override
        public void close() throws IOException {
            changes.close();
        }
    }
}
