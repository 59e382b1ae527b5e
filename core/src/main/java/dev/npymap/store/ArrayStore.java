package dev.npymap.store;

import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.Directories;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.io.SomeNames;
import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A directory of versions, each of which is a directory of `.npy` files that belong together.
///
/// ```java
/// ArrayStore store = ArrayStore.open(Path.of("features.store"));
/// try (NewVersion next = store.write("nightly features")) {
///     next.put("users/embedding", embeddings);
///     next.put("users/id", ids);
///     next.index("users/id");
///     next.commit();
/// }
/// try (Version v = store.latest()) {
///     FloatArray embedding = v.array("users/embedding").asFloat();
///     long row = v.index("users/id").row(4711L);
/// }
/// ```
///
/// Versions are published in one step, and never change: a crash leaves the old one. An array that a version does not
/// change is a hard link to the file of the version before. Readers pin the versions they use, so that [#prune] leaves
/// those alone; the system lets go of what a process that has ended had pinned. `np.load` opens every file of every
/// version, `latest/users/embedding.npy` among them.
///
/// Names of arrays are segments with `/` in between, of at most 200 ASCII letters, digits, `_`, `-` and `.`, which begin
/// with neither `.` nor `-` and end in neither `.npy` nor `.index`. What is above a name is its group.
///
/// Processes on one machine may read and write a store at once. It needs a file system with hard and symbolic links and
/// locks that all processes see, which some network file systems and shared folders are not.
///
/// An instance holds nothing open and is immutable. Threads: any number.
///
/// Errors: messages begin with the store's name. [NoSuchFileException] if there is no such store, version, tag or array;
/// [ArrayFormatException] if a file of the store is damaged, or of a later format.
public final class ArrayStore {
    private static final String FORMAT = "npymap_store";
    private static final long FORMAT_NUMBER = 1;
    private static final int MAX_MARKER_BYTES = 1 << 16;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private final StoreFiles files;

    private ArrayStore(StoreFiles files) {
        this.files = files;
    }

    /// Creates a store without versions.
    ///
    /// @param path a path at which nothing exists, or an empty directory
    /// @return the store
    /// @throws FileAlreadyExistsException if something is there
    /// @throws IOException                if the path is in another store, the directory cannot be written, or its file system has no links or locks
    public static ArrayStore create(Path path) throws IOException {
        StoreFiles files = StoreFiles.of(path);
        StoreFiles.requireOutside(files.root());
        try {
            requireRoom(files);
            Files.createDirectories(files.versions());
            Files.createDirectories(files.tags());
            Files.createDirectories(files.locks());
            createIfAbsent(files.writer());
            createIfAbsent(files.pins());
            requireLinksAndLocks(files);
            AtomicReplace.create(files.marker(), channel -> AtomicReplace.writeFully(channel, ByteBuffer.wrap(
                    ("{\"" + FORMAT + "\": " + FORMAT_NUMBER + "}\n").getBytes(StandardCharsets.US_ASCII))));
            Directories.forceAll(path.toRealPath());
        } catch (IOException failure) {
            throw Failures.about(files.name(), failure);
        }
        return new ArrayStore(files);
    }

    /// Refuses a directory with anything but what a creation that was killed leaves.
    private static void requireRoom(StoreFiles files) throws IOException {
        if (!Files.exists(files.root(), LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(files.root());
            return;
        }
        Set<Path> own = Set.of(files.versions(), files.tags(), files.locks());
        try (DirectoryStream<Path> there = Files.newDirectoryStream(files.root())) {
            for (Path file : there) {
                boolean left = own.contains(file) || file.getFileName().toString().startsWith(".build-")
                        || file.getFileName().toString().startsWith(".store.json.");
                if (!left) {
                    throw new FileAlreadyExistsException(files.name(), null, "already exists");
                }
            }
        } catch (NotDirectoryException file) {
            throw new FileAlreadyExistsException(files.name(), null, "already exists");
        }
        if (Files.exists(files.versions()) && !files.numbers().isEmpty()) {
            throw new FileAlreadyExistsException(files.name(), null, "already exists, without a store.json");
        }
    }

    private static void createIfAbsent(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException left) {
            // By a creation that was killed.
        }
    }

