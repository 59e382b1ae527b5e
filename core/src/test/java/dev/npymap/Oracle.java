package dev.npymap;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/// NumPy itself, which the tests ask what is right: one Python process for the whole run, fed over a pipe.
///
/// Where [Python] has no NumPy the tests that ask are skipped, except
/// with `CI=true`, where they fail.
public final class Oracle {
    private static final String PYTHON = Python.command();

    private final Process process;
    private final DataOutputStream questions;
    private final DataInputStream answers;
    private final int[] version;

    /// Holds the process, or the reason why there is none, from the first question on.
    private static final class Started {
        private static final Object ORACLE = start();

        private static Object start() {
            try {
                return new Oracle();
            } catch (IOException | RuntimeException missing) {
                String line = "NumPy is missing, the tests that compare with it are left out: " + PYTHON + ": "
                        + missing.getMessage();
                System.out.println(line);
                return line;
            }
        }
    }

    private Oracle() throws IOException {
        String script;
        try (InputStream in = Oracle.class.getResourceAsStream("oracle.py")) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        this.process = new ProcessBuilder(PYTHON, "-c", script).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        this.questions = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        try {
            String[] parts = text("np.__version__").split("\\.");
            this.version = new int[]{Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
        } catch (UncheckedIOException ended) {
            throw new IOException(PYTHON + " -c 'import numpy' fails", ended);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        System.out.println("NumPy " + version[0] + "." + version[1] + " is the oracle");
    }

    /// Python raised an exception.
    public static final class PythonException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PythonException(String message) {
            super(message);
        }

        /// {@return the name of the exception's class, such as `IndexError`}
        public String type() {
            return getMessage().substring(0, getMessage().indexOf(':'));
        }
    }

    /// Returns the running NumPy; skips the calling test where there is none.
    ///
    /// @return the one oracle of this JVM
    public static Oracle numpy() {
        if (Started.ORACLE instanceof Oracle oracle) {
            return oracle;
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(Started.ORACLE);
        }
        return Assumptions.abort(Started.ORACLE.toString());
    }

    /// Evaluates Python.
    ///
    /// @param code   an expression whose value is bytes or a text, or statements; the inputs are `x[0]`, `x[1]` ...
    /// @param inputs bytes for the code
    /// @return the bytes of the value, UTF-8 for a text
    /// @throws PythonException if the code raises an exception
    public synchronized byte[] eval(String code, byte[]... inputs) {
        try {
            questions.writeInt(1 + inputs.length);
            write(code.getBytes(StandardCharsets.UTF_8));
            for (byte[] input : inputs) {
                write(input);
            }
            questions.flush();
            boolean value = answers.readByte() == 'b';
            byte[] answer = answers.readNBytes(answers.readInt());
            if (!value) {
                throw new PythonException(new String(answer, StandardCharsets.UTF_8));
            }
            return answer;
        } catch (IOException ended) {
            throw new UncheckedIOException("the Python process has ended", ended);
        }
    }

    private void write(byte[] blob) throws IOException {
        questions.writeInt(blob.length);
        questions.write(blob);
    }

    /// Evaluates Python.
    ///
    /// @param expression an expression of any type
    /// @param inputs     bytes for it, `x[0]`, `x[1]` ...
    /// @return its `str`
    /// @throws PythonException if the expression raises an exception
    public String text(String expression, byte[]... inputs) {
        return new String(eval("str(" + expression + ")", inputs), StandardCharsets.UTF_8);
    }

    /// Evaluates Python.
    ///
    /// @param expression an expression of any type
    /// @param inputs     bytes for it, `x[0]`, `x[1]` ...
    /// @return its `repr`
    /// @throws PythonException if the expression raises an exception
    public String repr(String expression, byte[]... inputs) {
        return new String(eval("repr(" + expression + ")", inputs), StandardCharsets.UTF_8);
    }

    /// {@return the major and minor version of NumPy, in a new array}
    public int[] version() {
        return version.clone();
    }

    /// Tells whether NumPy is recent enough for some cases, and says so on standard output if it is not.
    ///
    /// @param major the least major version
    /// @param minor the least minor version
    /// @param cases what is left out below it
    /// @return whether NumPy has at least that version
    public boolean atLeast(int major, int minor, String cases) {
        boolean enough = Arrays.compare(version, new int[]{major, minor}) >= 0;
        if (!enough) {
            String line = "left out, NumPy " + version[0] + "." + version[1] + " is older than " + major + "." + minor
                    + ": " + cases;
            System.out.println(line);
            LeftOut.note(line);
        }
        return enough;
    }
}
