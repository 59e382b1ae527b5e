package dev.npymap.cli.terminal;

import java.io.EOFException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.zip.ZipException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/// Reports a failure as one line on standard error, and determines the exit status.
public final class Failures {
    /// A file is missing, damaged, unsupported, or cannot be read or written.
    public static final int BAD_FILE = 1;
    /// The command has wrong arguments, such as a slice that does not suit the array.
    static final int BAD_WORDS = 2;

    private Failures() {
    }

    /// Reports a failure and returns its exit status.
    ///
    /// @param command the running command
    /// @param failure the failure
    /// @return the exit status
    public static int report(CommandLine command, Throwable failure) {
        print(command, message(failure));
        trace(command, failure);
        return status(failure);
    }

    /// Prints the stack trace of a failure, if the user has requested it.
    ///
    /// @param command the running command
    /// @param failure the failure
    public static void trace(CommandLine command, Throwable failure) {
        if (command.getCommandSpec().root().findOption("--debug").<Boolean>getValue()) {
            PrintWriter err = command.getErr();
            failure.printStackTrace(new PrintWriter(err) {
                @Override
                public void println(Object line) {
                    String text = String.valueOf(line);
                    String indented = text.stripLeading();
                    err.println(text.substring(0, text.length() - indented.length()) + oneLine(indented));
                }
            });
            err.flush();
        }
    }

    /// Reports arguments that picocli could not parse.
    ///
    /// @param mistake picocli's exception
    /// @return the exit status
    public static int reportWords(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        String text = mistake instanceof UnmatchedArgumentException unmatched && command.getParent() == null
                ? "unknown command or option: '" + unmatched.getUnmatched().getFirst() + "'"
                : mistake.getMessage().replaceFirst("^Error: ", "");
        String hint = " (see " + command.getCommandSpec().qualifiedName() + " --help)";
        print(command, text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) + hint);
        trace(command, mistake);
        return BAD_WORDS;
    }

    /// Reports something that is skipped and is not a failure.
    ///
    /// @param command the running command
    /// @param message one line, with any characters
    public static void note(CommandLine command, String message) {
        command.getOut().flush();
        print(command, message);
    }

    /// Prints one line, with any characters in the message.
    ///
    /// @param command the running command
    /// @param message one line, with any characters
    public static void print(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        GatedPrinter.own(err, GatedPrinter.ansi(err).string("@|bold,red npymap:|@ "));
        err.println(oneLine(message));
        err.flush();
    }

    static int status(Throwable failure) {
        return switch (failure) {
            case FileFailure known -> status(known.getCause());
            case IllegalArgumentException _,IndexOutOfBoundsException _,ClassCastException _ -> BAD_WORDS;
            default -> BAD_FILE;
        };
    }

    /// Describes a failure in one line, which begins with the file's name if a file is the cause.
    ///
    /// @param failure the failure
    /// @return the line
    public static String message(Throwable failure) {
        return switch (failure) {
            case FileFailure known -> known.message();
            case UncheckedIOException wrapped -> message(wrapped.getCause());
            case FileSystemException refused -> refused.getFile() + ": " + reason(refused);
            case EOFException _ -> "truncated: the end of the gzip data is missing";
            case ZipException damaged -> "damaged gzip: " + damaged.getMessage();
            case InternalError _ -> "cut while it was mapped, or its disk failed";
            case OutOfMemoryError error -> "not enough memory: " + error.getMessage();
            case StackOverflowError _ -> "nested too deeply, or too long";
            case RuntimeException bug when status(bug) != BAD_WORDS -> "unexpected " + bug;
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }

    /// Describes what is wrong with the file that an exception names.
    static String reason(FileSystemException refused) {
        // The replacement character stands for bytes on the command line that the JVM cannot decode.
        if (refused instanceof NoSuchFileException && refused.getFile().indexOf('\ufffd') >= 0) {
            return "no such file; Java cannot open a file whose name is not UTF-8";
        }
        if (refused.getReason() != null) {
            return refused.getReason();
        }
        return switch (refused) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "already exists";
            case NotDirectoryException _ -> "not a directory";
            default -> "cannot be used";
        };
    }

    /// Returns text without line breaks and characters that control a terminal.
    ///
    /// @param text any text
    /// @return the text in one line
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Escapes.isVisible(c)) {
                line.appendCodePoint(c);
            } else {
                line.append(Escapes.of(c));
            }
        });
        return line.toString();
    }
}
