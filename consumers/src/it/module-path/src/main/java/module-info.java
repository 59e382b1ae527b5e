/// Requires npymap and nothing else.
module consumer {
    requires dev.npymap.core;
}
