package dev.npymap.store;

import dev.npymap.model.Order;
import dev.npymap.model.Shape;

/// What a version says about one of its arrays.
///
/// @param descr    the dtype as Python writes it in a header, in ASCII: `'<i8'`, with its quotes, or a list of fields
/// @param order    Fortran order only if the elements do not lie in C order as well
/// @param shape    the length of each axis, in elements
/// @param byteSize the size of the file, in bytes
/// @param sha256   the digest of the elements: SHA-256 over the SHA-256 of each 8 MiB, in hexadecimal digits
public record StoredArray(String descr, Order order, Shape shape, long byteSize, String sha256) {
    /// Whether another array has the same type, shape and elements, stored in the same order.
    boolean isSame(StoredArray other) {
        return descr.equals(other.descr) && order == other.order && shape.equals(other.shape)
                && sha256.equals(other.sha256);
    }
}
