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

/// The files that killed writers of a file leave, and how the next writer finds them.
///
/// Each writer makes a symbolic link `.NAME.<n>.npymap-tmp` to its temporary file. A few names then tell whether there
/// is anything to remove, so that writing many files into one directory does not scan the directory for each. Where the
/// file system has no symbolic links, the directory is scanned. A link is only a hint: nothing is ever written through
/// it, and a writer may lose its link to another one that begins at the same moment.
///
/// A temporary file that another process can lock has no writer any more and is removed. Those of this process are
/// recognised by their names and left alone, because a process that closes a file releases all its locks on it.
final class Leftovers {
    private static final String SUFFIX = ".npymap-tmp";
    private static final String PROCESS = randomHex();
    /// The number of simultaneous writers of one file that have links.
    private static final int LINKS = 4;

    private final Target target;

    Leftovers(Target target) {
        this.target = target;
    }

    /// A unique name for a temporary file.
    String newName() {
        return target.siblingName(PROCESS + "-" + randomHex() + SUFFIX);
    }

    /// Removes the files of killed writers. Failing to remove one never keeps a file from being written.
    void tidy() {
        for (int n = 0; n < LINKS; n++) {
            Path link = link(n);
            Optional<String> name = temporary(link);
            if (name.isPresent() && removeUnlocked(target.directory().resolve(name.get()))) {
                remove(link);
            }
        }
    }

    /// Makes a link to a temporary file that is about to be created.
    ///
    /// @return the link; empty if all are taken, or the file system has no links; the directory is then scanned
    Optional<Path> announce(String name) {
        for (int n = 0; n < LINKS; n++) {
            try {
                return Optional.of(Files.createSymbolicLink(link(n), Path.of(name)));
            } catch (FileAlreadyExistsException taken) {
                // The next link may be free.
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

    /// The temporary file of this target to which a link leads.
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
            // Such files stay.
        }
    }

    /// Removes a temporary file that is not locked, and returns whether it is gone.
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
            // The link leads nowhere, and the next writer tries again.
        }
    }

    private static String randomHex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }
}
