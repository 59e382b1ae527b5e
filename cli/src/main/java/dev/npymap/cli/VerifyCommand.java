package dev.npymap.cli;

import dev.npymap.npz.NpzMember;
import dev.npymap.pickle.Pickle;
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
            description = "A .npy file, a .npz archive, a pickle, or what is in one of these: model.npz/weights.")
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
                if (isGood(file, progress, each)) {
                    out.print(Failures.oneLine(file.toString()) + ": ");
                    GatedPrinter.own(out, GatedPrinter.ansi(out).string("@|green ok|@"));
                    out.println();
                }
            });
        }
    }

    /// Checks one file; bad members are reported here.
    private static boolean isGood(Path file, Progress progress, EachFile each) throws IOException {
        Location at = Sources.locate(file);
        if (at.pickle()) {
            try (PickleFile pickle = PickleFile.open(at)) {
                TextCheck.ofAll(pickle.value());
            }
            progress.step(file);
            return true;
        }
        if (!at.archive()) {
            if (ObjectArrays.isAt(at)) {
                TextCheck.ofAll(Pickle.readObjects(at.file()));
            } else {
                Sources.one(at, Part.whole(), TextCheck::of);
            }
            progress.step(file);
            return true;
        }
        boolean good = true;
        try (Archive archive = Archive.open(at)) {
            for (NpzMember member : archive.members()) {
                good &= each.attempt(file, () -> archive.verify(member));
                progress.step(member.compressedSize());
            }
        }
        return good;
    }
}
