package dev.npymap.model;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Where the bytes of an array come from: it names them in messages, which its text does too, and can tell that they are
/// gone.
public interface Source {
    /// The source of arrays that were made in memory.
    Source MEMORY = of("array");

    /// {@return the name that messages begin with: a file's name, or `file.npz/member`}
    String name();

    /// {@return where the array's memory begins in the source, in bytes; messages add it to name a byte}
    default long offset() {
        return 0;
    }

    /// Checks that the bytes are still there; bulk operations ask after they have read.
    ///
    /// Memory is always there. A mapped file may have been cut by another process, after which its last page reads as
    /// zeros and the pages behind it fault.
    ///
    /// @throws ArrayFormatException if the file behind a mapping has become shorter than the mapping
    default void check() throws ArrayFormatException {
    }

    /// {@return whether [#check] can find anything, that is, whether the bytes are those of a mapped file}
    default boolean mapped() {
        return false;
    }

    /// Compares the checksum of bytes that nobody compares while they are only read; `NdArray.verify` asks.
    ///
    /// @param memory what an array occupies, from its first byte to its last
    /// @throws ArrayFormatException if that is all that the checksum is about, and it is another one
    /// @throws IOException          if the bytes cannot be read
    default void verify(MemorySegment memory) throws IOException {
    }

    /// {@return a source of the same bytes with nothing to [verify][#verify]}
    default Source unverified() {
        return this;
    }

    /// Names bytes that cannot vanish.
    ///
    /// @param name what messages begin with
    /// @return a source of that name
    static Source of(String name) {
        return of(name, 0);
    }

    /// Names bytes that cannot vanish and are a part of something larger.
    ///
    /// @param name   what messages begin with
    /// @param offset where the bytes begin in it, in bytes
    /// @return a source of that name
    static Source of(String name, long offset) {
        record Named(String name, long offset) implements Source {
            @Override
            public String toString() {
                return name;
            }
        }
        return new Named(name, offset);
    }
}
