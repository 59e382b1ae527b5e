package dev.npymap.examples;

import dev.npymap.array.DoubleArray;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.Live;
import dev.npymap.store.LiveOptions;
import dev.npymap.store.NewVersion;
import dev.npymap.store.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Checkpoints of a model as versions, with their metrics as attributes; a service follows the tag `prod`, which moves
/// forwards to a better checkpoint and back from a bad one.
public final class ModelVersions {
    private static final int STEPS = 6;
    private static final double RATE = 0.14;
    /// What the model should learn: y = 3 x + 2.
    private static final double[] X = {0, 1, 2, 3, 4};
    private static final LiveOptions ON_CALL = LiveOptions.DEFAULT.withInterval(Duration.ofHours(1));

    private ModelVersions() {
    }

    /// What the service makes of a version.
    private record Model(DoubleArray slope, DoubleArray offset) {
        static Model of(Version version) throws IOException {
            return new Model(version.array("model/slope").asDouble(), version.array("model/offset").asDouble());
        }

        double predict(double x) {
            return slope.get(0) * x + offset.get(0);
        }
    }

    /// Runs the example.
    ///
    /// @param args none
    /// @throws Exception if the temporary store cannot be written
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("npymap-models");
        try {
            ArrayStore store = ArrayStore.create(directory.resolve("models.store"));
            train(store);
            long best = best(store);
            store.tag("prod", best);
            try (Live<Model> service = store.follow("prod", Model::of, ON_CALL)) {
                System.out.printf("prod is version %d: f(10) = %.2f%n", service.number(),
                        service.use(model -> model.predict(10)));
                long bad = checkpoint(store, 99, -99, 0);
                store.tag("prod", bad);
                service.reload();
                System.out.printf("prod is version %d: f(10) = %.2f%n", service.number(),
                        service.use(model -> model.predict(10)));
                store.tag("prod", best);
                service.reload();
                System.out.printf("rolled back to version %d: f(10) = %.2f%n", service.number(),
                        service.use(model -> model.predict(10)));
                require(service.number() == best && Math.abs(service.use(model -> model.predict(10)) - 32) < 3);
            }
            System.out.println("prune leaves prod: removed " + store.prune(1));
            require(store.tags().get("prod") == best && store.numbers().contains(best));
        } finally {
            FeatureStore.delete(directory);
        }
    }

    /// Publishes a checkpoint after each step of gradient descent.
    private static void train(ArrayStore store) throws IOException {
        double slope = 0;
        double offset = 0;
        for (int step = 1; step <= STEPS; step++) {
            double slopeGradient = 0;
            double offsetGradient = 0;
            for (double x : X) {
                double error = slope * x + offset - (3 * x + 2);
                slopeGradient += error * x / X.length;
                offsetGradient += error / X.length;
            }
            slope -= RATE * slopeGradient;
            offset -= RATE * offsetGradient;
            long number = checkpoint(store, slope, offset, step);
            if (number > 1) {
                try (Version before = store.version(number - 1); Version after = store.version(number)) {
                    Version.Difference difference = before.difference(after);
                    System.out.printf("version %d: loss %.3f, changed %s%n", number,
                            after.attributes("model/slope").get("loss"), difference.changed());
                    require(difference.added().isEmpty() && difference.removed().isEmpty());
                }
            }
        }
    }

    private static long checkpoint(ArrayStore store, double slope, double offset, int step) throws IOException {
        double loss = 0;
        for (double x : X) {
            loss += Math.pow(slope * x + offset - (3 * x + 2), 2) / X.length;
        }
        try (NewVersion next = store.write("step " + step)) {
            next.put("model/slope", DoubleArray.of(new double[]{slope}));
            next.put("model/offset", DoubleArray.of(new double[]{offset}));
            if (step == 1) {
                next.put("data/x", DoubleArray.of(X));
            }
            next.attributes("model/slope").put("loss", loss);
            next.attributes("model/slope").put("step", step);
            return next.commit();
        }
    }

    /// The version with the least loss.
    private static long best(ArrayStore store) throws IOException {
        long best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (long number : store.numbers()) {
            try (Version version = store.version(number)) {
                double loss = (Double) version.attributes("model/slope").get("loss");
                if (loss < least) {
                    least = loss;
                    best = number;
                }
            }
        }
        return best;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("the example went wrong");
        }
    }
}
