package dev.npymap.catalog;

import dev.npymap.internal.io.SomeNames;
import dev.npymap.npz.Npz;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The members of an archive. Of several members with the same file name only the last can be read.
///
/// @param members the members that can be read, in the order of the directory
/// @param number  the number in the address, which counts arrays within a member
record NpzContents(String address, Npz npz, Scratch scratch, List<NpzMember> members, Optional<Long> number)
        implements
            Contents {
    static NpzContents open(CatalogFile file, Arena arena) throws IOException {
        Path path = file.requireFile("an archive");
        Npz npz = Npz.map(path, arena);
        Map<String, NpzMember> visible = new LinkedHashMap<>();
        for (NpzMember member : npz.members()) {
            visible.remove(member.fileName());
            visible.put(member.fileName(), member);
        }
        return new NpzContents(file.address(), npz, new Scratch(path), List.copyOf(visible.values()), Optional.empty());
    }

    /// A second opening of the archive, for members that are inflated and used in turn: from time to time it is opened
    /// anew to release their memory.
    static final class Scratch {
        /// The largest size of all inflated members together, in bytes.
        private static final long MAX_INFLATED = 64L << 20;

        private final Path path;
        private Optional<Arena> arena = Optional.empty();
        private Optional<Npz> npz = Optional.empty();
        private long inflated;

        private Scratch(Path path) {
            this.path = path;
        }

        /// Returns an archive in which a number of bytes can still be inflated.
        Npz withRoom(long byteSize) throws IOException {
            if (npz.isEmpty() || inflated > 0 && byteSize > MAX_INFLATED - inflated) {
                close();
                arena = Optional.of(Arena.ofShared());
                npz = Optional.of(Npz.map(path, arena.get()));
                inflated = 0;
            }
            inflated += Math.min(byteSize, MAX_INFLATED);
            return npz.get();
        }

        private void close() {
            npz = Optional.empty();
            arena.ifPresent(Arena::close);
            arena = Optional.empty();
        }
    }

    @Override
    public List<Entry> entries() {
        return List.copyOf(members.stream().map(this::entry).toList());
    }

    private NpzEntry entry(NpzMember member) {
        return new NpzEntry(this, member);
    }

    @Override
    public Optional<Entry> find(String name) {
        if (npz.contains(name)) {
            return Optional.of(entry(npz.member(name)));
        }
        // A path has no empty parts: it cannot express whether a name begins with a slash, or has two in a row.
        String wanted = withoutEmptyParts(name);
        List<NpzMember> alike = members.stream()
                .filter(member -> withoutEmptyParts(member.name()).equals(wanted)
                        || withoutEmptyParts(member.fileName()).equals(wanted))
                .toList();
        return alike.size() == 1 ? Optional.of(entry(alike.getFirst())) : Optional.empty();
    }

    private static String withoutEmptyParts(String name) {
        return name.replaceAll("/+", "/").replaceFirst("^/", "").replaceFirst("/$", "");
    }

    @Override
    public String known(String missing) {
        List<String> names = members.stream().map(NpzMember::name).toList();
        List<String> below = names.stream().filter(name -> name.startsWith(missing + "/")).toList();
        return "no such member; " + npz.source() + " has "
                + (names.isEmpty() ? "none" : SomeNames.of(below.isEmpty() ? names : below));
    }

    @Override
    public Contents numbered(long wanted) {
        return new NpzContents(address, npz, scratch, members, Optional.of(wanted));
    }

    @Override
    public long leftOut() {
        return npz.members().size() - members.size();
    }

    @Override
    public void close() {
        scratch.close();
    }
}
