package dev.npymap.cli;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// NumPy itself, which writes archives for the tests and reads those of the command: one Python process for the whole
/// run, in which each script finds nothing of the others.
///
/// The interpreter is `NPYMAP_PYTHON`, or `python3` where that is not set or empty. Where it has no NumPy the tests that ask are skipped, except
/// with `CI=true`, where they fail.
public final class Numpy {
    private static final String PYTHON = Optional.ofNullable(System.getenv("NPYMAP_PYTHON"))
            .filter(set -> !set.isBlank()).orElse("python3");
    /// Reads directories and scripts, and answers with a status byte and what was printed; all with their lengths.
    private static final String SERVER = """
            import contextlib, importlib, io, os, struct, sys, traceback, warnings, zipfile
            import numpy as np
            if np.__version__ < '2':  # knows its parts by other names than the pickles that are written have
                for part in ('', '.multiarray', '.numeric'):
                    sys.modules['numpy._core' + part] = importlib.import_module('numpy.core' + part)
            def npy(array):
                data = io.BytesIO()
                np.save(data, array)
                return data.getvalue()
            def received():
                length = sys.stdin.buffer.read(4)
                return sys.stdin.buffer.read(struct.unpack('>I', length)[0]).decode() if length else sys.exit()
            def answer(status, text):
                data = text.encode('utf-8', 'backslashreplace')
                sys.__stdout__.buffer.write(status + struct.pack('>I', len(data)) + data)
                sys.__stdout__.buffer.flush()
            def run(script, names):
                kept = dict(names)
                with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.redirect_stderr(printed), \
                        warnings.catch_warnings():
                    try:
                        exec(compile(script, '<script>', 'exec'), names)
                        status = b'0'
                    except BaseException:
                        traceback.print_exc()
                        status = b'1'
                names.clear()
                names.update(kept)
                answer(status, printed.getvalue())
            answer(b'0', np.__version__)
            home = os.getcwd()
            while True:
                os.chdir(received())
                run(received(), globals())
                os.chdir(home)
            """;

    private final DataOutputStream scripts;
    private final DataInputStream answers;

    /// Holds the process, or the reason why there is none, from the first script on.
    private static final class Started {
        private static final Object NUMPY = start();

        private static Object start() {
            try {
                return new Numpy();
            } catch (IOException missing) {
                return PYTHON + " -c 'import numpy' fails: " + missing.getMessage();
            }
        }
    }

    private Numpy() throws IOException {
        Process process = new ProcessBuilder(PYTHON, "-c", SERVER).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.scripts = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.answers = new DataInputStream(process.getInputStream());
        answer();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /// Runs a script in a directory, with `numpy` as `np` and what it needs to write archives by hand.
    ///
    /// @param directory where it runs
    /// @param script    Python
    /// @return what it printed
    /// @throws IOException if Python cannot be started
    public static String run(Path directory, String script) throws IOException {
        if (Started.NUMPY instanceof Numpy numpy) {
            return numpy.answer(directory, script);
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(Started.NUMPY);
        }
        return Assumptions.abort(Started.NUMPY.toString());
    }

    private synchronized String answer(Path directory, String script) throws IOException {
        for (String sent : new String[]{directory.toAbsolutePath().toString(), script}) {
            byte[] data = sent.getBytes(StandardCharsets.UTF_8);
            scripts.writeInt(data.length);
            scripts.write(data);
        }
        scripts.flush();
        return answer();
    }

    private String answer() throws IOException {
        int status = answers.readByte();
        String printed = new String(answers.readNBytes(answers.readInt()), StandardCharsets.UTF_8).strip();
        if (status != '0') {
            throw new AssertionError(printed);
        }
        return printed;
    }

    /// Skips the calling test where NumPy is too old for it, with a line that says so here and, with `CI=true`, where
    /// the build ends.
    ///
    /// @param cases what is left out
    static void require(Path directory, int major, int minor, String cases) throws IOException {
        String version = run(directory, "print(np.__version__)");
        boolean enough = run(directory, "print(tuple(map(int, np.__version__.split('.')[:2])) >= (%d, %d))"
                .formatted(major, minor)).equals("True");
        String line = "left out, NumPy " + version + " is older than " + major + "." + minor + ": " + cases;
        if (!enough) {
            System.out.println(line);
            if ("true".equals(System.getenv("CI"))) {
                Files.createDirectories(Path.of("target"));
                Files.writeString(Path.of("target", "left-out.txt"), line + "\n", StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
        Assumptions.assumeTrue(enough, line);
    }
}
