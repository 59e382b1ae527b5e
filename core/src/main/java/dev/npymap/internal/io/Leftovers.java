package dev.npymap.internal.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// What writers of one file leave when they are killed, and how the next writer finds it.
///
/// Beside its temporary each writer has a symbolic link `.NAME.<n>.npymap-tmp` that leads to it. So a few names tell
/// whether there is anything to tidy, and writing many files into one directory does not mean to look through it for
/// each. Where the file system has no symbolic links, the directory is looked through. A link is a hint only: nothing is
/// ever written through it, and a writer may lose its own to another one that begins at the same moment.
///
/// A temporary that another process can lock has no writer any more and is removed. Those of this process are told by
/// their name and left alone, because a process that closes a file gives up all its locks on it.
final class Leftovers {
    private static final String SUFFIX = ".npymap-tmp";
    private static final String PROCESS = randomHex();
    /// So many writers of one file at the same time have a link each.
    private static final int LINKS = 4;

    private final Target target;

    Leftovers(Target target) {
        this.target = target;
    }

    /// A name for a temporary that nobody else has.
    String newName() {
        return target.siblingName(PROCESS + "-" + randomHex() + SUFFIX);
    }

    /// Removes what the links of killed writers lead to. What cannot be tidied up never keeps a file from being written.
    void tidy() {
        for (int n = 0; n < LINKS; n++) {
            Path link = link(n);
            Optional<String> name = temporary(link);
            if (name.isPresent() && removeUnlocked(target.directory().resolve(name.get()))) {
                remove(link);
            }
        }
    }

    /// Makes a link to a temporary that is about to be created.
    ///
    /// @return the link; none if others have them all, or the file system knows none, and then the directory is tidied
    Optional<Path> announce(String name) {
        for (int n = 0; n < LINKS; n++) {
            try {
                return Optional.of(Files.createSymbolicLink(link(n), Path.of(name)));
            } catch (FileAlreadyExistsException taken) {
                // The next one may be free.
            } catch (UnsupportedOperationException | IOException noLinks) {
                break;
            }
        }
        tidyDirectory();
        return Optional.empty();
    }

    /// Removes a link, unless it leads elsewhere by now.
    void withdraw(Path link, String name) {
        if (temporary(link).equals(Optional.of(name))) {
            remove(link);
        }
    }

    private Path link(int n) {
        return target.sibling(n + SUFFIX);
    }

    /// The temporary of this target that a link leads to.
    private Optional<String> temporary(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString()).filter(this::isTemporary);
        } catch (UnsupportedOperationException | IOException none) {
            return Optional.empty();
        }
    }

    private boolean isTemporary(String name) {
        String prefix = target.siblingName("");
        return name.startsWith(prefix) && name.endsWith(SUFFIX)
                && name.length() > prefix.length() + SUFFIX.length()
                && name.substring(prefix.length(), name.length() - SUFFIX.length())
                        .matches("[0-9a-f]{8}-[0-9a-f]{8}");
    }

    private void tidyDirectory() {
        try (DirectoryStream<Path> temporaries = Files.newDirectoryStream(target.directory(),
                sibling -> isTemporary(FileErrors.nameOf(sibling)))) {
            temporaries.forEach(this::removeUnlocked);
        } catch (IOException | DirectoryIteratorException unlisted) {
            // They stay.
        }
    }

    /// Returns whether there is no such temporary, or no longer.
    private boolean removeUnlocked(Path file) {
        if (FileErrors.nameOf(file).startsWith(PROCESS, target.siblingName("").length())) {
            return false;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            Files.deleteIfExists(file);
            return true;
        } catch (IOException | OverlappingFileLockException inUse) {
            return false;
        }
    }

    private static void remove(Path link) {
        try {
            Files.deleteIfExists(link);
        } catch (IOException stays) {
            // It leads nowhere, and the next writer tries again.
        }
    }

    private static String randomHex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }
}
