package dev.npymap.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Commands that see some directories otherwise than the rest of the machine does; modes do not bind root.
final class Namespace {
    private static final String READ_ONLY = "mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" && ";
    private static final String HIDDEN = "mount -t tmpfs none \"$1\" && ";

    private Namespace() {
    }

    /// The words with which a command cannot write a directory.
    static Object[] readOnly(Path directory, Object... command) throws Exception {
        return words(READ_ONLY, directory, command);
    }

    /// The words with which a command finds a directory empty.
    static Object[] without(Path directory, Object... command) throws Exception {
        return words(HIDDEN, directory, command);
    }

    private static Object[] words(String mount, Path directory, Object... command) throws Exception {
        List<Object> words = new ArrayList<>(List.of("unshare", options()));
        words.addAll(List.of("sh", "-c", mount + "shift && exec \"$@\"", "sh", directory));
        words.addAll(List.of(command));
        return words.toArray();
    }

    /// Skips the calling test, with a line, where nobody may mount anything.
    private static String options() throws Exception {
        for (String options : List.of("-m", "-rm")) {
            Process tried = new ProcessBuilder("sh", "-c",
                    "unshare " + options + " mount -t tmpfs none /tmp 2>/dev/null").start();
            if (tried.waitFor(20, TimeUnit.SECONDS) && tried.exitValue() == 0) {
                return options;
            }
        }
        System.out.println("left out: nothing can be mounted here, so no directory can be read-only to root");
        return Assumptions.abort("nothing can be mounted");
    }
}
