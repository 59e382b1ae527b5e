package dev.npymap.internal.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/// The hidden sibling `.NAME.<process>-<random>.npymap-tmp` that becomes the target once it is complete.
///
/// It is locked from its creation until it has the target's name, which distinguishes it from [Leftovers]. If the file
/// system has no locks, nothing is removed; if its locks are not shared between hosts, a writer whose temporary file
/// vanishes gets an error and the target stays as it was.
final class Temporary implements Closeable {
    private final Target target;
    private final Inherited inherited;
    private final Leftovers leftovers;
    private final String name;
    private final Path file;
    private Optional<Path> link = Optional.empty();
    private Optional<FileChannel> opened = Optional.empty();

    private Temporary(Target target, Inherited inherited, Leftovers leftovers) {
        this.target = target;
        this.inherited = inherited;
        this.leftovers = leftovers;
        this.name = leftovers.newName();
        this.file = target.directory().resolve(name);
    }

    /// Removes the files of killed writers of this target, and creates a new one.
    static Temporary create(Target target) throws IOException {
        Leftovers leftovers = new Leftovers(target);
        leftovers.tidy();
        try {
            Inherited inherited = Inherited.from(target);
            while (true) {
                Temporary temporary = new Temporary(target, inherited, leftovers);
                try {
                    UnfinishedFiles.change(temporary::open);
                    if (temporary.lock()) {
                        return temporary;
                    }
                } catch (FileAlreadyExistsException taken) {
                    // Another name will be free.
                } catch (Throwable failure) {
                    try (temporary) {
                        throw failure;
                    }
                }
                temporary.close();
            }
        } catch (IOException failure) {
            throw FileErrors.named(target.name(), "cannot be written", failure);
        }
    }

    private void open() throws IOException {
        link = leftovers.announce(name);
        link.ifPresent(UnfinishedFiles::add);
        opened = Optional.of(FileChannel.open(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                inherited.whileWritten()));
        UnfinishedFiles.add(file);
    }

    private FileChannel channel() {
        return opened.orElseThrow();
    }

    void write(AtomicReplace.Body body) throws IOException {
        try (WriteBehind _ = WriteBehind.begin(channel())) {
            body.writeTo(channel());
        } catch (IOException failure) {
            throw FileErrors.ofChannel(target.name(), failure);
        }
    }

    /// Makes the contents durable, gives them the target's name, and makes that durable.
    ///
    /// The file is closed afterwards, not before: without its lock it would look like a leftover.
    void publish(boolean replacing) throws IOException {
        try {
            inherited.giveTo(file);
            channel().force(true);
            UnfinishedFiles.change(() -> {
                if (replacing) {
                    Files.move(file, target.file(), StandardCopyOption.ATOMIC_MOVE);
                } else {
                    moveToFreeName();
                }
            });
            target.forceDirectory();
        } catch (IOException failure) {
            throw FileErrors.named(target.name(), "cannot be written", failure);
        }
    }

    /// Closes the file, and deletes it unless it was renamed.
    @Override
    public void close() throws IOException {
        if (opened.isEmpty()) {
            UnfinishedFiles.change(this::forget);
            return;
        }
        try (FileChannel _ = channel()) {
            UnfinishedFiles.change(() -> {
                Files.deleteIfExists(file);
                forget();
            });
        } catch (IOException failure) {
            throw FileErrors.named(target.name(), "its temporary file cannot be removed", failure);
        }
    }

    private void forget() {
        UnfinishedFiles.remove(file);
        if (link.isPresent()) {
            leftovers.withdraw(link.get(), name);
            UnfinishedFiles.remove(link.get());
            link = Optional.empty();
        }
    }

    /// Locks the new file, unless another process has already taken it for a leftover.
    private boolean lock() {
        try {
            return channel().tryLock() != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException noLocks) {
            return true;
        }
    }

    /// Moves the file to a name that must be free: a rename would replace a file that has appeared by now, a second
    /// link does not.
    private void moveToFreeName() throws IOException {
        try {
            Files.createLink(target.file(), file);
        } catch (FileAlreadyExistsException exists) {
            throw exists;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(file, target.file());
        }
    }
}
