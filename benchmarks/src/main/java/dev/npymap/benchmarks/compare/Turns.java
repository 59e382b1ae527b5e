package dev.npymap.benchmarks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets the entrants of one case take turns: A B A B.
final class Turns {
    /// Quick work is repeated until a turn takes so long.
    private static final long TURN_NANOS = 20_000_000;
    private static final long MAX_REPEATS = 1_000_000;
    private static final int WARM_TURNS = 20;
    private static final int PATIENCE = 2;

    private final Case what;
    private final Workers workers;
    private final Scale scale;
    private final boolean hurry;
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<String, List<Double>> times = new LinkedHashMap<>();

    /// Prepares nothing yet.
    ///
    /// @param hurry whether time is short
    Turns(Case what, Workers workers, Scale scale, boolean hurry) {
        this.what = what;
        this.workers = workers;
        this.scale = scale;
        this.hurry = hurry;
    }

    /// Runs the case.
    ///
    /// @param section the title of its table
    List<Row> run(String section) {
        try {
            prepare();
            agree();
            check();
            time(warmUp());
        } catch (WorkFailure failure) {
            times.clear();
            what.entrants().forEach(entrant -> failures.putIfAbsent(entrant.label(), failure.getMessage()));
        } finally {
            end();
        }
        return what.comparisons().stream().map(comparison -> row(comparison, section)).toList();
    }

    /// Lets all make ready; some make a file that the others read.
    private void prepare() {
        each(entrant -> {
            Worker worker = workers.at(entrant.place());
            switch (entrant.work()) {
                case Work.InPython(String setup, String expression) ->
                    worker.ask("prepare", entrant.label(), setup, expression);
                case Work.InJava _ -> worker.ask("prepare", entrant.label(), what.name());
            }
        });
    }

    /// Compares the answers with the first one.
    private void agree() {
        List<Answer> answers = new ArrayList<>();
        each(entrant -> {
            Answer answer = Answer.parse(workers.at(entrant.place()).ask("answer", entrant.label()));
            answers.add(answer);
            if (what.check().isEmpty() && !answer.agrees(answers.getFirst(), what.tolerance())) {
                throw new WorkFailure("its answer is " + answer + ", that of the first " + answers.getFirst());
            }
        });
    }

    private void check() throws WorkFailure {
        if (what.check().isPresent()
                && !workers.at(Place.PYTHON).ask("check", what.check().get()).equals("True")) {
            throw new WorkFailure("the entrants disagree: not " + what.check().get());
        }
    }

    /// Runs all for a while, and returns how often their work is done in one turn.
    private Map<Entrant, Long> warmUp() {
        Map<Entrant, Long> repeats = new LinkedHashMap<>();
        each(entrant -> repeats.put(entrant, warmUp(entrant)));
        return repeats;
    }

    private long warmUp(Entrant entrant) throws WorkFailure {
        long begin = System.nanoTime();
        double quickest = Double.POSITIVE_INFINITY;
        long count = 1;
        int turns = 0;
        do {
            quickest = Math.min(quickest, timeOf(entrant, count));
            count = Math.clamp((long) (TURN_NANOS / quickest), 1, MAX_REPEATS);
            turns++;
        } while (entrant.place() != Place.PYTHON && !isWarm(turns, count, System.nanoTime() - begin));
        // Files are not cold a second time.
        return what.dropped().isPresent() ? 1 : count;
    }

    /// The JVM compiles what was done often, or long; what takes longer than a turn is one large loop.
    private boolean isWarm(int turns, long count, long passed) {
        long least = hurry ? scale.warmUpNanos() / 2 : scale.warmUpNanos();
        long enough = count > 1 ? PATIENCE * least : least;
        return passed > enough && (turns > WARM_TURNS || passed > PATIENCE * enough);
    }

    private void time(Map<Entrant, Long> repeats) throws WorkFailure {
        long begin = System.nanoTime();
        for (int round = 0; round < scale.mostRounds(); round++) {
            long passed = System.nanoTime() - begin;
            if (round >= scale.leastRounds() && passed > scale.timedNanos()
                    || round >= Scale.HURRIED_ROUNDS
                            && (hurry && passed > scale.timedNanos() / 2 || passed > scale.patienceNanos())) {
                return;
            }
            for (Map.Entry<Entrant, Long> entrant : repeats.entrySet()) {
                if (what.dropped().isPresent()) {
                    workers.at(Place.PYTHON).ask("drop", what.dropped().get());
                }
                times.computeIfAbsent(entrant.getKey().label(), _ -> new ArrayList<>())
                        .add(timeOf(entrant.getKey(), entrant.getValue()));
            }
        }
    }

    /// How long the work takes once, in nanoseconds.
    private double timeOf(Entrant entrant, long count) throws WorkFailure {
        return Double.parseDouble(workers.at(entrant.place()).ask("time", entrant.label(), Long.toString(count)))
                / count;
    }

    private void end() {
        what.entrants().stream().map(Entrant::place).distinct().forEach(place -> {
            try {
                workers.at(place).ask("end");
            } catch (WorkFailure dead) {
                // It is started anew for the next case.
            }
        });
    }

    /// Does something with all entrants that have not failed.
    private void each(Step step) {
        for (Entrant entrant : what.entrants()) {
            if (!failures.containsKey(entrant.label())) {
                try {
                    step.with(entrant);
                } catch (WorkFailure failure) {
                    failures.put(entrant.label(), failure.getMessage());
                }
            }
        }
    }

    /// What can be done with an entrant.
    private interface Step {
        void with(Entrant entrant) throws WorkFailure;
    }

    private Row row(Comparison comparison, String section) {
        List<Double> ours = times.getOrDefault(comparison.ours(), List.of());
        Optional<String> quickest = comparison.theirs().stream().filter(times::containsKey)
                .min(Comparator.comparingDouble(label -> Row.median(times.get(label))));
        if (ours.isEmpty() || quickest.isEmpty()) {
            String who = ours.isEmpty() ? comparison.ours() : comparison.theirs().getFirst();
            return Row.failed(comparison, section, who + ": " + failures.getOrDefault(who, "not measured"));
        }
        return Row.of(comparison, section, quickest.get(), ours, times.get(quickest.get()));
    }
}
