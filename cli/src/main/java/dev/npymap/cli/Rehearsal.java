package dev.npymap.cli;

import dev.npymap.array.DoubleArray;
import dev.npymap.cli.terminal.GatedPrinter;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/// Runs every command once on a tiny array, so that the JVM can record the needed classes for its start-up cache.
final class Rehearsal {
    private Rehearsal() {
    }

    public static void main(String[] args) throws IOException {
        Path stage = Files.createTempDirectory("npymap-");
        Path file = stage.resolve("a.npy");
        Path copy = stage.resolve("b.npy");
        Path archive = stage.resolve("c.npz");
        Path pickle = stage.resolve("e.pkl");
        Path parts = stage.resolve("d");
        try {
            Npy.write(file, DoubleArray.of(new double[]{1.5, 2, 3, 4, 5, 6}, 2, 3));
            play("--version");
            play("--help");
            play("info", file, copy);
            play("info", file, "--json");
            play("show", file);
            play("show", file, "-1, ::2", "--repr");
            play("slice", file, "0", "-o", copy);
            play("stats", file);
            play("stats", file, "--json");
            play("copy", file, copy);
            play("convert", file, copy, archive, "--compress");
            play("info", archive);
            play("info", archive.resolve("a"), "--json");
            play("show", archive.resolve("a"), "0");
            play("stats", archive);
            play("convert", archive, parts);
            play("convert", file, copy, archive);
            play("show", archive);
            play("copy", archive.resolve("b"), copy);
            play("verify", file, archive);
            play("convert", archive, pickle);
            play("info", pickle);
            play("show", pickle);
            play("show", pickle.resolve("a"), "0");
            play("stats", pickle.resolve("a"));
            play("unknown");
        } finally {
            for (Path made : List.of(file, copy, archive, pickle, parts.resolve("a.npy"), parts.resolve("b.npy"), parts,
                    stage)) {
                Files.deleteIfExists(made);
            }
        }
    }

    private static void play(Object... words) {
        String[] args = new String[words.length];
        for (int n = 0; n < args.length; n++) {
            args[n] = words[n].toString();
        }
        CommandLine commandLine = Main.commandLine(args);
        commandLine.setOut(GatedPrinter.ofResults(Writer.nullWriter(), true));
        commandLine.setErr(GatedPrinter.ofReports(Writer.nullWriter(), true));
        commandLine.execute(args);
    }
}