    private static void requireLinksAndLocks(StoreFiles files) throws IOException {
        long build = StoreFiles.newBuild();
        StoreLocks.share(files, StoreLocks.FIRST_BUILD + build).ifPresent(StoreLocks.Hold::close);
        try {
            Files.createSymbolicLink(files.build(build), StoreFiles.latestTarget(0));
        } catch (UnsupportedOperationException | FileSystemException refused) {
            throw new FileSystemException(files.name(), null,
                    "its file system has no symbolic links, which a store needs: " + refused.getMessage());
        }
        Files.delete(files.build(build));
    }

    /// Opens a store.
    ///
    /// @param path the directory of a store
    /// @return the store
    /// @throws NoSuchFileException  if there is no store
    /// @throws ArrayFormatException if it is of a later format
    /// @throws IOException          if it cannot be read
    public static ArrayStore open(Path path) throws IOException {
        StoreFiles files = StoreFiles.of(path);
        byte[] marker = new byte[MAX_MARKER_BYTES];
        try (RegularFile file = RegularFile.open(files.marker())) {
            marker = Arrays.copyOf(marker, file.read(ByteBuffer.wrap(marker), 0));
        } catch (NoSuchFileException | NotDirectoryException none) {
            throw new NoSuchFileException(files.name(), null,
                    Files.exists(path) ? "not a store: it has no store.json" : "no such store");
        } catch (FileSystemException other) {
            throw Files.isDirectory(path)
                    ? Failures.about(files.name(), other)
                    : new NoSuchFileException(files.name(), null, "not a store");
        }
        Object format = Json.parse(marker, files.name() + "/store.json").get(FORMAT);
        if (!Long.valueOf(FORMAT_NUMBER).equals(format)) {
            throw new ArrayFormatException(files.name() + "/store.json", "unsupported format " + format
                    + " of a store; this program knows " + FORMAT_NUMBER, 0);
        }
        return new ArrayStore(files);
    }

    /// {@return whether a directory is a store: it has a `store.json`}
    /// @param path any path
    public static boolean isStore(Path path) {
        return Files.isRegularFile(StoreFiles.of(path).marker());
    }

    /// {@return the directory of the store}
    public Path path() {
        return files.root();
    }

    StoreFiles files() {
        return files;
    }

    /// Opens the newest version. Cost: tens of microseconds, for any number of versions and arrays.
    ///
    /// @return the version, to be closed
    /// @throws IOException if there is none yet
    public Version latest() throws IOException {
        return pinned(this::newest);
    }

    /// Opens a version.
    ///
    /// @param number its number
    /// @return the version, to be closed
    /// @throws IOException if there is no such version, or no more
    public Version version(long number) throws IOException {
        return pinned(() -> existing(number, "no version " + number));
    }

    /// Opens the version of a tag.
    ///
    /// @param tag the tag
    /// @return the version, to be closed
    /// @throws IOException if there is no such tag, or its version is gone
    public Version tag(String tag) throws IOException {
        return pinned(() -> tagged(tag));
    }

    /// Opens the version that was the newest one at a time.
    ///
    /// @param time a time
    /// @return the version with the highest number among those that were published not after it
    /// @throws IOException if there is none
    public Version at(Instant time) throws IOException {
        return pinned(() -> at(numbers(), time));
    }

    /// Opens the version that a word names.
    ///
    /// @param word `latest`, a number, or a tag
    /// @return the version, to be closed
    /// @throws IOException if there is no such version
    public Version resolve(String word) throws IOException {
        return word.equals("latest")
                ? latest()
                : DIGITS.matcher(word).matches() ? version(Long.parseLong(word)) : tag(word);
    }

    /// Finds the number of a version.
    interface Resolution {
        long number() throws IOException;
    }

    /// Pins a version: the lock first, and then the look whether the version is there.
    private Version pinned(Resolution which) throws IOException {
        while (true) {
            long number = which.number();
            Optional<StoreLocks.Hold> pin = StoreLocks.share(files, number);
            if (pin.isPresent()) {
                if (files.isVersion(number)) {
                    return new Version(files, number, pin.get());
                }
                pin.get().close();
                if (files.exists(number)) {
                    throw new NoSuchFileException(files.at(number), null, "damaged: it has no "
                            + StoreFiles.MANIFEST);
                }
            } else {
                pause();
            }
        }
    }

