package dev.npymap.npz;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.model.Threads;
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
/// An instance is a mapped archive. Stored members are views of the mapping and are not copied; compressed members are
/// inflated on first use. Deflate is libdeflate if the JVM was started with `--enable-native-access`, and the JDK's
/// zlib otherwise. Zstandard is read in Java, for which the JVM prints a warning unless it was started with
/// `--sun-misc-unsafe-memory-access=allow`. Without aircompressor, as in an image made by `jlink`, deflate is the JDK's
/// zlib and Zstandard is refused; writing it throws an [IllegalStateException]. Members that this class has deflated
/// are inflated on all processors, and a slice of one without the rest.
///
/// Lifetime: that of the arena; nothing else needs closing. Threads: those that the arena allows; with a confined arena
/// nothing is done in parallel. Cost: the garbage collector waits while libdeflate runs, for milliseconds with blocks,
/// and for a second per GB of a member without blocks.
///
/// Errors: [ArrayFormatException], with the position of the byte and the name of the archive, or `file.npz/member` for
/// a member's contents, if the bytes are not an archive or an array, or are refused. No value is ever returned from
/// compressed data with a wrong checksum. The checksums of stored members are compared on demand, by [#verify(String)]
/// or [NdArray#verify()], and whenever all of a member is written to a file; not for views, their slices and copies, or
/// slices that are written to files.
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
    /// The directory is read and checked; a member is read when it is asked for. A file that is replaced or deleted
    /// while it is mapped keeps its contents; for a truncated file see [NdArray].
    ///
    /// Cost: tens of microseconds, and a microsecond for each member, whatever the size.
    ///
    /// @param path  a regular file that begins with a zip header, as NumPy requires; bytes after the archive are
    ///              ignored
    /// @param arena owns the mapping and the inflated members
    /// @return the archive
    /// @throws IOException if the file is not an archive or cannot be mapped
    public static Npz map(Path path, Arena arena) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            MappedFile mapping = file.map(0, file.byteSize(), arena);
            ArchiveBytes archive = new ArchiveBytes(mapping, Threads.ALL);
            return new Npz(archive, arena, Directory.read(archive));
        }
    }

    /// Says which threads inflate members and compare checksums: all processors by default.
    ///
    /// @param threads the worker threads; with a confined arena its owner works alone, whatever threads are given
    /// @return the same archive; its members are inflated into memory of their own
    public Npz with(Threads threads) {
        return new Npz(new ArchiveBytes(archive.file(), threads), arena, members.stream().map(Member::entry).toList());
    }

    /// {@return the name that messages begin with: the file's name}
    public String source() {
        return archive.name();
    }

    /// Returns the names of the members: their file names without `.npy`, in the order of the directory.
    ///
    /// @return the names as NumPy's `files` has them: a name occurs twice for two members of that name, or for `x`
    /// beside `x.npy`
    public List<String> names() {
        return names;
    }

    /// {@return whether the archive has a member of a name}
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
    /// @param name a name from [#names], or a file name; the last of several members with the name is found
    /// @return the member's sizes and method
    /// @throws NoSuchElementException if the archive has no such member
    public NpzMember member(String name) {
        return find(name).described();
    }

    /// Tells whether a member is an array, by its first bytes.
    ///
    /// @param name as for [#member]
    /// @return whether [#header] can read it
    /// @throws NoSuchElementException if the archive has no such member
    /// @throws IOException            if the member cannot be read at all
    public boolean isArray(String name) throws IOException {
        return find(name).isArray();
    }

    /// Reads the header of an array, even if the array is refused. Only the beginning of a compressed member is
    /// inflated; if the member has no blocks, the checksum is not compared.
    ///
    /// @param name as for [#member]
    /// @return the header, whose payload fits the member's size
    /// @throws NoSuchElementException if the archive has no such member
    /// @throws IOException            if the member is not an array, or damaged
    public NpyHeader header(String name) throws IOException {
        return find(name).header();
    }

    /// Returns an array: a view of the mapping if it is stored, otherwise of memory that is inflated on first use.
    ///
    /// @param name as for [#member]
    /// @return a read-only view, at any alignment
    /// @throws NoSuchElementException if the archive has no such member
    /// @throws IOException            if the member is not an array, is damaged, or holds Python objects
    public NdArray array(String name) throws IOException {
        return find(name).array();
    }

    /// Returns all arrays, inflating compressed ones in parallel. Members that are not arrays, and arrays of Python
    /// objects, which [#objectArrays] lists, are left out.
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

    /// Returns the names of the arrays of Python objects, which [#arrays] leaves out. Their payload is a pickle;
    /// [#header] and [#bytes] return what there is, and [#verify(String)] compares the checksum.
    ///
    /// @return the names, in order
    /// @throws IOException if an array's header is damaged
    public List<String> objectArrays() throws IOException {
        return namesOf(member -> member.isArray() && member.holdsObjects());
    }

    /// A test of a member.
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

    /// Copies a slice into memory of its own. Of a member with blocks only the blocks of the slice and the header are
    /// inflated; a compressed member without blocks is inflated whole, as by [#array]. The checksum of a stored member
    /// is not compared, so [#verify(String)] comes before a copy of it is written to another file.
    ///
    /// @param name  as for [#member]
    /// @param items as for [NdArray#slice(Slice...)]; none for the whole array
    /// @return an array in C order that can be written to and outlives the arena
    /// @throws NoSuchElementException    if the archive has no such member
    /// @throws IndexOutOfBoundsException if a position lies outside its axis, or there are more items than axes
    /// @throws IOException               if the member is not an array, is damaged, or holds Python objects
    public NdArray read(String name, Slice... items) throws IOException {
        return find(name).read(List.of(items));
    }

    /// Copies a slice in NumPy's notation, as [#read(String, Slice...)] does.
    ///
    /// @param name  as for [#member]
    /// @param items as [Slice#parse] reads them
    /// @return an array in C order that can be written to and outlives the arena
    /// @throws NoSuchElementException    if the archive has no such member
    /// @throws IllegalArgumentException  if the text is malformed
    /// @throws IndexOutOfBoundsException if a position lies outside its axis, or there are more items than axes
    /// @throws IOException               if the member is not an array, is damaged, or holds Python objects
    public NdArray read(String name, String items) throws IOException {
        return find(name).read(Slice.parse(items));
    }

    /// Returns all bytes of a member, array or not.
    ///
    /// @param name as for [#member]
    /// @return read-only memory: a part of the mapping if the member is stored, otherwise memory inflated on first use
    /// @throws NoSuchElementException if the archive has no such member
    /// @throws IOException            if the member is damaged
    public MemorySegment bytes(String name) throws IOException {
        return find(name).bytes();
    }

    /// Reads all of a member and compares its checksum, in parallel, keeping nothing. Python objects are not parsed:
    /// `Pickle.wrapObjects` tells whether they are a pickle at all.
    ///
    /// @param name as for [#member]
    /// @throws NoSuchElementException if the archive has no such member
    /// @throws IOException            if the member is damaged, or an array that is shorter than its header says
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

    /// Writes arrays under their names, as `np.savez(path, **arrays)` does, atomically replacing a file that has the
    /// name already.
    ///
    /// A reader who opens the file, even after a crash, finds the old archive or all of the new one. Payloads are
    /// aligned to 64 bytes; `np.load` and zip programs read the file. The same arrays in the same order give the same
    /// bytes on any platform; compressed arrays do if the same encoder is available. Arrays that are all of a stored
    /// member of another archive are [verified][NdArray#verify()] first.
    ///
    /// @param path   the file to write; no suffix is added
    /// @param arrays the arrays in order, of any layout; a view of this very file may be among them
    /// @throws IllegalArgumentException if an array holds Python objects, or a name cannot be a member's
    /// @throws IOException              if the file cannot be written; the old file is then untouched
    public static void write(Path path, Map<String, NdArray> arrays) throws IOException {
        write(path, arrays, Compression.STORED);
    }

    /// Writes arrays under the names `arr_0`, `arr_1` and so on, as `np.savez(path, *arrays)` does.
    ///
    /// @param path   the file to write; no suffix is added
    /// @param arrays arrays of any layout
    /// @throws IllegalArgumentException if an array holds Python objects
    /// @throws IOException              if the file cannot be written; the old file is then untouched
    public static void write(Path path, NdArray... arrays) throws IOException {
        write(path, numbered(arrays), Compression.STORED);
    }

    /// Writes arrays under their names, as [#write(Path, Map)] does, deflated in blocks on all processors.
    ///
    /// `np.load` and every zip program read the file; [#read(String, Slice...)] inflates only the blocks that it needs.
    ///
    /// @param path   the file to write; no suffix is added
    /// @param arrays the arrays in order, of any layout
    /// @throws IllegalArgumentException if an array holds Python objects, or a name cannot be a member's
    /// @throws IOException              if the file cannot be written; the old file is then untouched
    public static void writeCompressed(Path path, Map<String, NdArray> arrays) throws IOException {
        write(path, arrays, Compression.DEFLATED);
    }

    /// Writes arrays under the names `arr_0`, `arr_1` and so on, as [#writeCompressed(Path, Map)] does.
    ///
    /// @param path   the file to write; no suffix is added
    /// @param arrays arrays of any layout
    /// @throws IllegalArgumentException if an array holds Python objects
    /// @throws IOException              if the file cannot be written; the old file is then untouched
    public static void writeCompressed(Path path, NdArray... arrays) throws IOException {
        write(path, numbered(arrays), Compression.DEFLATED);
    }

    /// Writes arrays under their names, with a given compression.
    ///
    /// @param path        the file to write; no suffix is added
    /// @param arrays      the arrays in order, of any layout
    /// @param compression the compression of all arrays
    /// @throws IllegalArgumentException if an array holds Python objects, or a name cannot be a member's
    /// @throws IOException              if the file cannot be written; the old file is then untouched
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

    /// Begins an archive to which arrays are added one after another.
    ///
    /// @param path the file to write; no suffix is added
    /// @return the writer, to be closed; it stores arrays unless [Writer#put(String, NdArray, Compression)] says
    /// otherwise
    /// @throws IOException if no file can be written there
    public static Writer writer(Path path) throws IOException {
        return writer(path, Compression.STORED);
    }

    /// Begins an archive to which arrays are added one after another.
    ///
    /// @param path        the file to write; no suffix is added
    /// @param compression the compression of arrays for which none is given
    /// @return the writer, to be closed
    /// @throws IOException if no file can be written there
    public static Writer writer(Path path, Compression compression) throws IOException {
        return new Writer(path, compression);
    }

    /// Begins an update of an archive.
    ///
    /// @param path a regular file, which must be an archive
    /// @return the update, to be closed
    /// @throws IOException if the file is not an archive, or another writer has locked it
    public static Update update(Path path) throws IOException {
        return new Update(path);
    }

    /// Writes an archive, array by array. [#commit] completes the archive and gives it its name.
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
        /// @param name  a name that no array of the archive has yet
        /// @param array an array of any layout and size; a mapped one is copied in parts, never as a whole
        /// @throws IllegalArgumentException if the name is taken or cannot be a member's, or the array holds Python
        ///                                  objects
        /// @throws IOException              if the file cannot be written, after which nothing more can be written; or
        ///                                  if the array is all of a stored member and [damaged][NdArray#verify()]
        public void put(String name, NdArray array) throws IOException {
            put(name, array, compression);
        }

        /// Adds an array with a compression of its own.
        ///
        /// @param name        a name that no array of the archive has yet
        /// @param array       an array of any layout and size
        /// @param compression the compression of this array
        /// @throws IllegalArgumentException if the name is taken or cannot be a member's, or the array holds Python
        ///                                  objects
        /// @throws IOException              if the file cannot be written, after which nothing more can be written; or
        ///                                  if the array is all of a stored member and [damaged][NdArray#verify()]
        public void put(String name, NdArray array, Compression compression) throws IOException {
            String fileName = name + Names.SUFFIX;
            file.put(fileName, writer -> writer.put(fileName, array, compression));
        }

        /// Adds an array that does not fit in memory, part by part.
        ///
        /// @param name  a name that no array of the archive has yet
        /// @param dtype the type of the elements
        /// @param shape the length of each axis, in elements; at least one axis
        /// @param parts arrays that follow each other along the first axis; each is requested when the previous one is
        ///              written
        /// @throws IllegalArgumentException if the name is taken or cannot be a member's, or the parts do not make up
        ///                                  the shape, after which nothing more can be written
        /// @throws IOException              if the file cannot be written, after which nothing more can be written
        public void put(String name, Dtype dtype, Shape shape, Iterable<NdArray> parts) throws IOException {
            String fileName = name + Names.SUFFIX;
            file.put(fileName, writer -> writer.put(fileName, dtype, shape, parts, compression));
        }

        /// Adds a member of another archive as it is, compressed or not, array or not.
        ///
        /// @param archive  the other archive
        /// @param member   a name as for [Npz#member]; the member keeps its file name
        /// @param verified whether to compare the checksum of a stored member first; that of a compressed member is
        ///                 compared when it is inflated
        /// @throws NoSuchElementException   if the other archive has no such member
        /// @throws IllegalArgumentException if the name is taken
        /// @throws IOException              if the member is damaged or the file cannot be written, after which nothing
        ///                                  more can be written
        public void carry(Npz archive, String member, boolean verified) throws IOException {
            Member carried = archive.find(member);
            String fileName = carried.described().fileName();
            file.put(fileName, writer -> carried.carry(writer, fileName, verified));
        }

        /// Completes the archive: forces it to the disk and renames it to its final name.
        ///
        /// @throws IOException if that fails; the old file is then untouched
        public void commit() throws IOException {
            file.commit();
        }

        /// Discards what was not committed; the old file is then untouched.
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /// Updates an archive: members are added, replaced, renamed and removed; all other members are carried over without
    /// inflating them. [#commit] replaces the old archive atomically. Comments are not kept. The checksums of stored
    /// members that are carried over are compared; those of compressed members are carried over too, and are compared
    /// when the members are inflated.
    ///
    /// The archive is locked against other updates meanwhile, by the lock file that [dev.npymap.npy.Npy#append] uses.
    /// Of several members with the same name only the last, which is the visible one, is carried over.
    ///
    /// Threads: one at a time.
    public static final class Update implements Closeable {
        private final Changes changes;

        private Update(Path path) throws IOException {
            this.changes = new Changes(path);
        }

        /// {@return the names of the new archive's members, in order}
        public List<String> names() {
            return changes.names();
        }

        /// Adds an array at the end, or replaces the member of that name, in its position and with its compression
        /// method.
        ///
        /// @param name  a name as for [Npz#member]
        /// @param array an array of any layout, read when the update is committed; may be a view of this very archive
        /// @throws IllegalArgumentException if the array holds Python objects, or the name cannot be a member's
        public void put(String name, NdArray array) {
            changes.put(name, array);
        }

        /// Adds or replaces an array, with a compression of its own.
        ///
        /// @param name        a name as for [Npz#member]
        /// @param array       an array of any layout, read when the update is committed
        /// @param compression the compression of this array
        /// @throws IllegalArgumentException if the array holds Python objects, or the name cannot be a member's
        public void put(String name, NdArray array, Compression compression) {
            changes.put(name, array, compression);
        }

        /// Renames a member, which keeps its position.
        ///
        /// @param name    a name as for [Npz#member]
        /// @param newName without `.npy`, which is added if the old file name has it
        /// @throws NoSuchElementException   if the archive has no such member
        /// @throws IllegalArgumentException if the new name is taken or cannot be a member's
        public void rename(String name, String newName) {
            changes.rename(name, newName);
        }

        /// Removes a member.
        ///
        /// @param name a name as for [Npz#member]
        /// @throws NoSuchElementException if the archive has no such member
        public void remove(String name) {
            changes.remove(name);
        }

        /// Writes the new archive, forces it to the disk, and replaces the old one.
        ///
        /// @throws IOException if that fails, or a stored member that is carried over is damaged; the old archive is
        ///                     then untouched
        public void commit() throws IOException {
            changes.commit();
        }

        /// Discards what was not committed, and unlocks the archive.
        @Override
        public void close() throws IOException {
            changes.close();
        }
    }
}
