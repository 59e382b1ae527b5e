package dev.npymap.cli;

import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap verify`: whether files can be relied on.
@Command(name = "verify",
        description = "Checks headers, sizes, texts, the checksums of archives, and whether arrays of Python objects are "
                + "pickles: ok, or what is wrong and at which byte.",
        footer = {
                "", "Example:", "  npymap verify *.npy *.npz"})
final class VerifyCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE",
            description = "A .npy file, a .npz archive, a pickle, or what is in one of these: model.npz/weights; all that "
                    + "lie one behind the other, or one of them, from 0: many.npy#1.")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

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
                    out.println(count == 1 ? "" : ", " + count + " one behind the other");
                }
            });
        }
    }

    /// Checks one file, or what is meant in it; bad members are reported here.
    ///
    /// @return how many arrays, pickles or archives lie one behind the other in it; 0 if there was something bad
    private static long good(Path file, Progress progress, EachFile each) throws IOException {
        Location at = Sources.locate(file);
        if (at.kind() == FileKind.TEXT) {
            Texts.REFUSED.read(at);
        }
        if (!at.archive()) {
            long count = at.member().isPresent() ? value(at) : series(at);
            progress.step(file);
            return count;
        }
        boolean good = true;
        try (Archive archive = Archive.open(at)) {
            for (NpzMember member : archive.members()) {
                good &= each.attempt(file, () -> archive.verify(member));
                progress.step(member.compressedSize());
            }
        }
        return good ? 1 : 0;
    }

    private static long value(Location at) throws IOException {
        try (PickleFile pickle = PickleFile.open(at)) {
            TextCheck.ofAll(pickle.value());
        }
        return 1;
    }

    /// Checks all that a file holds one behind the other, or the one that a number tells.
    private static long series(Location at) throws IOException {
        long count = 0;
        try (Series series = Series.open(at)) {
            do {
                TextCheck.ofAll(series.next());
                count++;
            } while (at.number().isEmpty() && series.hasNext());
        }
        return count;
    }
}
