package dev.npymap.benchmarks.compare;

/// An entrant cannot do its work.
final class WorkFailure extends Exception {
    private static final long serialVersionUID = 1;

    WorkFailure(String message) {
        super(message);
    }
}
