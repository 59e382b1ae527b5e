package dev.npymap.agrona;

import dev.npymap.array.NdArray;
import dev.npymap.model.Order;
import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Lends the memory of arrays as Agrona's buffers, at most 2 GiB at a time, without copying it.
///
/// The JVM has to be started with `--add-opens java.base/jdk.internal.misc=ALL-UNNAMED` (`=org.agrona` where Agrona is
/// on the module path), which Agrona's buffers need; nothing else in this library does.
///
/// Lifetime: a buffer keeps the array's memory reachable, and knows nothing of its arena. An access after the arena is
/// closed kills the JVM, or reads what lies there by then; so does one by a thread of whose accesses the arena should
/// know. Memory on the heap, and that of [java.lang.foreign.Arena#ofAuto()], is there for as long as a buffer is, and
/// cannot be closed: map with such an arena what is lent further than one sees. A file that is cut while it is mapped
/// makes an access throw [InternalError] or kills the JVM.
///
/// Agrona's own bounds checks hold within the window, unless they are switched off by its properties.
public final class AgronaBuffers {
    private static final String INTERNAL = "jdk.internal.misc";

    private AgronaBuffers() {
    }

    /// Lends a whole array for reading.
    ///
    /// The elements follow each other in the array's own order and byte order.
    ///
    /// @param array contiguous, of less than 2 GiB
    /// @return a buffer over its elements
    /// @throws IllegalArgumentException if the array is not contiguous, too large, or in Java arrays other than of
    ///                                  bytes
    /// @throws IllegalStateException    if the JVM was started without the flag
    public static DirectBuffer reading(NdArray array) {
        return window(array, 0, whole(array));
    }

    /// Lends a window of an array for reading.
    ///
    /// @param array    contiguous
    /// @param offset   where the window begins, in bytes from the first element
    /// @param byteSize how long it is, in bytes
    /// @return a buffer over the window
    /// @throws IndexOutOfBoundsException if the window reaches beyond the array
    /// @throws IllegalArgumentException  if the array is not contiguous, or in Java arrays other than of bytes
    /// @throws IllegalStateException     if the JVM was started without the flag
    public static DirectBuffer reading(NdArray array, long offset, int byteSize) {
        return window(array, offset, byteSize);
    }

    /// Lends a whole array for writing.
    ///
    /// @param array contiguous, of less than 2 GiB, that can be written to
    /// @return a buffer over its elements
    /// @throws IllegalArgumentException if the array is read-only, not contiguous, too large, or in Java arrays other
    ///                                  than of bytes
    /// @throws IllegalStateException    if the JVM was started without the flag
    public static MutableDirectBuffer writing(NdArray array) {
        return writing(array, 0, whole(array));
    }

    /// Lends a window of an array for writing.
    ///
    /// @param array    contiguous, that can be written to
    /// @param offset   where the window begins, in bytes from the first element
    /// @param byteSize how long it is, in bytes
    /// @return a buffer over the window
    /// @throws IndexOutOfBoundsException if the window reaches beyond the array
    /// @throws IllegalArgumentException  if the array is read-only, not contiguous, or in Java arrays other than of
    ///                                   bytes
    /// @throws IllegalStateException     if the JVM was started without the flag
    public static MutableDirectBuffer writing(NdArray array, long offset, int byteSize) {
        if (array.segment().isReadOnly()) {
            throw new IllegalArgumentException(array.source() + ": is mapped or wrapped read-only");
        }
        return window(array, offset, byteSize);
    }

    private static int whole(NdArray array) {
        if (array.byteSize() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    array.source() + ": a buffer cannot hold " + array.byteSize() + " bytes; lend windows");
        }
        return (int) array.byteSize();
    }

    private static LentBuffer window(NdArray array, long offset, int byteSize) {
        if (!array.isContiguous(Order.C) && !array.isContiguous(Order.F)) {
            throw new IllegalArgumentException(array.source() + ": the elements of this view of shape " + array.shape()
                    + " have gaps between them; lend a copy()");
        }
        if (offset < 0 || byteSize < 0 || byteSize > array.byteSize() - offset) {
            throw new IndexOutOfBoundsException(array.source() + ": " + byteSize + " bytes from byte " + offset
                    + " reach beyond the " + array.byteSize() + " that the elements have");
        }
        requireFlag();
        if (byteSize == 0) {
            return new LentBuffer(MemorySegment.ofArray(new byte[0]));
        }
        MemorySegment window = array.segment().asSlice(array.offset(new long[array.rank()]) + offset, byteSize);
        if (!window.scope().isAlive()) {
            throw new IllegalStateException(array.source() + ": its memory is gone, the arena is closed");
        }
        if (!window.isNative() && window.isReadOnly()
                || !window.isNative() && !(window.heapBase().orElseThrow() instanceof byte[])) {
            throw new IllegalArgumentException(
                    array.source() + ": lies in a Java array that no buffer can see; lend a copy()");
        }
        return new LentBuffer(window);
    }

    /// Asks before Agrona's classes do, which would say no more than that a class cannot be initialised.
    private static void requireFlag() {
        Module agrona = UnsafeBuffer.class.getModule();
        if (!Object.class.getModule().isOpen(INTERNAL, agrona)) {
            throw new IllegalStateException("Agrona's buffers need a JVM started with --add-opens java.base/" + INTERNAL
                    + "=" + (agrona.isNamed() ? agrona.getName() : "ALL-UNNAMED"));
        }
    }
}
