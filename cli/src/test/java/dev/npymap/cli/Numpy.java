package dev.npymap.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// NumPy itself, which writes archives for the tests and reads those of the command.
///
/// The interpreter is `NPYMAP_PYTHON`, or else `python3`. Where it has no NumPy the tests that ask are skipped, except
/// with `CI=true`, where they fail.
final class Numpy {
    private static final String PYTHON = System.getenv().getOrDefault("NPYMAP_PYTHON", "python3");

    private Numpy() {
    }

    /// Runs a script in a directory, with `numpy` as `np` and what it needs to write archives by hand.
    ///
    /// @return what it printed
    static String run(Path directory, String script) throws IOException {
        String whole = """
                try:
                    import numpy as np
                except ImportError:
                    raise SystemExit(77)
                import importlib, io, sys, zipfile
                if np.__version__ < '2':  # knows its parts by other names than the pickles that are written have
                    for part in ('', '.multiarray', '.numeric'):
                        sys.modules['numpy._core' + part] = importlib.import_module('numpy.core' + part)
                def npy(array):
                    data = io.BytesIO()
                    np.save(data, array)
                    return data.getvalue()
                """ + script;
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(PYTHON, "-c", whole).directory(directory.toFile())
                    .redirectErrorStream(true);
            builder.environment().put("PYTHONIOENCODING", "utf-8");
            process = builder.start();
        } catch (IOException missing) {
            return missing(missing.getMessage());
        }
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            if (status == 77) {
                return missing(PYTHON + " has no NumPy");
            }
            if (status != 0) {
                throw new AssertionError(printed);
            }
            return printed;
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /// Skips the calling test where NumPy is too old for it, with a line that says so.
    ///
    /// @param cases what is left out
    static void require2(Path directory, String cases) throws IOException {
        String version = run(directory, "print(np.__version__)");
        String line = "left out, NumPy " + version + " is older than 2.0: " + cases;
        if (version.startsWith("1.")) {
            System.out.println(line);
        }
        Assumptions.assumeFalse(version.startsWith("1."), line);
    }

    private static String missing(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        return Assumptions.abort("NumPy is missing: " + reason);
    }
}
