package dev.npymap.cli.report;

import dev.npymap.cli.terminal.ByteCount;
import dev.npymap.cli.terminal.Failures;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The output of `info` for an archive: one line for each member.
///
/// @param hidden the number of members that cannot be read, because a later member has the same name
record ArchiveReport(List<MemberInfo> members, long hidden) {
    private static final List<String> TITLES = List.of("member", "dtype", "shape", "order", "method", "bytes",
            "compressed", "ratio", "access");

    String text(String path) {
        Table table = new Table(TITLES, "bytes", "ratio");
        members.forEach(member -> table.add(member.cells()));
        return Failures.oneLine(path) + "\n" + (table.isEmpty() ? "" : table) + "  " + summary();
    }

    private String summary() {
        long arrays = members.stream().filter(member -> member.header().isPresent()).count();
        long zeroCopy = members.stream().filter(MemberInfo::isZeroCopy).count();
        return members.size() + (members.size() == 1 ? " member, " : " members, ") + arrays
                + (arrays == 1 ? " array, " : " arrays, ") + zeroCopy + " zero-copy: " + new ByteCount(size())
                + (compressedSize() == size()
                        ? ""
                        : " in " + new ByteCount(compressedSize()) + ", ratio "
                                + MemberInfo.ratio(size(), compressedSize()))
                + (hidden == 0 ? "" : "; " + hidden + " more hidden by later members of the same name");
    }

    private long size() {
        return members.stream().mapToLong(member -> member.member().size()).sum();
    }

    private long compressedSize() {
        return members.stream().mapToLong(member -> member.member().compressedSize()).sum();
    }

    void writeTo(JsonGenerator line, String file) throws IOException {
        line.writeStringProperty("file", file);
        line.writeNullProperty("member");
        line.writeStringProperty("format", "npz");
        MemberInfo.writeSizes(line, size(), compressedSize());
        line.writeNumberProperty("hidden_members", hidden);
        line.writeArrayPropertyStart("members");
        for (MemberInfo member : members) {
            line.writeStartObject();
            line.writeStringProperty("name", member.member().name());
            line.writeStringProperty("file_name", member.member().fileName());
            member.writeTo(line);
            line.writeEndObject();
        }
        line.writeEndArray();
    }
}
