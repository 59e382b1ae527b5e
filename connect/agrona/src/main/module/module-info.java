/// Windows of npymap's arrays as Agrona's buffers.
module dev.npymap.agrona {
    requires transitive dev.npymap.core;
    requires transitive org.agrona;

    exports dev.npymap.agrona;
}
