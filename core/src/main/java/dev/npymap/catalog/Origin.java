package dev.npymap.catalog;

import dev.npymap.npy.NpyHeader;
import java.util.Optional;

/// Where a value comes from.
///
/// @param byteSize  the size of the file or member, in bytes
/// @param header    the header of an array that has one
/// @param protocol  the protocol of a pickle; 0 for the two oldest, which have no number
/// @param place     the position of the value among several in a file; empty if that does not matter
/// @param following what follows the value there
record Origin(long byteSize, Optional<NpyHeader> header, int protocol, Optional<Place> place, Following following) {
    /// A number in a series.
    record Place(Series series, Optional<Long> number) {
    }

    /// An origin for which it does not matter what follows.
    Origin(long byteSize, Optional<NpyHeader> header, int protocol) {
        this(byteSize, header, protocol, Optional.empty(), Following.NOTHING);
    }
}
