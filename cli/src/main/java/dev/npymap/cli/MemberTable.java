package dev.npymap.cli;

import java.util.ArrayList;
import java.util.List;

/// The members of an archive, one a line below each other.
final class MemberTable {
    private static final List<String> TITLES = List.of("member", "dtype", "shape", "order", "method", "bytes",
            "compressed", "ratio", "access");
    private static final int FIRST_NUMBER = TITLES.indexOf("bytes");
    private static final int LAST_NUMBER = TITLES.indexOf("ratio");

    private MemberTable() {
    }

    static String of(String path, List<MemberInfo> members, int hidden) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(TITLES);
        members.forEach(member -> lines.add(member.cells()));
        int[] widths = new int[TITLES.size()];
        for (List<String> line : lines) {
            for (int n = 0; n < widths.length; n++) {
                widths[n] = Math.max(widths[n], width(line.get(n)));
            }
        }
        StringBuilder text = new StringBuilder(Failures.oneLine(path)).append('\n');
        if (!members.isEmpty()) {
            lines.forEach(line -> text.append(line(line, widths)).append('\n'));
        }
        return text.append("  ").append(summary(members, hidden)).toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int n = 0; n < widths.length; n++) {
            String fill = " ".repeat(widths[n] - width(cells.get(n)));
            boolean number = n >= FIRST_NUMBER && n <= LAST_NUMBER;
            line.append("  ").append(number ? fill + cells.get(n) : cells.get(n) + fill);
        }
        return line.toString().stripTrailing();
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
