package dev.npymap.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Does the work of one [Place] in a JVM of its own: answers requests on standard input as `worker.py` does.
final class JavaWorker {
    private final List<Case> cases;
    private Arena arena = Arena.ofShared();
    private final Map<String, Work.Task> tasks = new HashMap<>();
    /// Keeps the compiler from dropping work whose result nobody needs.
    @SuppressWarnings("unused")
    private Object last = 0;

    private JavaWorker(List<Case> cases) {
        this.cases = cases;
    }

    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        JavaWorker worker = new JavaWorker(Sections.cases(Scale.of(args[0], args[1])));
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            try {
                answers.println("ok " + worker.answer(Request.parse(line)));
            } catch (Throwable failure) {
                failure.printStackTrace();
                answers.println("no " + Request.encode(failure.toString()));
            }
            answers.flush();
        }
    }

    private Object answer(Request request) throws Exception {
        List<String> words = request.words();
        return switch (request.verb()) {
            case "prepare" -> prepare(words.get(0), words.get(1));
            case "answer" -> Answer.of(tasks.get(words.get(0)).run()).text();
            case "time" -> time(tasks.get(words.get(0)), Integer.parseInt(words.get(1)));
            case "end" -> end();
            default -> throw new IllegalArgumentException(request.verb());
        };
    }

    private int prepare(String label, String name) throws Exception {
        Case wanted = cases.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
        tasks.put(label, ((Work.InJava) wanted.entrant(label).work()).prepare(arena));
        return 0;
    }

    private long time(Work.Task task, int count) throws Exception {
        long start = System.nanoTime();
        for (int n = 0; n < count; n++) {
            last = task.run();
        }
        return System.nanoTime() - start;
    }

    private int end() {
        tasks.values().forEach(Work.Task::close);
        tasks.clear();
        last = 0;
        arena.close();
        arena = Arena.ofShared();
        System.gc();
        return 0;
    }
}
