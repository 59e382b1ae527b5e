package dev.npymap.cli.terminal;

import dev.npymap.catalog.Catalog;
import dev.npymap.npz.NpzMember;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// A progress bar on standard error; none if that is not a terminal, or if the work takes little time.
public final class Progress implements AutoCloseable {
    /// The number of bytes below which a bar would only flicker.
    private static final long WORTH_SHOWING = 256L << 20;
    private static final int MAX_COLUMNS = 79;

    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /// Starts a bar.
    ///
    /// @param task  the task, in one word
    /// @param bytes the number of bytes to process
    /// @return a bar, to be closed
    public static Progress of(String task, long bytes) {
        if (bytes < WORTH_SHOWING || !Terminal.isErr()) {
            return new Progress(Optional.empty());
        }
        // A bar that fills its line is broken into two lines, of which only the second would be cleared.
        int columns = Math.clamp(Terminal.columns() - 1, 1, MAX_COLUMNS);
        // A bar moves the cursor, and so bypasses the gate behind System.err; nothing in it comes from a file.
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err));
        return new Progress(Optional.of(new ProgressBarBuilder().setTaskName(Failures.oneLine(task))
                .setInitialMax(bytes).setUnit(" MB", 1_000_000).setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100).setConsumer(new ConsoleProgressBarConsumer(err, columns))
                .clearDisplayOnFinish().build()));
    }

    /// Starts a bar for the processing of files; a missing file is reported later, when it is processed.
    ///
    /// @param task  the task, in one word
    /// @param files the files as they were typed
    /// @return a bar, to be closed
    public static Progress of(String task, List<Path> files) {
        return of(task, files.stream().mapToLong(Progress::byteSize).sum());
    }

    /// Advances the bar by a whole file.
    ///
    /// @param file the file as it was typed
    public void step(Path file) {
        step(byteSize(file));
    }

    /// Advances the bar.
    ///
    /// @param bytes the number of bytes processed since the last call
    public void step(long bytes) {
        bar.ifPresent(shown -> shown.stepBy(bytes));
    }

    /// The approximate number of bytes that a command has to read; 0 for a missing file.
    private static long byteSize(Path word) {
        Optional<Path> file = Catalog.file(word.toString());
        if (file.isPresent() && file.get().equals(word)) {
            return word.toFile().length();
        }
        if (!Catalog.format(word.toString()).equals(Optional.of("npz"))) {
            return 0; // a part of a pickle takes little time
        }
        try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(word.toString(), arena)) {
            return catalog.entries().stream()
                    .mapToLong(entry -> entry.detail(NpzMember.class).map(NpzMember::compressedSize).orElse(0L)).sum();
        } catch (IOException | RuntimeException _) {
            return 0; // the file is reported when it is processed
        }
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
