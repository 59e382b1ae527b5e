package dev.npymap.npz;

import dev.npymap.internal.io.Replacement;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// An archive that is being written, and gets its name when it is complete.
final class ArchiveFile implements Closeable {
    private final String name;
    private final Replacement file;
    private final Set<String> names = new HashSet<>();
    private Optional<ArchiveWriter> writer = Optional.empty();
    private boolean ended;

    ArchiveFile(Path path) throws IOException {
        this.name = Objects.toString(path.getFileName(), path.toString());
        this.file = Replacement.of(path);
    }

    /// Adds one member.
    @FunctionalInterface
    interface Addition {
        void to(ArchiveWriter writer) throws IOException;
    }

    /// Adds a member; if that fails midway, the archive is unusable.
    void put(String member, Addition addition) throws IOException {
        requireUsable();
        if (names.contains(member)) {
            throw new IllegalArgumentException(name + ": there is a member '" + member + "' already");
        }
        add(addition);
        names.add(member);
    }

    void commit() throws IOException {
        requireUsable();
        add(ArchiveWriter::finish);
        ended = true;
        file.publish();
    }

    private void add(Addition addition) throws IOException {
        file.write(channel -> {
            if (writer.isEmpty()) {
                writer = Optional.of(new ArchiveWriter(channel, name));
            }
            addition.to(writer.get());
        });
    }

    private void requireUsable() {
        if (ended || writer.map(ArchiveWriter::torn).orElse(false)) {
            throw new IllegalStateException(name + ": is committed or closed, or a member could not be written");
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        try (file) {
            writer.ifPresent(ArchiveWriter::close);
        }
    }
}
