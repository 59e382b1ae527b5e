package dev.npymap.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process that does work on request, and nothing between requests.
final class Worker implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 300;

    private final Process process;
    private final PrintWriter requests;
    private final BufferedReader answers;

    /// Starts a process.
    ///
    /// @param command   speaks the protocol of [JavaWorker] and `worker.py`
    /// @param directory where it works
    /// @param log       takes its standard error
    Worker(List<String> command, Path directory, Path log) throws IOException {
        this.process = new ProcessBuilder(command).directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        this.requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// Asks for something and waits for the answer.
    ///
    /// @throws WorkFailure if the work failed, or the process died or hung
    String ask(String verb, String... words) throws WorkFailure {
        requests.println(new Request(verb, List.of(words)).line());
        String answer;
        try {
            answer = CompletableFuture.supplyAsync(this::readLine, Thread::startVirtualThread).get(PATIENCE_SECONDS,
                    TimeUnit.SECONDS);
        } catch (TimeoutException hung) {
            process.destroyForcibly();
            throw new WorkFailure("no answer within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException | InterruptedException failure) {
            throw new WorkFailure(failure.toString());
        }
        if (answer.startsWith("ok")) {
            return answer.substring(2).strip();
        }
        throw new WorkFailure(answer.startsWith("no ") ? Request.decode(answer.substring(3)) : "the process died");
    }

    /// The next line; empty at the end.
    private String readLine() {
        try {
            String line = answers.readLine();
            return line == null ? "" : line;
        } catch (IOException closed) {
            return "";
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
