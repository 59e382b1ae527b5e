package dev.npymap.cli;

import dev.npymap.array.NdArray;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A file, and what part of its arrays is meant: the words that several commands have in common.
final class ArrayArgument {
    @Parameters(index = "0", paramLabel = "FILE",
            description = "A .npy file, a .npz archive for all its arrays, or one member: model.npz/weights.")
    private Path file;

    @Parameters(index = "1", arity = "0..1", paramLabel = "SLICE",
            description = "The part of it that is meant, as NumPy writes it between brackets: \"2:6, ..., ::-1\".")
    private Optional<String> slice = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /// An array that is meant.
    ///
    /// @param array  the part that is meant of it
    /// @param path   where it comes from, a member with its archive
    /// @param member its name, if the whole archive was named
    /// @param alone  whether it is the only one
    /// @param first  whether none came before it
    record Meant(NdArray array, String path, Optional<String> member, boolean alone, boolean first) {
        /// Prints what tells arrays apart, if there are several.
        void heading(PrintWriter out) {
            if (alone) {
                return;
            }
            if (!first) {
                out.println();
            }
            out.println(Failures.oneLine(path + ": " + array.dtype().descr() + " " + array.shape()));
        }
    }

    /// What is done with an array.
    interface Action {
        void on(Meant meant) throws IOException;
    }

    /// Takes every array that is meant in turn, mapped for as long as the action takes.
    ///
    /// @return the exit status
    int each(Action action) {
        Part part = part(spec, file, slice);
        EachFile members = EachFile.reporting(spec);
        FileFailure.blaming(file, () -> {
            Location at = Sources.locate(file);
            if (at.isWholeArchive()) {
                try (Archive archive = Archive.open(at)) {
                    each(archive, part, members, action);
                }
            } else {
                Sources.one(at, part,
                        array -> action.on(new Meant(array, file.toString(), Optional.empty(), true, true)));
            }
        });
        return members.status();
    }

    private void each(Archive archive, Part part, EachFile members, Action action) throws IOException {
        Set<NpzMember> arrays = new HashSet<>(archive.arrays());
        if (arrays.isEmpty()) {
            throw new FileSystemException(file.toString(), null, "holds no array");
        }
        boolean alone = arrays.size() == 1;
        boolean first = true;
        for (NpzMember member : archive.members()) {
            if (arrays.contains(member)) {
                boolean begins = first;
                first &= !members.attempt(file, () -> action.on(new Meant(archive.array(member, part),
                        archive.path(member), Optional.of(member.name()), alone, begins)));
            } else if (!alone && !Archive.isDirectory(member)) {
                Failures.note(spec.commandLine(), archive.path(member) + ": left out: not an array");
            }
        }
    }

    /// Reads a slice behind a file, and refuses both if they are mistyped options.
    static Part part(CommandSpec spec, Path file, Optional<String> slice) {
        requireNoOption(spec, file.toString());
        slice.ifPresent(text -> requireNoOption(spec, text));
        return Part.parse(slice);
    }

    /// A slice may begin with a minus and a digit; all else that begins with a minus, and does not follow `--`, is a
    /// mistyped option.
    private static void requireNoOption(CommandSpec spec, String word) {
        List<String> typed = spec.commandLine().getParseResult().originalArgs();
        int end = typed.indexOf("--");
        if (word.startsWith("-") && !word.matches("(?s)-\\s*[0-9:].*")
                && typed.subList(0, end < 0 ? typed.size() : end).contains(word)) {
            throw new IllegalArgumentException("unknown option: '" + word + "'");
        }
    }
}
