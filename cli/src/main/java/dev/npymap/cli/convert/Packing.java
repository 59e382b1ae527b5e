package dev.npymap.cli.convert;

import dev.npymap.array.NdArray;
import dev.npymap.catalog.Entry;
import dev.npymap.catalog.Following;
import dev.npymap.cli.terminal.EachFile;
import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.cli.terminal.Progress;
import dev.npymap.npz.Compression;
import dev.npymap.npz.Npz;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Writes arrays into an archive, one after another, replacing a file that has the name already.
///
/// @param target      the archive
/// @param compression the compression of all members; empty to keep that of each member
record Packing(Path target, Optional<Compression> compression) {
    /// Writes an archive: all of it or, after any failure, nothing.
    void write(List<NamedArrays> sources, Progress progress) throws IOException {
        EachFile each = new EachFile(failure -> {
            throw failure;
        });
        Targets.writing(target, () -> {
            try (Npz.Writer writer = Npz.writer(target)) {
                for (NamedArrays source : sources) {
                    FileFailure.blaming(source.word(),
                            () -> source.forEach(compression.isPresent()
                                    ? packing(writer, progress)
                                    : copying(writer, progress, source.checksums().compared()), each));
                }
                writer.commit();
            }
        });
    }

    private NamedArrays.Action packing(Npz.Writer writer, Progress progress) {
        return (item, entry, array) -> {
            Targets.writing(target, () -> writer.put(item.name(), array, compression(entry)));
            progress.step(item.byteSize());
        };
    }

    /// Copies members; a member with several arrays or pickles is copied as it is.
    private NamedArrays.Action copying(Npz.Writer writer, Progress progress, boolean verified) {
        return new NamedArrays.Action() {
            @Override
            public void on(NamedArrays.Item item, Entry entry, NdArray array) throws IOException {
                packing(writer, progress).on(item, entry, array);
            }

            @Override
            public void onSeveral(Entry entry, Following following) throws IOException {
                entry.series((_, _, _) -> {
                    // Reading each entry finds damage.
                });
                NpzMember member = entry.detail(NpzMember.class).orElseThrow();
                Npz archive = entry.detail(Npz.class).orElseThrow();
                Targets.writing(target, () -> writer.carry(archive, member.fileName(), verified));
                progress.step(member.size());
            }
        };
    }

    private Compression compression(Entry entry) {
        return compression.orElseGet(() -> switch (entry.detail(NpzMember.class).map(NpzMember::method).orElse("")) {
            case "deflated" -> Compression.DEFLATED;
            case "zstd" -> Compression.zstd(3);
            default -> Compression.STORED;
        });
    }
}
