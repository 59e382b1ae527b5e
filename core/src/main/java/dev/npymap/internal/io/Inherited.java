package dev.npymap.internal.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The attributes that a file takes over from the one that it replaces: group, permissions and owner, as far as the
/// process may set them.
///
/// Set-user-ID, set-group-ID and sticky bits are not passed on, nor are extended attributes and access lists.
///
/// @param old the attributes of the file that is replaced, if there is one on a file system with POSIX permissions
record Inherited(Optional<PosixFileAttributes> old) {
    static Inherited from(Target target) throws IOException {
        boolean any = target.posix() && Files.exists(target.file());
        return new Inherited(any
                ? Optional.of(Files.readAttributes(target.file(), PosixFileAttributes.class))
                : Optional.empty());
    }

    /// The permissions of a temporary file: nobody else may read it until owner and group are set.
    FileAttribute<?>[] whileWritten() {
        return old.isEmpty()
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(
                        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))};
    }

    void giveTo(Path file) throws IOException {
        if (old.isPresent()) {
            give(old.get(), file);
        }
    }

    /// Sets the owner last, because only the owner may change permissions.
    private static void give(PosixFileAttributes old, Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class,
                LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes created = view.readAttributes();
        boolean sameGroup = created.group().equals(old.group()) || may(() -> view.setGroup(old.group()));
        Set<PosixFilePermission> permissions = sameGroup ? old.permissions() : forAnyGroup(old.permissions());
        if (!created.permissions().equals(permissions)) {
            // This is done by path: opening and closing the file again would release its lock.
            Files.setPosixFilePermissions(file, permissions);
        }
        if (!created.owner().equals(old.owner())) {
            may(() -> view.setOwner(old.owner()));
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    private static boolean may(Change change) {
        try {
            change.make();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /// Reduces the permissions of a group that cannot be kept to those of everybody.
    private static Set<PosixFilePermission> forAnyGroup(Set<PosixFilePermission> permissions) {
        Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
        all.addAll(permissions);
        restrict(all, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
        restrict(all, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        restrict(all, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
        return all;
    }

    private static void restrict(Set<PosixFilePermission> all, PosixFilePermission ofGroup,
            PosixFilePermission ofOthers) {
        if (!all.contains(ofOthers)) {
            all.remove(ofGroup);
        }
    }
}
