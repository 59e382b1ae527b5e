package dev.npymap.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// The hidden sibling `.NAME.<process>-<random>.npymap-tmp` that becomes the target once it is complete.
///
/// It is locked from its creation until it has the target's name, so a temporary that another process can lock has no
/// writer any more and is removed. Those of this process are told by their name and left alone, because a process that
/// closes a file gives up all its locks on it. Where the file system has no locks, nothing is removed; where its locks
/// end at one host, a writer whose temporary vanishes gets an error and the target stays as it was.
final class Temporary implements Closeable {
    private static final String SUFFIX = ".npymap-tmp";
    private static final String PROCESS = randomHex();

    private final Target target;
    private final Optional<Set<PosixFilePermission>> permissions;
    private final Path file;
    private final FileChannel channel;

    private Temporary(Target target, Optional<Set<PosixFilePermission>> permissions, Path file, FileChannel channel) {
        this.target = target;
        this.permissions = permissions;
        this.file = file;
        this.channel = channel;
    }

    /// Removes what writers of this target left when they were killed, and begins anew.
    static Temporary create(Target target) throws IOException {
        removeStale(target);
        try {
            Optional<Set<PosixFilePermission>> permissions = target.permissions();
            while (true) {
                Path file = target.sibling(PROCESS + "-" + randomHex() + SUFFIX);
                FileChannel channel;
                try {
                    channel = FileChannel.open(file,
                            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), attributes(permissions));
                } catch (FileAlreadyExistsException taken) {
                    continue;
                }
                Temporary temporary = new Temporary(target, permissions, file, channel);
                if (temporary.lock()) {
                    return temporary;
                }
                temporary.close();
            }
        } catch (IOException failure) {
            throw FileErrors.named(target.name(), "cannot be written", failure);
        }
    }

    /// Cost: one listing of the directory.
    private static void removeStale(Target target) {
        try (DirectoryStream<Path> stale = Files.newDirectoryStream(target.directory(),
                sibling -> ofAnotherProcess(target, FileErrors.nameOf(sibling)))) {
            stale.forEach(Temporary::removeUnlocked);
        } catch (IOException | DirectoryIteratorException unlisted) {
            // What cannot be tidied up must not keep the file from being written.
        }
    }

    void write(AtomicReplace.Body body) throws IOException {
        try (WriteBehind _ = WriteBehind.begin(channel)) {
            body.writeTo(channel);
        } catch (IOException failure) {
            throw FileErrors.ofChannel(target.name(), failure);
        }
    }

    /// Makes the contents durable, gives them the target's name, and makes that durable.
    ///
    /// The file is closed after that, not before: with the lock gone it would look like a leftover.
    void publish(boolean replacing) throws IOException {
        try {
            if (permissions.isPresent() && !Files.getPosixFilePermissions(file).equals(permissions.get())) {
                Files.setPosixFilePermissions(file, permissions.get());
            }
            channel.force(true);
            if (replacing) {
                Files.move(file, target.file(), StandardCopyOption.ATOMIC_MOVE);
            } else {
                moveToFreeName();
            }
            target.forceDirectory();
        } catch (IOException failure) {
            throw FileErrors.named(target.name(), "cannot be written", failure);
        }
    }

    /// Closes the file, and deletes it unless it was moved.
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw FileErrors.named(target.name(), "its temporary file cannot be removed", failure);
        }
    }

    /// Locks the new file, unless another process took it for a leftover before that.
    private boolean lock() {
        try {
            return channel.tryLock() != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException noLocks) {
            return true;
        }
    }

    /// A rename would replace a file that has appeared by now; a second link does not.
    private void moveToFreeName() throws IOException {
        try {
            Files.createLink(target.file(), file);
        } catch (FileAlreadyExistsException exists) {
            throw exists;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(file, target.file());
        }
    }

    /// Permissions for the new file: those of the old one, so that nobody else may read it meanwhile, and the owner's
    /// right to write.
    private static FileAttribute<?>[] attributes(Optional<Set<PosixFilePermission>> permissions) {
        if (permissions.isEmpty()) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> writable = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        writable.addAll(permissions.get());
        return new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(writable)};
    }

    private static boolean ofAnotherProcess(Target target, String name) {
        String prefix = target.siblingName("");
        if (!name.startsWith(prefix) || !name.endsWith(SUFFIX)) {
            return false;
        }
        String middle = name.substring(prefix.length(), Math.max(prefix.length(), name.length() - SUFFIX.length()));
        return middle.matches("[0-9a-f]{8}-[0-9a-f]{8}") && !middle.startsWith(PROCESS);
    }

    private static void removeUnlocked(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | OverlappingFileLockException inUse) {
            // It may have a writer, so it stays.
        }
    }

    private static String randomHex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }
}
