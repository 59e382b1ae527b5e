package dev.npymap.npz;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.io.WriteLock;
import dev.npymap.model.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The changes of an update: a list of old and new members, from which the new archive is written.
final class Changes implements Closeable {
    private final Path path;
    private final WriteLock lock;
    private final Arena arena;
    private final ArchiveBytes archive;
    /// The members in order; empty where one was removed.
    private final List<Optional<Slot>> slots = new ArrayList<>();
    /// The position of each file name in the list.
    private final Map<String, Integer> places = new HashMap<>();
    private boolean closed;

    /// A member of the new archive.
    private sealed interface Slot {
        String fileName();

        /// A member that is carried over from the old archive, perhaps under another name.
        record Old(Entry entry, String fileName) implements Slot {
        }

        /// A member that is written anew.
        record New(String fileName, NdArray array, Compression compression) implements Slot {
        }
    }

    Changes(Path path) throws IOException {
        this.path = path;
        this.lock = WriteLock.acquireExisting(path);
        this.arena = Arena.ofShared();
        try (RegularFile file = RegularFile.open(path)) {
            this.archive = new ArchiveBytes(file.map(0, file.byteSize(), arena), Threads.ALL);
            List<Entry> entries = Directory.read(archive);
            Map<String, Integer> visible = Names.places(entries);
            for (int n = 0; n < entries.size(); n++) {
                Entry entry = entries.get(n);
                if (visible.get(entry.fileName()) == n) {
                    set(slots.size(), new Slot.Old(entry, entry.fileName()));
                }
            }
        } catch (Throwable failure) {
            try (lock; arena) {
                throw failure;
            }
        }
    }

    List<String> names() {
        return slots.stream().flatMap(Optional::stream).map(slot -> Names.shown(slot.fileName())).toList();
    }

    /// The position of a member, found as [Npz] finds it: by its file name, or by its short name.
    private int find(String name) {
        return places.getOrDefault(name, places.getOrDefault(name + Names.SUFFIX, -1));
    }

    private Slot slot(int place) {
        return slots.get(place).orElseThrow();
    }

    /// Puts a member at a position, which may be the one after the last.
    private void set(int place, Slot slot) {
        if (place == slots.size()) {
            slots.add(Optional.of(slot));
        } else {
            places.remove(slot(place).fileName());
            slots.set(place, Optional.of(slot));
        }
        places.put(slot.fileName(), place);
    }

    private int require(String name) {
        int place = find(name);
        if (place < 0) {
            throw new NoSuchElementException(archive.name() + ": has no member '" + name + "'");
        }
        return place;
    }

    void put(String name, NdArray array) {
        int place = find(name);
        Compression as = place < 0 ? Compression.STORED : switch (slot(place)) {
            case Slot.New replaced -> replaced.compression();
            case Slot.Old old when old.entry().method() == Compression.Method.DEFLATED.code -> Compression.DEFLATED;
            case Slot.Old old when old.entry().method() == Compression.Method.ZSTD.code -> Compression.zstd(3);
            case Slot.Old _ -> Compression.STORED;
        };
        put(name, array, as);
    }

    void put(String name, NdArray array, Compression compression) {
        if (array.dtype().holdsObjects()) {
            throw new IllegalArgumentException(
                    archive.name() + "/" + name + ": Python objects cannot be written: " + array.dtype());
        }
        int place = find(name);
        if (place < 0) {
            Names.encode(archive.name(), name + Names.SUFFIX);
            set(slots.size(), new Slot.New(name + Names.SUFFIX, array, compression));
        } else {
            set(place, new Slot.New(slot(place).fileName(), array, compression));
        }
    }

    void rename(String name, String newName) {
        int place = require(name);
        String old = slot(place).fileName();
        String fileName = old.endsWith(Names.SUFFIX) ? newName + Names.SUFFIX : newName;
        if (find(newName) >= 0 || find(newName + Names.SUFFIX) >= 0) {
            throw new IllegalArgumentException(archive.name() + ": there is a member '" + newName + "' already");
        }
        Names.encode(archive.name(), fileName);
        set(place, switch (slot(place)) {
            case Slot.Old(Entry entry, String _) -> new Slot.Old(entry, fileName);
            case Slot.New(String _, NdArray array, Compression compression) ->
                new Slot.New(fileName, array, compression);
        });
    }

    void remove(String name) {
        int place = require(name);
        places.remove(slot(place).fileName());
        slots.set(place, Optional.empty());
    }

    void commit() throws IOException {
        if (closed) {
            throw new IllegalStateException(archive.name() + ": the update is closed");
        }
        try (ArchiveFile file = new ArchiveFile(path)) {
            for (Optional<Slot> slot : slots) {
                if (slot.isPresent()) {
                    file.put(slot.get().fileName(), writer -> write(slot.get(), writer));
                }
            }
            file.commit();
        }
    }

    private void write(Slot slot, ArchiveWriter writer) throws IOException {
        switch (slot) {
            case Slot.New(String fileName, NdArray array, Compression compression) ->
                writer.put(fileName, array, compression);
            case Slot.Old(Entry entry, String fileName) ->
                new Member(entry, archive, arena).carry(writer, fileName, true);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (lock) {
                arena.close();
            }
        }
    }
}
