package dev.npymap.cli.source;

import dev.npymap.catalog.Entry;
import dev.npymap.cli.terminal.EachFile;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.FileFailure;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The arguments FILE and SLICE that several commands have in common.
public final class ArrayArgument {
    @Parameters(index = "0", paramLabel = "FILE",
            description = "A .npy file, a .npz archive, a pickle, or an address in one: model.npz/layer*, "
                    + "model.pkl/layers/0, records.npy/price, many.npy#1; - is standard input.")
    private Path file;

    @Parameters(index = "1", arity = "0..1", paramLabel = "SLICE",
            description = "An index as in NumPy, without the brackets: \"2:6, ..., ::-1\"; one list of positions may be among "
                    + "the slices: \"[0, 2], 1:3\".")
    private Optional<String> slice = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    ArrayArgument() {
        // Instantiated by picocli.
    }

    /// An array that the arguments select, or another Python value.
    ///
    /// @param path   the address
    /// @param member the name, if the argument names several arrays
    /// @param alone  whether it is the only one
    /// @param first  whether it is the first one
    public record Meant(String path, Optional<String> member, boolean alone, boolean first) {
        /// Prints a heading that distinguishes several arrays.
        ///
        /// @param out   where to print
        /// @param value the value
        public void heading(PrintWriter out, Value value) {
            if (alone) {
                return;
            }
            if (!first) {
                out.println();
            }
            out.println(Failures.oneLine(path + (value instanceof ArrayValue array
                    ? ": " + array.typeText() + " " + array.shape()
                    : value instanceof Value.Scalar scalar
                            ? ": " + scalar.array().dtype().descr() + " " + scalar.array().shape()
                            : ":")));
        }
    }

    /// An operation on an array or a value.
    public interface Action {
        /// Processes an array or value.
        ///
        /// @param meant the selected array
        /// @param value the value
        /// @throws IOException if the operation fails
        void on(Meant meant, Value value) throws IOException;
    }

    /// Passes every selected array to an action, mapped for as long as the action takes. Arrays of Python objects in an
    /// archive are reported and skipped.
    ///
    /// @param action the action
    /// @return the exit status
    public int each(Action action) {
        return each(false, false, action);
    }

    /// Passes every selected value to an action: as [#each(Action)], but values in pickles as they are.
    ///
    /// @param objects whether to include arrays of Python objects
    /// @param action  the action
    /// @return the exit status
    public int eachValue(boolean objects, Action action) {
        return each(true, objects, action);
    }

    private int each(boolean whole, boolean objects, Action action) {
        Part part = part(spec, file, slice);
        EachFile members = EachFile.reporting(spec);
        FileFailure.blaming(file, () -> Sources.with(file, catalog -> {
            List<Entry> meant = new ArrayList<>();
            for (Entry entry : catalog.entries()) {
                boolean container = entry.isContainer() && !(whole && part.items().isEmpty());
                meant.addAll(container ? entry.arrays() : List.of(entry));
            }
            boolean one = !Sources.isSeveral(catalog) && meant.equals(catalog.entries());
            long arrays = meant.stream().filter(entry -> one || entry.kind() != Entry.Kind.BYTES).count();
            if (arrays == 0) {
                throw new FileSystemException(file.toString(), null, "holds no array");
            }
            boolean first = true;
            for (Entry entry : meant) {
                Meant next = new Meant(catalog.address(entry), one ? Optional.empty() : Optional.of(entry.name()),
                        arrays == 1, first);
                if (one) {
                    take(entry, next, part, objects, action);
                } else if (entry.kind() == Entry.Kind.BYTES) {
                    leave(entry, next, "not an array");
                } else if (!whole && Sources.isOfObjects(entry)) {
                    note(next.path() + ": skipped: the elements are pickled Python objects");
                } else {
                    first &= !members.attempt(file, () -> take(entry, next, part, objects, action));
                }
            }
        }));
        return members.status();
    }

    private void leave(Entry entry, Meant meant, String reason) {
        if (!meant.alone() && !entry.isDirectory()) {
            note(meant.path() + ": skipped: " + reason);
        }
    }

    private void note(String line) {
        Failures.note(spec.commandLine(), line);
    }

    private void take(Entry entry, Meant meant, Part part, boolean objects, Action action) throws IOException {
        Sources.note(entry.following()).ifPresent(this::note);
        Sources.take(entry, part, objects, value -> action.on(meant, value));
    }

    /// Parses the slice after a file, and refuses both if they are mistyped options.
    ///
    /// @param spec  the running command
    /// @param file  the file as it was typed
    /// @param slice the slice, if there is one
    /// @return the selected part
    public static Part part(CommandSpec spec, Path file, Optional<String> slice) {
        requireNoOption(spec, file.toString());
        slice.ifPresent(text -> requireNoOption(spec, text));
        return Part.parse(slice);
    }

    /// A slice may begin with a minus and a digit; any other argument that begins with a minus, and does not follow
    /// `--`, is a mistyped option.
    private static void requireNoOption(CommandSpec spec, String word) {
        List<String> typed = spec.commandLine().getParseResult().originalArgs();
        int end = typed.indexOf("--");
        if (word.startsWith("-") && !word.equals(Sources.STREAM) && !word.matches("(?s)-\\s*[0-9:].*")
                && typed.subList(0, end < 0 ? typed.size() : end).contains(word)) {
            throw new ParameterException(spec.commandLine(), "unknown option: '" + word + "'");
        }
    }
}
