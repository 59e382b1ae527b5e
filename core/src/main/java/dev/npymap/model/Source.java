package dev.npymap.model;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Where the bytes of an array come from. A source gives messages the name they begin with, which its `toString`
/// returns too, and can check that the bytes are still there.
public interface Source {
    /// The source of arrays that were made in memory.
    Source MEMORY = of("array");

    /// {@return the name that messages begin with: a file's name, or `file.npz/member`}
    String name();

    /// {@return where the array's memory begins in the source, in bytes; messages add it to the position of a byte}
    default long offset() {
        return 0;
    }

    /// Checks that the bytes are still there; bulk operations call it after they have read.
    ///
    /// Heap memory is always there. A mapped file may have been truncated by another process, after which its last page
    /// reads as zeros and an access to the pages after it faults.
    ///
    /// @throws ArrayFormatException if the file behind a mapping has become shorter than the mapping
    default void check() throws ArrayFormatException {
    }

    /// {@return whether the bytes are those of a mapped file, so that [#check] can fail}
    default boolean mapped() {
        return false;
    }

    /// Compares a checksum that is not compared while the bytes are only read; `NdArray.verify` calls it.
    ///
    /// @param memory the memory of an array, from its first byte to its last
    /// @throws ArrayFormatException if the checksum covers just this memory and differs
    /// @throws IOException          if the bytes cannot be read
    default void verify(MemorySegment memory) throws IOException {
    }

    /// {@return a source of the same bytes without a checksum to [verify][#verify]}
    default Source unverified() {
        return this;
    }

    /// Returns a source of bytes that cannot vanish, such as heap memory.
    ///
    /// @param name the name that messages begin with
    /// @return a source of that name
    static Source of(String name) {
        return of(name, 0);
    }

    /// Returns a source of bytes that cannot vanish and are a part of something larger.
    ///
    /// @param name   the name that messages begin with
    /// @param offset where the bytes begin in the larger source, in bytes
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
