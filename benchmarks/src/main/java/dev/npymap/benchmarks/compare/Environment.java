package dev.npymap.benchmarks.compare;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the figures depend on.
final class Environment {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private Environment() {
    }

    /// Returns the facts, in the order in which they are shown.
    ///
    /// @param numpy     the versions that the Python process tells
    /// @param directory holds the files
    /// @param scale     of the run
    static Map<String, String> facts(String numpy, Path directory, Scale scale) throws IOException {
        FileStore store = Files.getFileStore(directory);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("run", scale.quick() ? "quick" : "full");
        facts.put("processor", line(CPU, "model name") + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("memory", Scale.text(kilobytes("MemTotal")));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"));
        facts.put("files on", store.type());
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("numpy", numpy);
        facts.put("flags", String.join(" ", Place.FLAGS.flags()));
        return facts;
    }

    /// How much memory programs may still have, in bytes.
    static long availableMemory() {
        return kilobytes("MemAvailable");
    }

    private static long kilobytes(String key) {
        String digits = line(MEMORY, key).replaceAll("\\D", "");
        return digits.isEmpty() ? Runtime.getRuntime().maxMemory() : Long.parseLong(digits) << 10;
    }

    /// What a file of the system has behind a key and a colon.
    private static String line(Path file, String key) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key)).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
        } catch (IOException notLinux) {
            return "unknown";
        }
    }
}
