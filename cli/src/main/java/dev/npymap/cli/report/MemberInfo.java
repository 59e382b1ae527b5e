package dev.npymap.cli.report;

import dev.npymap.catalog.Entry;
import dev.npymap.catalog.Following;
import dev.npymap.cli.terminal.ByteCount;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.npy.NpyHeader;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The output of `info` for a member of an archive.
///
/// @param entry     the member as an entry
/// @param member    the directory's description
/// @param header    the header of an array; empty for other members, and for members that cannot be read
/// @param damage    the reason why the member cannot be read
/// @param following what follows the array in the member
record MemberInfo(Entry entry, NpzMember member, Optional<NpyHeader> header, Optional<FileFailure> damage,
        Following following) {
    private static final int MAX_DTYPE = 32;

    /// Describes a member. A member with an unsupported compression method is not damaged.
    static MemberInfo of(Entry entry, Path path) {
        NpzMember member = entry.detail(NpzMember.class).orElseThrow();
        if (!entry.isReadable()) {
            return new MemberInfo(entry, member, Optional.empty(), Optional.empty(), Following.NOTHING);
        }
        try {
            List<Following> following = new ArrayList<>(1);
            FileFailure.blaming(path, () -> following.add(entry.following()));
            return new MemberInfo(entry, member, entry.detail(NpyHeader.class),
                    entry.damage().map(damage -> new FileFailure(path, damage)), following.getFirst());
        } catch (FileFailure damage) {
            return new MemberInfo(entry, member, Optional.empty(), Optional.of(damage), Following.NOTHING);
        }
    }

    private boolean isRefused() {
        return header.isPresent() && header.get().dtype().holdsObjects();
    }

    private boolean isSeekable() {
        return member.blockSize() > 0 && member.blockSize() < member.size();
    }

    boolean isZeroCopy() {
        return damage.isEmpty() && entry.isZeroCopy();
    }

    /// How the member can be accessed.
    String access() {
        if (damage.isPresent()) {
            return "damaged";
        }
        if (!entry.isReadable()) {
            return "unsupported compression";
        }
        if (header.isEmpty()) {
            return "raw bytes";
        }
        if (isRefused()) {
            return "unsupported: Python objects";
        }
        return isZeroCopy()
                ? "zero-copy"
                : isSeekable()
                        ? "inflated in blocks of " + new ByteCount(member.blockSize())
                        : "inflated whole";
    }

    /// The cells of a row of the table.
    List<String> cells() {
        return List.of(member.name(), header.map(h -> brief(h.descr())).orElse("-"),
                header.map(h -> h.shape().toString()).orElse("-"),
                header.map(h -> new HeaderInfo(h).order()).orElse("-"), member.method(),
                Long.toString(member.size()), Long.toString(member.compressedSize()),
                ratio(member.size(), member.compressedSize()),
                access() + (header.isPresent() && header.get().hasMetadata() ? ", metadata left out" : ""));
    }

    private static String brief(String descr) {
        String line = Failures.oneLine(descr);
        return line.length() <= MAX_DTYPE ? line : line.substring(0, MAX_DTYPE - 3) + "...";
    }

    /// The compression ratio.
    static String ratio(long size, long compressedSize) {
        return compressedSize == 0 ? "-" : String.format(Locale.ROOT, "%.2f", (double) size / compressedSize);
    }

    /// All details, in lines as for a `.npy` file.
    String text(String path) {
        String head = header.map(h -> new HeaderInfo(h).text()).orElse("  format       raw bytes\n");
        return Failures.oneLine(path) + "\n" + head + """
                method       %s
                size         %d
                compressed   %d
                ratio        %s
                crc-32       %08x
                zero-copy    %s""".formatted(member.method(), member.size(), member.compressedSize(),
                ratio(member.size(), member.compressedSize()), member.crc(),
                isZeroCopy() ? "yes" : "no, " + access()).indent(2).stripTrailing();
    }

    /// Writes the JSON fields that follow the name.
    void writeTo(JsonGenerator line) throws IOException {
        line.writeStringProperty("format", header.isPresent() ? "npy" : damage.isPresent() ? "damaged" : "bytes");
        if (header.isPresent()) {
            new HeaderInfo(header.get()).writeTo(line);
        } else {
            for (String name : List.of("version", "dtype", "shape", "fortran_order", "data_offset", "data_bytes")) {
                line.writeNullProperty(name);
            }
        }
        line.writeBooleanProperty("zero_copy", isZeroCopy());
        line.writeBooleanProperty("supported", damage.isEmpty() && entry.isReadable() && !isRefused());
        line.writeStringProperty("method", member.method());
        writeSizes(line, member.size(), member.compressedSize());
        line.writeName("block_size");
        if (isSeekable()) {
            line.writeNumber(member.blockSize());
        } else {
            line.writeNull();
        }
        if (following.more()) {
            line.writeBooleanProperty("several", true);
        }
        line.writeStringProperty("crc32", "%08x".formatted(member.crc()));
        line.writeName("error");
        if (damage.isPresent()) {
            line.writeString(damage.get().message());
        } else {
            line.writeNull();
        }
    }

    /// Writes two sizes and their ratio.
    static void writeSizes(JsonGenerator line, long size, long compressedSize) throws IOException {
        line.writeNumberProperty("size", size);
        line.writeNumberProperty("compressed_size", compressedSize);
        line.writeName("ratio");
        if (compressedSize == 0) {
            line.writeNull();
        } else {
            line.writeNumber(BigDecimal.valueOf(size).divide(BigDecimal.valueOf(compressedSize), 4,
                    RoundingMode.HALF_UP));
        }
    }
}
