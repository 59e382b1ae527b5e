package dev.npymap.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/// How large and how long a run is.
///
/// @param quick   whether it is a look only
/// @param largest the largest file that is made, in bytes
record Scale(boolean quick, long largest) {
    static final long MB = 1L << 20;
    static final long GB = 1L << 30;
    static final int HURRIED_ROUNDS = 3;

    /// What the tables call 1 GB; in a quick run less, and the names of the rows say so.
    long big() {
        return Math.min(largest, quick ? 128 * MB : GB);
    }

    /// The size of an array that NumPy takes seconds to compress.
    long compressed() {
        return Math.min(largest, quick ? 16 * MB : 128 * MB);
    }

    /// How many numbers go through text.
    int textNumbers() {
        return quick ? 100_000 : 1_000_000;
    }

    /// From 1 MB to the largest file, each eight times the one before.
    List<Long> growth() {
        List<Long> sizes = new ArrayList<>();
        for (long size = MB; size < largest; size *= quick ? 16 : 8) {
            sizes.add(size);
        }
        sizes.add(largest);
        return sizes;
    }

    /// For how long an entrant runs before it is timed, in nanoseconds.
    long warmUpNanos() {
        return quick ? 180_000_000L : 800_000_000L;
    }

    /// For how long a case is timed, in nanoseconds, once it has its least number of rounds.
    long timedNanos() {
        return quick ? 200_000_000L : 1_500_000_000L;
    }

    int leastRounds() {
        return quick ? 3 : 5;
    }

    /// After so many nanoseconds the cases that are left get at least [#HURRIED_ROUNDS] rounds, and half of the warm-up and
    /// of the time for turns, so that the run ends in time.
    long hurryNanos() {
        return quick ? 100_000_000_000L : 300_000_000_000L;
    }

    int mostRounds() {
        return quick ? 7 : 15;
    }

    /// What is not finished after so long is called off, in nanoseconds.
    long patienceNanos() {
        return quick ? 6_000_000_000L : 25_000_000_000L;
    }

    /// {@return a number of bytes as the names of rows have it: `1 GB`}
    static String text(long bytes) {
        return bytes >= GB ? bytes / GB + " GB" : bytes >= MB ? bytes / MB + " MB" : bytes + " bytes";
    }

    /// {@return the number of bytes that [#text] shows as this}
    static long parse(String text) {
        String[] parts = text.split(" ");
        return Long.parseLong(parts[0]) * (parts[1].equals("GB") ? GB : parts[1].equals("MB") ? MB : 1);
    }

    /// {@return the words that tell another JVM of this scale}
    List<String> words() {
        return List.of(Boolean.toString(quick), Long.toString(largest));
    }

    /// {@return the scale of another JVM}
    static Scale of(String quick, String largest) {
        return new Scale(Boolean.parseBoolean(quick), Long.parseLong(largest));
    }
}
