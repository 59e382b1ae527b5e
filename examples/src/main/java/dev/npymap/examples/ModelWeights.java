package dev.npymap.examples;

import dev.npymap.array.FloatArray;
import dev.npymap.array.NdArray;
import dev.npymap.npz.Npz;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Uses a model's weights from an `.npz` where they lie, without loading them.
///
/// The model scores ten labels for a word: it looks up the word's row in an embedding and multiplies that by the
/// weights of one dense layer. Python would write the same file with `np.savez("model.npz", **weights)`.
public final class ModelWeights {
    private static final int WORDS = 1000;
    private static final int WIDTH = 64;
    private static final int LABELS = 10;

    private ModelWeights() {
    }

    /// Runs the example.
    ///
    /// @param args none
    /// @throws IOException if the temporary file cannot be written
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("npymap-example");
        Path path = directory.resolve("model.npz");
        try {
            Npz.write(path, weights());
            score(path, 42);
        } finally {
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
    }

    private static void score(Path path, long word) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Npz model = Npz.map(path, arena);
            for (NpzMember member : model.members()) {
                NdArray array = model.array(member.name());
                System.out.println(member.name() + ": " + array.dtype() + " " + array.shape() + ", "
                        + (array.segment().isMapped() ? "zero copy" : "inflated"));
            }
            FloatArray embedding = model.array("embedding").asFloat();
            FloatArray weights = model.array("dense/weights").asFloat();
            FloatArray bias = model.array("dense/bias").asFloat();

            FloatArray row = embedding.select(0, word); // a view of 256 bytes of the file
            float[] scores = row.matmul(weights).toArray();
            for (int label = 0; label < LABELS; label++) {
                scores[label] += bias.get(label);
            }
            System.out.println("scores of word " + word + ": " + Arrays.toString(scores));
            requireScores(scores, word);
        } // everything is unmapped here, at once
    }

    private static Map<String, NdArray> weights() {
        float[] embedding = new float[WORDS * WIDTH];
        for (int n = 0; n < embedding.length; n++) {
            embedding[n] = n / WIDTH;
        }
        float[] weights = new float[WIDTH * LABELS];
        float[] bias = new float[LABELS];
        for (int label = 0; label < LABELS; label++) {
            bias[label] = label;
            for (int n = 0; n < WIDTH; n++) {
                weights[n * LABELS + label] = (float) label / WIDTH;
            }
        }
        Map<String, NdArray> model = new LinkedHashMap<>();
        model.put("embedding", FloatArray.of(embedding, WORDS, WIDTH));
        model.put("dense/weights", FloatArray.of(weights, WIDTH, LABELS));
        model.put("dense/bias", FloatArray.of(bias));
        return model;
    }

    /// The weights are such that a word's score for a label is their product, and the label once more.
    private static void requireScores(float[] scores, long word) {
        for (int label = 0; label < LABELS; label++) {
            if (scores[label] != word * label + label) {
                throw new IllegalStateException("expected " + (word * label + label) + ", not " + scores[label]);
            }
        }
    }
}
