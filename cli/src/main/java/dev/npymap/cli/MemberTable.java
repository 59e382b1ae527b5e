package dev.npymap.cli;

import java.util.List;

/// The members of an archive, one a line below each other.
final class MemberTable {
    private static final List<String> TITLES = List.of("member", "dtype", "shape", "order", "method", "bytes",
            "compressed", "ratio", "access");

    private MemberTable() {
    }

    static String of(String path, List<MemberInfo> members, int hidden) {
        Table table = new Table(TITLES, "bytes", "ratio");
        members.forEach(member -> table.add(member.cells()));
        return Failures.oneLine(path) + "\n" + (table.isEmpty() ? "" : table) + "  " + summary(members, hidden);
    }

    private static String summary(List<MemberInfo> members, int hidden) {
        long arrays = members.stream().filter(member -> member.header().isPresent()).count();
        long zeroCopy = members.stream().filter(MemberInfo::isZeroCopy).count();
        long size = size(members);
        long compressed = compressedSize(members);
        return members.size() + (members.size() == 1 ? " member, " : " members, ") + arrays
                + (arrays == 1 ? " array, " : " arrays, ") + zeroCopy + " zero-copy: " + new ByteCount(size)
                + (compressed == size
                        ? ""
                        : " in " + new ByteCount(compressed) + ", ratio " + MemberInfo.ratio(size, compressed))
                + (hidden == 0 ? "" : "; and " + hidden + " hidden by later ones of their names");
    }

    static long size(List<MemberInfo> members) {
        return members.stream().mapToLong(member -> member.member().size()).sum();
    }

    static long compressedSize(List<MemberInfo> members) {
        return members.stream().mapToLong(member -> member.member().compressedSize()).sum();
    }
}
