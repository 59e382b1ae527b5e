package dev.npymap.cli;

import dev.npymap.array.NdArray;
import dev.npymap.npz.Compression;
import dev.npymap.npz.Npz;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Writes arrays into an archive, one after another, in place of the file of that name if there is one.
///
/// @param target      the archive
/// @param compression for all; none for that which each member has in its own archive
record Packing(Path target, Optional<Compression> compression) {
    /// Writes an archive; all of it or, after any failure, nothing.
    void write(List<NamedArrays> sources, Progress progress) throws IOException {
        EachFile each = new EachFile(failure -> {
            throw failure;
        });
        Sources.writing(target, () -> {
            try (Npz.Writer writer = Npz.writer(target)) {
                for (NamedArrays source : sources) {
                    FileFailure.blaming(source.at().path(),
                            () -> source.forEach(compression.isPresent()
                                    ? packing(writer, progress)
                                    : copying(writer, progress, source.verified()), each));
                }
                writer.commit();
            }
        });
    }

    private NamedArrays.Action packing(Npz.Writer writer, Progress progress) {
        return (item, array) -> {
            Sources.writing(target, () -> writer.put(item.name(), array, compression(item.member())));
            progress.step(item.byteSize());
        };
    }

    /// What lies in a member one behind the other stays as it is.
    private NamedArrays.Action copying(Npz.Writer writer, Progress progress, boolean verified) {
        return new NamedArrays.Action() {
            @Override
            public void on(NamedArrays.Item item, NdArray array) throws IOException {
                packing(writer, progress).on(item, array);
            }

            @Override
            public void onSeveral(Archive archive, NpzMember member, Behind behind) throws IOException {
                Sources.writing(target, () -> archive.carry(member, writer, verified));
                progress.step(member.size());
            }
        };
    }

    private Compression compression(Optional<NpzMember> member) {
        return compression.orElseGet(() -> switch (member.map(NpzMember::method).orElse("")) {
            case "deflated" -> Compression.DEFLATED;
            case "zstd" -> Compression.zstd(3);
            default -> Compression.STORED;
        });
    }
}
