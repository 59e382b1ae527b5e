package dev.npymap.cli;

import dev.npymap.array.NdArray;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The arrays of one source, and the names that they have in an archive.
///
/// @param at    the source
/// @param items its arrays, and members that cannot be read; nothing is known of the contents of a `.npy` file yet
/// @param texts reads text
/// @param verified whether a stored member is verified by whoever writes its array
record NamedArrays(Location at, List<Item> items, Texts texts, boolean verified) {
    /// An array that has not been looked at.
    ///
    /// @param name     a member's, or a file's without its suffix
    /// @param member   where it lies in an archive
    /// @param byteSize about how large it is, in bytes
    record Item(String name, Optional<NpzMember> member, long byteSize) {
    }

    /// What is done with an array.
    interface Action {
        void on(Item item, NdArray array) throws IOException;

        /// What is done with a member that holds several one behind the other, which most targets cannot keep.
        default void onSeveral(Archive archive, NpzMember member, Behind behind) throws IOException {
            behind.requireNothing();
        }
    }

    /// Lists the arrays that a source holds.
    ///
    /// @param leftOut told of each member that is no array, if the archive was named and not the member
    /// @throws IOException if the source is not there, or no archive where one is meant
    static NamedArrays of(Location at, Consumer<String> leftOut) throws IOException {
        return of(at, Texts.REFUSED, leftOut);
    }

    /// As [#of(Location, Consumer)], also of text.
    static NamedArrays of(Location at, Texts texts, Consumer<String> leftOut) throws IOException {
        return new NamedArrays(at, items(at, leftOut), texts, true);
    }

    /// The same arrays, verified or not.
    NamedArrays with(Checksums checksums) {
        return new NamedArrays(at, items, texts, checksums.compared());
    }

    private static List<Item> items(Location at, Consumer<String> leftOut) throws IOException {
        if (at.pickle()) {
            return ofPickle(at, leftOut);
        }
        if (!at.archive()) {
            Series.behind(at).requireNothing();
            return List.of(new Item(at.name(), Optional.empty(), at.file().toFile().length()));
        }
        try (Archive archive = Archive.open(at)) {
            return archive.members().stream().filter(member -> {
                boolean taken = !at.isWholeArchive() || archive.isArrayOrDamaged(member);
                if (!taken && !Archive.isDirectory(member)) {
                    leftOut.accept(archive.path(member) + ": left out: not an array");
                }
                return taken;
            }).map(member -> new Item(member.name(), Optional.of(member), member.size())).toList();
        }
    }

    /// All arrays that are meant, under the names that lead to them.
    private static List<Item> ofPickle(Location at, Consumer<String> leftOut) throws IOException {
        try (PickleFile pickle = PickleFile.open(at)) {
            pickle.behind().requireNothing();
            List<PickleFile.Item> arrays = pickle.namedArrays();
            if (arrays.isEmpty()) {
                throw new FileSystemException(at.path().toString(), null, "holds no array");
            }
            List<TreePath> others = pickle.others();
            if (!others.isEmpty()) {
                leftOut.accept(at.file() + ": left out, no arrays: " + SomeNames.of(others, TreePath::toString));
            }
            return arrays.stream().map(item -> new Item(item.name().isEmpty()
                    ? at.name()
                    : item.name(), Optional.empty(), item.array().byteSize())).toList();
        }
    }

    /// Refuses arrays of one name, which would be written over each other.
    ///
    /// @throws IllegalArgumentException if there are two
    static void requireDifferentNames(List<NamedArrays> all) {
        Set<String> names = new HashSet<>();
        for (NamedArrays arrays : all) {
            for (Item item : arrays.items) {
                if (!names.add(item.name())) {
                    throw new IllegalArgumentException(
                            arrays.at.path() + ": there are two arrays named '" + item.name() + "'");
                }
            }
        }
    }

    /// How large the arrays are together, in bytes.
    long byteSize() {
        return items.stream().mapToLong(Item::byteSize).sum();
    }

    /// Takes each array in turn, mapped for as long as the action takes.
    void forEach(Action action, EachFile each) throws IOException {
        if (at.pickle()) {
            try (PickleFile pickle = PickleFile.open(at)) {
                List<PickleFile.Item> arrays = pickle.arrays();
                for (int n = 0; n < items.size(); n++) {
                    int next = n;
                    each.attempt(at.path(), () -> action.on(items.get(next), arrays.get(next).array()));
                }
            }
            return;
        }
        if (!at.archive()) {
            each.attempt(at.path(),
                    () -> Sources.one(at, Part.whole(), texts, array -> action.on(items.getFirst(), array)));
            return;
        }
        try (Archive archive = Archive.open(at)) {
            for (Item item : items) {
                each.attempt(at.path(), () -> member(archive, item, action));
            }
        }
    }

    private void member(Archive archive, Item item, Action action) throws IOException {
        NpzMember member = item.member().orElseThrow();
        Behind behind = archive.behind(member);
        if (behind.more()) {
            action.onSeveral(archive, member, behind);
            return;
        }
        behind.requireNothing();
        NdArray array = archive.array(member, Part.whole());
        if (verified) {
            archive.verifyStored(member);
        }
        action.on(item, array.unverified());
    }
}
