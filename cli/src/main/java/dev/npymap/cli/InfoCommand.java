package dev.npymap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.npymap.array.ArrayFormatException;
import dev.npymap.npy.NpyHeader;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap info`: what the header says.
@Command(name = "info", description = {"Tells what files hold, without reading the elements of arrays.",
        "What a pickle holds is a tree of paths; nothing in it is executed. Arrays and pickles one behind the other in a "
                + "file are a line each."},
        footer = {"", "Examples:",
                "  npymap info prices.npy model.npz --json", "  npymap info model.npz/weights",
                "  npymap info model.pkl"})
final class InfoCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A .npy file, a .npz archive, a pickle, or what "
            + "is in one of these: model.npz/weights, model.pkl/layers/0; of several one behind the other #N is one, "
            + "from 0: many.npy#1.")
    private List<Path> files;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        EachFile each = EachFile.reporting(spec);
        return each.all(files, file -> tell(file, each));
    }

    private void tell(Path file, EachFile each) throws IOException {
        Location at = Sources.locate(file);
        if (at.archive()) {
            tell(at, each);
            return;
        }
        if (at.pickle()) {
            tellPickle(at, each);
            return;
        }
        if (at.kind() == FileKind.TEXT) {
            Texts.REFUSED.read(at);
        }
        Behind behind = at.pickle() ? Behind.NOTHING : behind(at);
        if (behind.more()) {
            tellSeries(at, each);
            return;
        }
        NpyHeader header = Sources.header(at);
        spec.commandLine().getOut()
                .println(json ? Json.line(line -> write(line, at, header)) : text(at, header));
        behind.note().ifPresent(line -> Failures.note(spec.commandLine(), line));
    }

    /// What lies behind an array. Behind one of Python objects that cannot be read nothing is looked for.
    private static Behind behind(Location at) throws IOException {
        try {
            return Series.behind(at);
        } catch (ArrayFormatException unread) {
            return Behind.NOTHING;
        }
    }

    /// Tells of all that a file holds one behind the other, up to the first that is damaged.
    private void tellSeries(Location at, EachFile each) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        SeriesTable table = new SeriesTable(at, at.file().toFile().length());
        each.attempt(at.path(), () -> {
            try (Series series = Series.open(at)) {
                while (series.hasNext()) {
                    SeriesItem item = SeriesItem.next(at, series);
                    if (json) {
                        out.println(Json.line(line -> write(line, item)));
                    } else {
                        table.add(item);
                    }
                }
            } finally {
                if (!json) {
                    out.print(table);
                }
            }
        });
    }

    /// Tells of all that a member holds, up to the first that is damaged.
    private void tellSeries(Location at, Archive archive, NpzMember member) throws IOException {
        SeriesTable table = new SeriesTable(at, member.size());
        try (Series series = archive.series(member)) {
            while (series.hasNext()) {
                table.add(SeriesItem.next(at, series));
            }
        } finally {
            spec.commandLine().getOut().print(table);
        }
    }

    private static void write(JsonGenerator line, SeriesItem item) throws IOException {
        if (item.header().isPresent()) {
            write(line, item.at(), item.header().get());
        } else {
            writePickle(line, item.at(), PickleListing.of(item.at(), item.value()), item.protocol());
        }
    }

    private void tell(Location at, EachFile each) throws IOException {
        try (Archive archive = Archive.open(at)) {
            if (!at.isWholeArchive() && archive.isPickle(archive.members().getFirst())) {
                try (Series series = archive.series(archive.members().getFirst())) {
                    int protocol = series.reader().protocol();
                    print(at, PickleListing.of(at, series.next()), protocol);
                }
                return;
            }
            List<MemberInfo> members = archive.members().stream()
                    .map(member -> MemberInfo.of(archive, member, at.path())).toList();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.line(line -> write(line, at, members, archive.hidden())));
            } else {
                out.println(at.isWholeArchive()
                        ? MemberTable.of(at.path().toString(), members, archive.hidden())
                        : members.getFirst().text(at.path().toString()));
            }
            if (!json && !at.isWholeArchive() && members.getFirst().behind().more()) {
                each.attempt(at.path(), () -> tellSeries(at, archive, members.getFirst().member()));
            }
            for (MemberInfo member : members) {
                member.behind().note().ifPresent(line -> Failures.note(spec.commandLine(), line));
                each.attempt(at.path(), () -> member.damage().ifPresent(damage -> {
                    throw damage;
                }));
            }
        }
    }

    private void tellPickle(Location at, EachFile each) throws IOException {
        try (PickleFile pickle = PickleFile.open(at)) {
            if (pickle.behind().more() && at.member().isEmpty()) {
                tellSeries(at, each);
                return;
            }
            pickle.behind().note().ifPresent(line -> Failures.note(spec.commandLine(), line));
            print(at, PickleListing.of(at, pickle.value()), pickle.protocol());
        }
    }

    private void print(Location at, PickleListing values, int protocol) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(line -> writePickle(line, at, values, protocol)));
            return;
        }
        Table table = new Table(PickleInfo.TITLES, "bytes", "bytes");
        values.values().forEach(value -> table.add(value.cells(at.address(value.name()))));
        out.println(Failures.oneLine(at.path().toString()) + ": pickle, protocol "
                + (protocol == 0 ? "0 or 1" : protocol) + ", " + new ByteCount(at.file().toFile().length())
                + (at.gzip() ? ", compressed by gzip" : ""));
        out.print(table);
        if (values.leftOut() > 0) {
            out.println(values.remark());
        }
    }

    private static void writePlace(JsonGenerator line, Location at) throws IOException {
        line.writeStringField("file", at.file().toString());
        if (at.number().isPresent()) {
            line.writeNumberField("number", at.position());
        }
    }

    private static void writePickle(JsonGenerator line, Location at, PickleListing listing, int protocol)
            throws IOException {
        List<PickleInfo> values = listing.values();
        writePlace(line, at);
        if (at.member().isPresent()) {
            line.writeStringField("member", at.member().get());
            line.writeStringField("format", values.getFirst().format());
        } else {
            line.writeNullField("member");
            line.writeStringField("format", "pickle");
            line.writeNumberField("protocol", protocol);
        }
        values.getFirst().writeTo(line);
        line.writeArrayFieldStart("members");
        for (PickleInfo value : values.subList(1, values.size())) {
            line.writeStartObject();
            line.writeStringField("name", value.name());
            line.writeStringField("format", value.format());
            value.writeTo(line);
            line.writeEndObject();
        }
        line.writeEndArray();
        line.writeNumberField("left_out", listing.leftOut());
    }

    private static void write(JsonGenerator line, Location at, List<MemberInfo> members, int hidden)
            throws IOException {
        line.writeStringField("file", at.file().toString());
        if (!at.isWholeArchive()) {
            line.writeStringField("member", members.getFirst().member().name());
            members.getFirst().writeTo(line);
            return;
        }
        line.writeNullField("member");
        line.writeStringField("format", "npz");
        MemberInfo.writeSizes(line, MemberTable.size(members), MemberTable.compressedSize(members));
        line.writeNumberField("hidden_members", hidden);
        line.writeArrayFieldStart("members");
        for (MemberInfo member : members) {
            line.writeStartObject();
            line.writeStringField("name", member.member().name());
            line.writeStringField("file_name", member.member().fileName());
            member.writeTo(line);
            line.writeEndObject();
        }
        line.writeEndArray();
    }

    private static String text(Location at, NpyHeader header) {
        return Failures.oneLine(at.path().toString()) + "\n" + new HeaderInfo(header).text() + "  zero-copy    "
                + (isZeroCopy(at, header) ? "yes" : at.gzip() ? "no, inflated whole" : "no");
    }

    private static boolean isZeroCopy(Location at, NpyHeader header) {
        return !at.gzip() && !header.dtype().holdsObjects();
    }

    private static void write(JsonGenerator line, Location at, NpyHeader header) throws IOException {
        writePlace(line, at);
        line.writeNullField("member");
        line.writeStringField("format", "npy");
        new HeaderInfo(header).writeTo(line);
        line.writeBooleanField("zero_copy", isZeroCopy(at, header));
    }
}
