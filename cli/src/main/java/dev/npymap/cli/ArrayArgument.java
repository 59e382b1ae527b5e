package dev.npymap.cli;

import dev.npymap.array.NdArray;
import dev.npymap.npz.NpzMember;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A file, and what part of its arrays is meant: the words that several commands have in common.
final class ArrayArgument {
    @Parameters(index = "0", paramLabel = "FILE",
            description = "A .npy file, a .npz archive or pickle for all its arrays, or one that is in there: "
                    + "model.npz/weights, model.pkl/layers/0/weights; of several one behind the other #N is one, from 0: many.npy#1.")
    private Path file;

    @Parameters(index = "1", arity = "0..1", paramLabel = "SLICE",
            description = "The part of it that is meant, as NumPy writes it between brackets: \"2:6, ..., ::-1\", or with "
                    + "one list of positions: \"[0, 2], 1:3\".")
    private Optional<String> slice = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /// An array that is meant.
    ///
    /// @param value  the part that is meant of it; or another value of Python
    /// @param path   where it comes from, a member with its archive
    /// @param member its name, if all that the file holds was named
    /// @param alone  whether it is the only one
    /// @param first  whether none came before it
    record Meant(Value value, String path, Optional<String> member, boolean alone, boolean first) {
        /// The array that is meant.
        NdArray array() {
            return value.asArray();
        }

        /// Prints what tells arrays apart, if there are several.
        void heading(PrintWriter out) {
            if (alone) {
                return;
            }
            if (!first) {
                out.println();
            }
            String kind = value instanceof ArrayValue a && a.holdsObjects() ? a.typeText() : array().dtype().descr();
            out.println(Failures.oneLine(path + ": " + kind + " "
                    + (value instanceof ArrayValue a ? a.shape() : array().shape())));
        }
    }

    /// What is done with an array.
    interface Action {
        void on(Meant meant) throws IOException;
    }

    /// Takes every array that is meant in turn, mapped for as long as the action takes. Of a whole archive arrays of
    /// Python objects are left out, and told of.
    ///
    /// @return the exit status
    int each(Action action) {
        return each(false, false, action);
    }

    /// Takes every value that is meant in turn: as [#each(Action)], but a pickle's value as it is.
    ///
    /// @param objects whether arrays of Python objects are meant too
    /// @return the exit status
    int eachValue(boolean objects, Action action) {
        return each(true, objects, action);
    }

    private int each(boolean whole, boolean objects, Action action) {
        Part part = part(spec, file, slice);
        EachFile members = EachFile.reporting(spec);
        FileFailure.blaming(file, () -> {
            Location at = Sources.locate(file);
            if (at.archive() && (at.isWholeArchive() || objects || whole && at.position() > 0)) {
                try (Archive archive = Archive.open(at)) {
                    each(archive, part, whole, objects, members, action);
                }
            } else if (at.pickle()) {
                try (PickleFile pickle = PickleFile.open(at)) {
                    tell(pickle.behind());
                    each(pickle, part, whole, members, action);
                }
            } else if (objects && at.kind() == FileKind.NPY) {
                tell(Series.behind(at));
                action.on(alone(ObjectArrays.part(Series.value(at, Arena.ofAuto()), part)));
            } else {
                tell(Series.behind(at));
                Sources.one(at.first(), part, array -> action.on(alone(ArrayValue.of(array))));
            }
        });
        return members.status();
    }

    /// Says that a file holds more than what is used of it.
    private void tell(Behind behind) {
        behind.note().ifPresent(line -> Failures.note(spec.commandLine(), line));
    }

    private Meant alone(Value value) {
        return new Meant(value, file.toString(), Optional.empty(), true, true);
    }

    private void each(PickleFile pickle, Part part, boolean whole, EachFile members, Action action)
            throws IOException {
        Value value = pickle.value();
        if (whole && part.items().isEmpty() || PickleFile.isArray(value)) {
            action.on(alone(ObjectArrays.part(value, part)));
            return;
        }
        List<PickleFile.Item> arrays = pickle.namedArrays();
        if (arrays.isEmpty()) {
            throw new FileSystemException(file.toString(), null, "holds no array");
        }
        boolean alone = arrays.size() == 1;
        boolean first = true;
        for (PickleFile.Item item : arrays) {
            boolean begins = first;
            first &= !members.attempt(file, () -> action.on(new Meant(ObjectArrays.part(item.value(), part),
                    pickle.path(item.name()), Optional.of(item.name()), alone, begins)));
        }
    }

    private void each(Archive archive, Part part, boolean whole, boolean objects, EachFile members, Action action)
            throws IOException {
        Set<NpzMember> arrays = new HashSet<>(archive.arrays());
        if (arrays.isEmpty()) {
            throw new FileSystemException(file.toString(), null, "holds no array");
        }
        boolean alone = arrays.size() == 1;
        boolean first = true;
        for (NpzMember member : archive.members()) {
            if (!whole && arrays.contains(member) && archive.isOfObjects(member)) {
                Failures.note(spec.commandLine(),
                        archive.path(member) + ": left out: the elements are pickled Python objects");
            } else if (arrays.contains(member)) {
                boolean begins = first;
                members.attempt(file, () -> tell(archive.behind(member)));
                first &= !members.attempt(file, () -> action.on(new Meant(value(archive, member, part, objects),
                        archive.path(member), Optional.of(member.name()), alone, begins)));
            } else if (!alone && !Archive.isDirectory(member)) {
                Failures.note(spec.commandLine(), archive.path(member) + ": left out: not an array");
            }
        }
    }

    private static Value value(Archive archive, NpzMember member, Part part, boolean objects) throws IOException {
        return archive.isPickle(member) || objects && archive.holdsObjects(member)
                ? ObjectArrays.part(archive.value(member), part)
                : ArrayValue.of(archive.array(member, part));
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
            throw new ParameterException(spec.commandLine(), "unknown option: '" + word + "'");
        }
    }
}