    /// Lets a process that removes the version come to its end.
    private void pause() throws IOException {
        try {
            Thread.sleep(1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(files.name() + ": interrupted while a version was opened");
        }
    }

    /// The number of the newest version: that to which `latest` leads, or one behind it.
    long newest() throws IOException {
        long number = files.latestNumber().orElse(0);
        if (!files.isVersion(number)) {
            number = files.newest();
        }
        if (number == 0) {
            throw new NoSuchFileException(files.name(), null, "no version was published yet");
        }
        while (files.isVersion(number + 1)) {
            number++;
        }
        return number;
    }

    long tagged(String tag) throws IOException {
        try {
            StoreNames.requireTag(tag);
        } catch (IllegalArgumentException _) {
            throw noTag(tag);
        }
        Optional<Long> number = files.tagged(tag);
        if (number.isEmpty()) {
            throw noTag(tag);
        }
        return existing(number.get(), "the version of tag " + tag + " is gone: " + number.get());
    }

    private NoSuchFileException noTag(String tag) throws IOException {
        List<String> names = List.copyOf(tagNames());
        return new NoSuchFileException(files.name(), null, "no tag " + tag + "; "
                + (names.isEmpty() ? "it has none" : "it has " + SomeNames.of(names)));
    }

    private long existing(long number, String problem) throws IOException {
        if (number < 1 || !files.exists(number)) {
            SortedSet<Long> numbers = files.numbers();
            throw new NoSuchFileException(files.name(), null, problem + "; "
                    + (numbers.isEmpty()
                            ? "it has none"
                            : "it has " + SomeNames.of(numbers.stream().map(String::valueOf).toList())));
        }
        return number;
    }

    private long at(SortedSet<Long> numbers, Instant time) throws IOException {
        for (long number : new TreeSet<>(numbers).descendingSet()) {
            try {
                if (!ManifestFile.read(files, number).time().isAfter(time)) {
                    return number;
                }
            } catch (NoSuchFileException pruned) {
                // An older one may do.
            }
        }
        throw new NoSuchFileException(files.name(), null, "no version was published until " + time);
    }

    /// {@return the numbers of all versions, damaged ones too}
    /// @throws IOException if the store cannot be read
    public SortedSet<Long> numbers() throws IOException {
        return files.numbers();
    }

    /// {@return the tags, and the numbers to which they lead}
    /// @throws IOException if a tag is damaged
    public SortedMap<String, Long> tags() throws IOException {
        SortedMap<String, Long> tags = new TreeMap<>();
        for (String tag : tagNames()) {
            files.tagged(tag).ifPresent(number -> tags.put(tag, number));
        }
        return Collections.unmodifiableSortedMap(tags);
    }

    private SortedSet<String> tagNames() throws IOException {
        SortedSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> there = Files.newDirectoryStream(files.tags())) {
            there.forEach(file -> names.add(file.getFileName().toString()));
        } catch (NoSuchFileException gone) {
            throw new NoSuchFileException(files.name(), null, "damaged: it has no directory tags");
        }
        return names;
    }

    /// Begins a version: changes of the newest one, or of nothing in a store without versions.
    ///
    /// @param message what readers of the history will see
    /// @return the version that is being made, to be closed
    /// @throws IOException if the store cannot be written
    public NewVersion write(String message) throws IOException {
        boolean none = !files.isVersion(files.latestNumber().orElse(0)) && files.newest() == 0;
        return NewVersion.begin(files, message, none ? Optional.empty() : Optional.of(latest()));
    }

    /// Makes a tag lead to a version; readers see the old one or the new one.
    ///
    /// @param tag    a name like a segment of an array's, but no number and not `latest`
    /// @param number the number of a version
    /// @throws IOException if there is no such version, or the store cannot be written
    public void tag(String tag, long number) throws IOException {
        StoreNames.requireTag(tag);
        writing(() -> {
            existing(number, "no version " + number);
            Tidying.swap(files, StoreFiles.newBuild(), StoreFiles.tagTarget(number), files.tag(tag));
            Directories.force(files.tags());
        });
    }

    /// Removes a tag, damaged or not.
    ///
    /// @param tag the tag
    /// @throws IOException if there is no such tag, or the store cannot be written
    public void untag(String tag) throws IOException {
        StoreNames.requireTag(tag);
        writing(() -> {
            if (!Files.deleteIfExists(files.tag(tag))) {
                throw noTag(tag);
            }
            Directories.force(files.tags());
        });
    }

