package dev.npymap.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The processes of a run, started when they are first needed, and again when they have died.
final class Workers implements AutoCloseable {
    private static final String PROGRAM = "worker.py";
    private static final String LOG = "workers.log";
    /// Files in the directory that are no data.
    static final Set<String> FILES = Set.of(PROGRAM, LOG);

    private final Path directory;
    private final Scale scale;
    private final Map<Place, Worker> alive = new EnumMap<>(Place.class);

    Workers(Path directory, Scale scale) throws IOException {
        this.directory = directory;
        this.scale = scale;
        try (InputStream program = Workers.class.getResourceAsStream(PROGRAM)) {
            Files.write(directory.resolve(PROGRAM), program.readAllBytes());
        }
    }

    Worker at(Place place) throws WorkFailure {
        Worker worker = alive.get(place);
        if (worker == null || !worker.isAlive()) {
            try {
                worker = new Worker(command(place), directory, directory.resolve(LOG));
            } catch (IOException failure) {
                throw new WorkFailure(failure.getMessage());
            }
            alive.put(place, worker);
        }
        return worker;
    }

    private List<String> command(Place place) {
        if (place == Place.PYTHON) {
            String python = System.getenv().getOrDefault("NPYMAP_PYTHON", "");
            return List.of(python.isBlank() ? "python3" : python, PROGRAM);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(place.flags());
        // Several live at a time, and the files are to stay in the page cache.
        command.addAll(List.of("-XX:MaxRAMPercentage=25", "-XX:MaxHeapFreeRatio=100", "-cp",
                System.getProperty("java.class.path"),
                JavaWorker.class.getName()));
        command.addAll(scale.words());
        return command;
    }

    /// Ends the JVMs, so that figures depend neither on memory nor on compiled code of what was measured before.
    void endJvms() {
        alive.forEach((place, worker) -> {
            if (place != Place.PYTHON) {
                worker.close();
            }
        });
        alive.keySet().retainAll(Set.of(Place.PYTHON));
    }

    @Override
    public void close() {
        alive.values().forEach(Worker::close);
    }
}
