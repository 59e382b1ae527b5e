package dev.npymap;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A JVM of its own, for what may kill one, or needs one with other options.
///
/// Ending it with [#close()] is `kill -9`. It ends with the JVM that has started it, too.
///
/// @param process the JVM
/// @param output  what it prints, errors included
public record ChildJvm(Process process, BufferedReader output) implements AutoCloseable {

    /// How long it may use no processor, in seconds.
    private static final long STANDSTILL = 120;
    /// What a JVM that does nothing uses of the processor in that time is less, in milliseconds.
    private static final long LEAST_WORK = 500;

    /// Starts a JVM.
    ///
    /// @param options   of the JVM
    /// @param main      its main class
    /// @param arguments of the main class
    /// @return the running JVM
    /// @throws IOException if it cannot be started
    public static ChildJvm start(List<String> options, Class<?> main, Object... arguments) throws IOException {
        return start(List.of(), options, main, arguments);
    }

    /// Starts a JVM by another command.
    ///
    /// @param wrapper   the command that starts the JVM's own, such as a shell that limits it
    /// @param options   of the JVM
    /// @param main      its main class
    /// @param arguments of the main class
    /// @return the running JVM
    /// @throws IOException if it cannot be started
    public static ChildJvm start(List<String> wrapper, List<String> options, Class<?> main, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:-UsePerfData");
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-XX:ErrorFile=/dev/null");
        command.addAll(options);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName(), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new ChildJvm(process, process.inputReader());
    }

    /// {@return the next line that it prints; "" at the end}
    ///
    /// @throws IOException if it cannot be read
    public String line() throws IOException {
        String line = output.readLine();
        return line == null ? "" : line;
    }

    /// Waits for its end, and brings it about after some work, or where no work is done.
    ///
    /// @param seconds of the processor, which do not depend on what else the machine does, after which it is killed
    /// @return all that it has printed since, and its exit status
    /// @throws IOException          if its output cannot be read
    /// @throws InterruptedException if the thread is interrupted
    public String finish(long seconds) throws IOException, InterruptedException {
        Thread.ofVirtual().start(() -> limit(Duration.ofSeconds(seconds)));
        StringBuilder text = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            text.append(line).append('\n');
        }
        return text + "exit " + process.waitFor();
    }

    private void limit(Duration work) {
        Duration before = Duration.ZERO;
        long since = System.nanoTime();
        try {
            while (!process.waitFor(1, TimeUnit.SECONDS)) {
                Duration used = used();
                if (used.minus(before).toMillis() >= LEAST_WORK) {
                    before = used;
                    since = System.nanoTime();
                }
                if (used.compareTo(work) > 0 || System.nanoTime() - since > TimeUnit.SECONDS.toNanos(STANDSTILL)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// The time of the processor that it and its children have used.
    private Duration used() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO)).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        output.close();
    }
}