    private interface Writing {
        void run() throws IOException;
    }

    /// Runs with the writer's lock.
    private void writing(Writing work) throws IOException {
        try (WriterLock writer = WriterLock.acquire(files)) {
            Uninterrupted.run(() -> {
                Tidying.of(files);
                writer.requireSame();
                work.run();
            });
        } catch (IOException failure) {
            throw Failures.about(files.name(), failure);
        }
    }

    /// Removes old versions: all but the newest ones, those with a tag, and those that somebody has open.
    ///
    /// Arrays that are still mapped, and files that newer versions share, stay.
    ///
    /// @param keep how many of the newest versions stay, at least 1
    /// @return the numbers of the versions that were removed
    /// @throws IOException if a tag is damaged, or the store cannot be written
    public List<Long> prune(int keep) throws IOException {
        if (keep < 1) {
            throw new IllegalArgumentException("at least the newest version stays, not " + keep);
        }
        List<Long> removed = new ArrayList<>();
        writing(() -> prune(keep, removed));
        return List.copyOf(removed);
    }

    private void prune(int keep, List<Long> removed) throws IOException {
        Set<Long> tagged = new HashSet<>(tags().values());
        List<Long> versions = new ArrayList<>();
        for (long number : files.numbers()) {
            if (files.isVersion(number)) {
                versions.add(number);
            }
        }
        if (versions.size() <= keep) {
            return;
        }
        // What is damaged counts for nothing, but goes with the versions around it.
        long firstKept = versions.get(versions.size() - keep);
        List<Path> unnamed = new ArrayList<>();
        for (long number : files.numbers().headSet(firstKept)) {
            Optional<StoreLocks.Hold> nobody = tagged.contains(number)
                    ? Optional.empty()
                    : StoreLocks.exclude(files, number);
            if (nobody.isPresent()) {
                // The lock is held until the version has no name, or a reader could pin what is about to vanish.
                try (StoreLocks.Hold _ = nobody.get()) {
                    Path build = files.build(StoreFiles.newBuild());
                    Files.move(files.version(number), build, StandardCopyOption.ATOMIC_MOVE);
                    unnamed.add(build);
                    removed.add(number);
                }
            }
        }
        Directories.force(files.versions());
        Directories.force(files.root());
        for (Path build : unnamed) {
            Directories.delete(build);
        }
    }

    /// Follows the newest version: each use sees one version whole, and a newer one soon after it is published.
    ///
    /// @param <T>    the type of what is made from a version
    /// @param opener makes it, for each version anew
    /// @return what is followed, to be closed
    /// @throws IOException if there is no version yet, or the opener throws it
    public <T> Live<T> follow(Live.Opener<T> opener) throws IOException {
        return follow(opener, LiveOptions.DEFAULT);
    }

    /// As [#follow(Live.Opener)], with options.
    ///
    /// @param <T>     the type of what is made from a version
    /// @param opener  makes it, for each version anew
    /// @param options how versions are looked for and opened
    /// @return what is followed, to be closed
    /// @throws IOException if there is no version yet, or the opener throws it
    public <T> Live<T> follow(Live.Opener<T> opener, LiveOptions options) throws IOException {
        return Live.open(files.name(), this::newest, this::latest, true, opener, options);
    }

    /// Follows a tag, to newer and to older versions.
    ///
    /// @param <T>     the type of what is made from a version
    /// @param tag     the tag
    /// @param opener  makes it, for each version anew
    /// @param options how versions are looked for and opened
    /// @return what is followed, to be closed
    /// @throws IOException if there is no such tag, or the opener throws it
    public <T> Live<T> follow(String tag, Live.Opener<T> opener, LiveOptions options) throws IOException {
        return Live.open(files.name() + "@" + tag, () -> tagged(tag), () -> tag(tag), false, opener, options);
    }

    /// As [#follow(String, Live.Opener, LiveOptions)], with the usual options.
    ///
    /// @param <T>    the type of what is made from a version
    /// @param tag    the tag
    /// @param opener makes it, for each version anew
    /// @return what is followed, to be closed
    /// @throws IOException if there is no such tag, or the opener throws it
    public <T> Live<T> follow(String tag, Live.Opener<T> opener) throws IOException {
        return follow(tag, opener, LiveOptions.DEFAULT);
    }

    /// {@return the store's name}
    @Override
    public String toString() {
        return files.name();
    }
}
