package dev.npymap.pickle;

/// Thrown where a part of a pickle, though perhaps valid, is not one of the known values. The part becomes a
/// [PickledObject]; the values around it are not affected.
final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1L;

    NotUnderstood() {
        super("", null, false, false);
    }
}
