package dev.npymap.cli.report;

import dev.npymap.catalog.Entry;
import dev.npymap.catalog.Following;
import dev.npymap.cli.source.Sources;
import dev.npymap.cli.terminal.EachFile;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.GatedPrinter;
import dev.npymap.cli.terminal.Progress;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap verify`: checks whether files are intact.
@Command(name = "verify",
        description = "Reads files whole and checks headers, sizes, strings, pickles and the checksums of archives; prints ok, "
                + "or the problem and its byte offset.",
        footer = {
                "", "Example:", "  npymap verify *.npy *.npz"})
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE",
            description = "A .npy file, a .npz archive, a pickle, or an address in one: model.npz/weights, many.npy#1; - is "
                    + "standard input.")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

    VerifyCommand() {
        // Instantiated by picocli.
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = Progress.of("verify", files)) {
            EachFile each = new EachFile(bad -> {
                out.println(Failures.oneLine(bad.message()));
                Failures.trace(spec.commandLine(), bad);
            });
            return each.all(files, file -> {
                long count = good(file, progress, each);
                if (count > 0) {
                    out.print(Failures.oneLine(file.toString()) + ": ");
                    GatedPrinter.own(out, GatedPrinter.ansi(out).string("@|green ok|@"));
                    out.println(count == 1 ? "" : ", " + count + " arrays and pickles");
                }
            });
        }
    }

    /// Checks a file, or an address in it, and reports damaged members.
    ///
    /// @return the number of consecutive arrays, pickles or archives; 0 if there was damage
    private static long good(Path file, Progress progress, EachFile each) throws IOException {
        long[] count = {1};
        Sources.with(file, catalog -> {
            boolean several = Sources.isSeveral(catalog);
            for (Entry entry : catalog.entries()) {
                Optional<NpzMember> member = entry.detail(NpzMember.class);
                if (several || member.isPresent()) {
                    boolean good = each.attempt(file, () -> check(entry));
                    count[0] = good ? count[0] : 0;
                    progress.step(member.map(NpzMember::compressedSize).orElse(0L));
                } else {
                    count[0] = check(entry);
                    progress.step(file);
                }
            }
        });
        return count[0];
    }

    /// Reads a whole entry.
    ///
    /// @return the number of consecutive arrays or pickles in it
    private static long check(Entry entry) throws IOException {
        entry.verify();
        if (entry.damage().isPresent()) {
            throw rethrown(entry.damage().get());
        }
        if (entry.kind() == Entry.Kind.BYTES) {
            return 1;
        }
        boolean member = entry.detail(NpzMember.class).isPresent();
        if (entry.isArray() && (member || entry.isZeroCopy()) && entry.following().equals(Following.NOTHING)) {
            boolean texts = TextCheck.concerns(entry.dtype().orElseThrow());
            if (texts || !member) {
                entry.lend(List.of(), texts ? TextCheck::of : _ -> {
                });
            }
            return 1;
        }
        long[] count = {0};
        entry.series((_, _, one) -> {
            TextCheck.ofAll(one.value());
            count[0]++;
        });
        return count[0];
    }

    private static IOException rethrown(Exception damage) {
        return switch (damage) {
            case RuntimeException unchecked -> throw unchecked;
            case IOException checked -> checked;
            default -> new IOException(damage);
        };
    }
}
