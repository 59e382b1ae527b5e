package dev.npymap.catalog;

import dev.npymap.npy.NpyHeader;
import java.util.Optional;

/// What holds a value.
///
/// @param byteSize  the length of the file or member, in bytes
/// @param header    that of an array that has one
/// @param protocol  that of a pickle; 0 for the two oldest, which name none
/// @param place     the file in which the value is one of several; nothing if that does not matter
/// @param following what follows it there
record Origin(long byteSize, Optional<NpyHeader> header, int protocol, Optional<Place> place, Following following) {
    /// A number in a file.
    record Place(Series series, Optional<Long> number) {
    }

    /// Where it does not matter what follows.
    Origin(long byteSize, Optional<NpyHeader> header, int protocol) {
        this(byteSize, header, protocol, Optional.empty(), Following.NOTHING);
    }
}
