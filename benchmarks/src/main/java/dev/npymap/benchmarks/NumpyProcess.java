package dev.npymap.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A Python process with NumPy that has a file mapped and answers expressions about it.
///
/// A question costs two writes to a pipe, some tens of microseconds, beside the work itself.
final class NumpyProcess implements AutoCloseable {
    private static final String PROGRAM = """
            import os, sys, numpy as np
            def force(path):
                with open(path, 'rb') as file:
                    os.fsync(file.fileno())
                return 0
            a = np.load(sys.argv[1], mmap_mode='r')
            print(np.__version__, flush=True)
            for line in sys.stdin:
                print(np.float64(eval(line)).view(np.int64), flush=True)
            """;

    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    NumpyProcess(Path file) throws IOException {
        this.process = new ProcessBuilder("python3", "-c", PROGRAM, file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        this.questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (answers.readLine() == null) {
            throw new IOException("python3 has no NumPy");
        }
    }

    /// Evaluates an expression about the array `a` as a float64; `force(path)` makes a file durable and is 0.
    double eval(String expression) throws IOException {
        questions.println(expression);
        String bits = answers.readLine();
        if (bits == null) {
            throw new IOException("NumPy failed at " + expression);
        }
        return Double.longBitsToDouble(Long.parseLong(bits));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
