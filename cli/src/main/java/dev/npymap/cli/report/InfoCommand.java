package dev.npymap.cli.report;

import dev.npymap.catalog.Catalog;
import dev.npymap.catalog.Entry;
import dev.npymap.catalog.Following;
import dev.npymap.catalog.Pickled;
import dev.npymap.cli.source.Sources;
import dev.npymap.cli.terminal.EachFile;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap info`: descriptions of files, from their headers.
@Command(name = "info", description = {"Describes files, without reading the elements of arrays.",
        "The contents of a pickle are listed as a tree of paths; nothing in it is executed. Several arrays or pickles in "
                + "one file are listed one per line."},
        footer = {"", "Examples:",
                "  npymap info prices.npy model.npz --json", "  npymap info model.npz/weights",
                "  npymap info model.pkl"})
public final class InfoCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A .npy file, a .npz archive, a pickle, or an "
            + "address in one: model.npz/layer*, model.pkl/layers/0, records.npy/price, many.npy#1; - is standard input.")
    private List<Path> files;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    InfoCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() {
        EachFile each = EachFile.reporting(spec);
        return each.all(files, file -> print(file, each));
    }

    private void print(Path file, EachFile each) throws IOException {
        Sources.with(file, catalog -> {
            List<Entry> entries = catalog.entries();
            Optional<NpzMember> member = entries.stream().findFirst().flatMap(entry -> entry.detail(NpzMember.class));
            if (entries.isEmpty() || member.isPresent() && Sources.isSeveral(catalog)) {
                printArchive(catalog, file, each);
            } else if (Sources.isSeveral(catalog)) {
                printEntries(catalog);
            } else if (member.isPresent() && entries.getFirst().kind() != Entry.Kind.VALUE) {
                printMember(catalog, file, each);
            } else {
                printOne(catalog, file, entries.getFirst(), each);
            }
        });
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void note(Following following) {
        Sources.note(following).ifPresent(line -> Failures.note(spec.commandLine(), line));
    }

    private void printOne(Catalog catalog, Path file, Entry entry, EachFile each) throws IOException {
        Place place = Place.of(catalog, entry);
        if (entry.detail(NpzMember.class).isPresent()) {
            entry.series((_, _, value) -> print(new PickleReport(place, value, one -> place.below(one.name())), file));
            return;
        }
        Following following = following(entry);
        if (following.more() && entry.isFile()) {
            printSeries(place, place.length(), entry, file, each);
            return;
        }
        if (entry.detail(Pickled.class).isPresent()) {
            note(following);
            print(new PickleReport(place, entry, catalog::address), file);
            return;
        }
        EntryReport report = new EntryReport(place, catalog.format(), entry);
        out().println(json ? Json.line(report::writeTo) : report.text(file.toString()));
        note(following);
    }

    /// What follows an array; nothing, if it is an array of Python objects that cannot be read.
    private static Following following(Entry entry) throws IOException {
        try {
            return entry.following();
        } catch (ArrayFormatException _) {
            return Following.NOTHING;
        }
    }

    private void print(PickleReport report, Path file) throws IOException {
        if (json) {
            out().println(Json.line(report::writeTo));
        } else {
            report.print(out(), file.toString());
        }
    }

    private void printSeries(Place place, long byteSize, Entry entry, Path file, EachFile each) {
        SeriesReport report = new SeriesReport(place, byteSize);
        each.attempt(file, () -> {
            if (json) {
                report.printJson(entry, out());
            } else {
                report.print(entry, out());
            }
        });
    }

    private void printMember(Catalog catalog, Path file, EachFile each) throws IOException {
        Entry entry = catalog.entries().getFirst();
        MemberInfo member = MemberInfo.of(entry, file);
        out().println(json
                ? Json.line(line -> {
                    line.writeStringProperty("file", Place.of(catalog, entry).file());
                    line.writeStringProperty("member", member.member().name());
                    member.writeTo(line);
                })
                : member.text(file.toString()));
        if (!json && member.following().more()) {
            printSeries(Place.of(catalog, entry), member.member().size(), entry, file, each);
        }
        report(member, file, each);
    }

    private void report(MemberInfo member, Path file, EachFile each) {
        note(member.following());
        each.attempt(file, () -> member.damage().ifPresent(damage -> {
            throw damage;
        }));
    }

    private void printArchive(Catalog catalog, Path file, EachFile each) throws IOException {
        List<MemberInfo> members = catalog.entries().stream().map(entry -> MemberInfo.of(entry, file)).toList();
        ArchiveReport report = new ArchiveReport(members, catalog.leftOut());
        out().println(json
                ? Json.line(line -> report.writeTo(line, Catalog.file(file.toString()).orElse(file).toString()))
                : report.text(file.toString()));
        members.forEach(member -> report(member, file, each));
    }

    /// Prints the fields, or values in a pickle, that match a pattern.
    private void printEntries(Catalog catalog) throws IOException {
        Table table = new Table(ValueInfo.TITLES, "bytes", "bytes");
        for (Entry entry : catalog.list()) {
            if (json) {
                out().println(Json.line(new EntryReport(Place.of(catalog, entry), catalog.format(), entry)::writeTo));
            } else {
                table.add(new ValueInfo(entry).cells(catalog.address(entry)));
            }
        }
        if (!json) {
            out().println(Failures.oneLine(catalog.address()));
            out().print(table);
        }
    }
}
