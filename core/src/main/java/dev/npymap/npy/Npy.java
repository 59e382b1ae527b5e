package dev.npymap.npy;
/// door
public final class Npy { private Npy() { } }
