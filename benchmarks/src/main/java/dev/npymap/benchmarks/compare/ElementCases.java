package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import java.util.List;

/// What it costs to read a mapped array element by element, beside Java's own arrays.
final class ElementCases {
    private static final int ROWS = 1000;
    private static final int COLUMNS = 1000;
    private static final double GOAL = 1 / 1.5;
    private static final String FILE = "elements.npy";

    private ElementCases() {
    }

    static Section section() {
        return new Section("Element by element",
                List.of(DataFile.npy(FILE, "rng.random((" + ROWS + ", " + COLUMNS + "))")),
                List.of(Case.of("get(i) of " + ROWS * COLUMNS + " float64").goal(GOAL).java("double[]", arena -> {
                    double[] array = OpenCases.doubles(FILE, arena).reshape(-1).toArray();
                    return () -> sum(array);
                }, arena -> {
                    DoubleArray array = OpenCases.doubles(FILE, arena).reshape(-1);
                    return () -> sum(array);
                }), Case.of("get(i, j) of " + ROWS + " x " + COLUMNS + " float64").goal(GOAL).java("double[][]",
                        arena -> {
                            DoubleArray array = OpenCases.doubles(FILE, arena);
                            double[][] rows = new double[ROWS][];
                            for (int i = 0; i < ROWS; i++) {
                                rows[i] = array.select(0, i).asDouble().toArray();
                            }
                            return () -> sum(rows);
                        }, arena -> {
                            DoubleArray array = OpenCases.doubles(FILE, arena);
                            return () -> sumRows(array);
                        })));
    }

    private static double sum(double[] array) {
        double sum = 0;
        for (double value : array) {
            sum += value;
        }
        return sum;
    }

    private static double sum(DoubleArray array) {
        double sum = 0;
        for (long i = 0; i < array.size(); i++) {
            sum += array.get(i);
        }
        return sum;
    }

    private static double sum(double[][] rows) {
        double sum = 0;
        for (double[] row : rows) {
            for (double value : row) {
                sum += value;
            }
        }
        return sum;
    }

    private static double sumRows(DoubleArray array) {
        double sum = 0;
        for (long i = 0; i < array.shape().dim(0); i++) {
            for (long j = 0; j < array.shape().dim(1); j++) {
                sum += array.get(i, j);
            }
        }
        return sum;
    }
}
