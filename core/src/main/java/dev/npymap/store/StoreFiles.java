package dev.npymap.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the files of a store are.
///
/// @param root the directory of the store
/// @param name the name that messages begin with: that directory's, without the ones above it
record StoreFiles(Path root, String name) {
    static final String ARRAY_SUFFIX = ".npy";
    static final String INDEX_SUFFIX = ".index.npy";
    static final String MANIFEST = "version.json";
    private static final String VERSIONS = "versions";
    private static final String BUILD = ".build-";
    private static final int BUILD_BITS = 60;
    /// Numbers have at most 18 digits.
    private static final long MAX_NUMBER = 999_999_999_999_999_999L;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{10}|[1-9][0-9]{10,17}");
    private static final Pattern LATEST = Pattern.compile(VERSIONS + "/([0-9]+)/?");
    private static final Pattern TAG = Pattern.compile("\\.\\./" + VERSIONS + "/([0-9]+)/?");
    private static final Pattern BUILD_NAME = Pattern.compile("\\.build-([0-9a-f]{15})");

    static StoreFiles of(Path root) {
        Path name = root.toAbsolutePath().normalize().getFileName();
        return new StoreFiles(root, name == null ? root.toString() : name.toString());
    }

    Path marker() {
        return root.resolve("store.json");
    }

    Path versions() {
        return root.resolve(VERSIONS);
    }

    Path version(long number) {
        return versions().resolve(text(number));
    }

    Path manifest(long number) {
        return version(number).resolve(MANIFEST);
    }

    Path latest() {
        return root.resolve("latest");
    }

    Path tags() {
        return root.resolve("tags");
    }

    Path tag(String tag) {
        return tags().resolve(tag);
    }

    Path locks() {
        return root.resolve(".locks");
    }

    Path pins() {
        return locks().resolve("pins");
    }

    Path writer() {
        return locks().resolve("writer");
    }

    Path build(long random) {
        return root.resolve(BUILD + "%015x".formatted(random));
    }

    /// A random number for the name of a build.
    static long newBuild() {
        return ThreadLocalRandom.current().nextLong(1L << BUILD_BITS);
    }

    /// A version's directory as messages name it: `features.store@42`.
    String at(long number) {
        return name + "@" + number;
    }

    /// The path of an array or an index in the directory of a version or a build.
    static Path file(Path directory, String name, String suffix) {
        return directory.resolve(name + suffix);
    }

    static String text(long number) {
        return "%010d".formatted(number);
    }

    /// The target of `latest`, from the store's directory.
    static Path latestTarget(long number) {
        return Path.of(VERSIONS, text(number));
    }

    /// The target of a tag, from the directory of the tags.
    static Path tagTarget(long number) {
        return Path.of("..", VERSIONS, text(number));
    }

    /// The numbers in `versions`, those of damaged versions too.
    SortedSet<Long> numbers() throws IOException {
        SortedSet<Long> numbers = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(versions())) {
            for (Path file : files) {
                String text = file.getFileName().toString();
                if (NUMBER.matcher(text).matches() && Long.parseLong(text) > 0) {
                    numbers.add(Long.parseLong(text));
                }
            }
        } catch (NoSuchFileException gone) {
            throw new NoSuchFileException(name, null, "damaged: it has no directory " + VERSIONS);
        }
        return numbers;
    }

    /// The builds that are there, of living and of dead processes.
    SortedSet<Long> builds() throws IOException {
        SortedSet<Long> builds = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root, BUILD + "*")) {
            for (Path file : files) {
                Matcher build = BUILD_NAME.matcher(file.getFileName().toString());
                if (build.matches()) {
                    builds.add(Long.parseLong(build.group(1), 16));
                }
            }
        }
        return builds;
    }

    /// The number to which `latest` leads, whether or not there is such a version.
    OptionalLong latestNumber() {
        try {
            return number(LATEST, latest());
        } catch (IOException noHint) {
            return OptionalLong.empty();
        }
    }

    /// The number to which a tag leads; nothing if there is no such tag.
    ///
    /// @throws IOException if the tag is not a link to a version
    Optional<Long> tagged(String tag) throws IOException {
        try {
            OptionalLong number = number(TAG, tag(tag));
            if (number.isEmpty()) {
                throw new FileSystemException(name + "/tags/" + tag, null, "damaged tag: it leads out of the store");
            }
            return Optional.of(number.getAsLong());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (NotLinkException file) {
            throw new FileSystemException(name + "/tags/" + tag, null, "damaged tag: it is not a link to a version");
        }
    }

    private static OptionalLong number(Pattern pattern, Path link) throws IOException {
        Matcher target = pattern.matcher(Files.readSymbolicLink(link).toString());
        return target.matches() && target.group(1).length() <= 18
                ? OptionalLong.of(Long.parseLong(target.group(1)))
                : OptionalLong.empty();
    }

    /// Whether there is a version of a number, or something in its place.
    boolean exists(long number) throws IOException {
        return attributes(number, version(number)).isPresent();
    }

    /// Whether a version is there with its manifest, without which it is none; a link in its place is refused when it is
    /// read.
    ///
    /// @throws IOException if the system does not tell: a version that one may not see is there all the same
    boolean isVersion(long number) throws IOException {
        Optional<BasicFileAttributes> found = attributes(number, version(number));
        return found.isPresent() && (found.get().isSymbolicLink()
                || found.get().isDirectory() && attributes(number, manifest(number)).isPresent());
    }

    private Optional<BasicFileAttributes> attributes(long number, Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (AccessDeniedException denied) {
            throw new AccessDeniedException(at(number), null, "access denied");
        }
    }

    /// The highest number of a version; 0 if there is none. Cost: a list of all versions.
    long newest() throws IOException {
        for (long number : numbers().reversed()) {
            if (isVersion(number)) {
                return number;
            }
        }
        return 0;
    }

    /// Refuses a path in a store, whose directories hold what the store itself puts there.
    static void requireOutside(Path target) throws IOException {
        Path there = target.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        Path real = there.toRealPath();
        for (Path above = there.equals(target.toAbsolutePath()) ? real.getParent() : real; above != null; above = above
                .getParent()) {
            StoreFiles store = of(above);
            if (ArrayStore.isStore(above) && Files.isDirectory(store.locks())) {
                throw new FileSystemException(target.toString(), null, "is in the store " + store.name());
            }
        }
    }

    /// Refuses symbolic links between a version's directory and one of its files, at either end too, and what is no
    /// regular file.
    ///
    /// @param shown the name of the array in messages
    void requireNoLinks(Path directory, Path file, String shown) throws IOException {
        Path root = directory.getParent();
        for (Path path = file; !path.equals(root); path = path.getParent()) {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            if (path.equals(file) && !found.isRegularFile() && !found.isSymbolicLink()) {
                throw new FileSystemException(shown, null, "damaged: not a regular file");
            }
            if (found.isSymbolicLink()) {
                throw new FileSystemException(shown, null, "a version has no links: " + path.getFileName()
                        + " is one");
            }
        }
    }

    /// The number after the highest that was ever given out, as far as the store tells.
    long next() throws IOException {
        SortedSet<Long> numbers = numbers();
        long highest = Math.max(numbers.isEmpty() ? 0 : numbers.last(), latestNumber().orElse(0));
        if (highest >= MAX_NUMBER) {
            throw new FileSystemException(at(highest), null, "no number is left after it");
        }
        return highest + 1;
    }
}
