package dev.npymap.pickle;

/// Says that a part of a pickle is none of the values that are known, though it may be a good one; it becomes a
/// [PickledObject], and all around it stays what it is.
final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1L;

    NotUnderstood() {
        super("", null, false, false);
    }
}
