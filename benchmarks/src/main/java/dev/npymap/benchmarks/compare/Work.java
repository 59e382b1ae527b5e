package dev.npymap.benchmarks.compare;

import java.lang.foreign.Arena;

/// What one entrant of a comparison does.
sealed interface Work {
    /// Work in Java, done in the JVM of a [Place].
    ///
    /// It lives in every JVM and is prepared in one only.
    @FunctionalInterface
    non-sealed interface InJava extends Work {
        /// Makes ready what will be timed.
        ///
        /// @param arena open while the work is timed
        Task prepare(Arena arena) throws Exception;
    }

    /// Work in Python; `np` is NumPy and `Path` that of pathlib.
    ///
    /// @param setup      statements that are not timed
    /// @param expression what is timed
    record InPython(String setup, String expression) implements Work {
    }

    /// What is timed.
    @FunctionalInterface
    interface Task extends AutoCloseable {
        /// Does it once.
        ///
        /// @return the answer, which [Answer] compares
        Object run() throws Exception;

        /// Lets go of what its preparation opened, unless the arena does.
        @Override
        default void close() {
        }
    }
}
