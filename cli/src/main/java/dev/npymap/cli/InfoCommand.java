package dev.npymap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap info`: what the header says.
@Command(name = "info", description = {"Tells what files hold, without reading the elements of arrays.",
        "What a pickle holds is a tree of paths; nothing in it is executed."},
        footer = {"", "Examples:",
                "  npymap info prices.npy model.npz --json", "  npymap info model.npz/weights",
                "  npymap info model.pkl"})
final class InfoCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A .npy file, a .npz archive, a pickle, or what "
            + "is in one of these: model.npz/weights, model.pkl/layers/0.")
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
            tellPickle(at);
            return;
        }
        if (at.kind() == FileKind.TEXT) {
            Texts.REFUSED.read(at);
        }
        NpyHeader header = header(at);
        boolean zeroCopy = !header.dtype().holdsObjects();
        spec.commandLine().getOut()
                .println(json
                        ? Json.line(line -> write(line, file, header, zeroCopy))
                        : text(file, header, zeroCopy));
    }

    private void tell(Location at, EachFile each) throws IOException {
        try (Archive archive = Archive.open(at)) {
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
            for (MemberInfo member : members) {
                each.attempt(at.path(), () -> member.damage().ifPresent(damage -> {
                    throw damage;
                }));
            }
        }
    }

    private static NpyHeader header(Location at) throws IOException {
        if (!at.gzip()) {
            return Npy.header(at.file());
        }
        try (InputStream in = GzipFile.open(at.file())) {
            return Npy.header(in, at.file().getFileName().toString());
        }
    }

    private void tellPickle(Location at) throws IOException {
        try (PickleFile pickle = PickleFile.open(at)) {
            List<PickleInfo> values = new ArrayList<>();
            new PickleTree((name, value, sameAs) -> values.add(new PickleInfo(name, value, sameAs)))
                    .walk(at.member().orElse(""), pickle.value());
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.line(line -> write(line, at, values)));
                return;
            }
            Table table = new Table(PickleInfo.TITLES, "bytes", "bytes");
            values.forEach(value -> table.add(value.cells(pickle.path(value.name()))));
            int protocol = Sources.protocol(at);
            out.println(Failures.oneLine(at.path().toString()) + ": pickle, protocol "
                    + (protocol == 0 ? "0 or 1" : protocol) + ", " + new ByteCount(at.file().toFile().length())
                    + (at.gzip() ? ", compressed by gzip" : ""));
            out.print(table);
        }
    }

    private static void write(JsonGenerator line, Location at, List<PickleInfo> values) throws IOException {
        line.writeStringField("file", at.file().toString());
        if (at.member().isPresent()) {
            line.writeStringField("member", at.member().get());
            line.writeStringField("format", values.getFirst().format());
        } else {
            line.writeNullField("member");
            line.writeStringField("format", "pickle");
            line.writeNumberField("protocol", Sources.protocol(at));
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

    private static String text(Path file, NpyHeader header, boolean zeroCopy) {
        return Failures.oneLine(file.toString()) + "\n" + new HeaderInfo(header).text() + "  zero-copy    "
                + (zeroCopy ? "yes" : "no");
    }

    private static void write(JsonGenerator line, Path file, NpyHeader header, boolean zeroCopy) throws IOException {
        line.writeStringField("file", file.toString());
        line.writeNullField("member");
        line.writeStringField("format", "npy");
        new HeaderInfo(header).writeTo(line);
        line.writeBooleanField("zero_copy", zeroCopy);
    }
}
