package dev.npymap.catalog;

import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A named part of a file: an array, a value, or bytes that are neither.
///
/// Its description is available without reading elements. Lifetime: that of the catalog; arrays and values live in the
/// catalog's arena.
public interface Entry {
    /// The kinds of entries.
    enum Kind {
        /// An array of elements of a fixed size, or a scalar.
        ARRAY,
        /// An array of Python objects, which [Entry#value] reads as plain values.
        OBJECTS,
        /// Another Python value, such as a list or a number.
        VALUE,
        /// Bytes that are neither array nor value, or the name of a directory.
        BYTES,
        /// An entry that cannot be read; [Entry#damage] has the reason.
        DAMAGED
    }

    /// Uses an array that is lent to it.
    interface Borrower {
        /// Uses an array.
        ///
        /// @param array an array that is valid until this method returns
        /// @throws IOException if using the array fails
        void use(NdArray array) throws IOException;
    }

    /// Visits consecutive arrays and pickles.
    interface Visitor {
        /// Visits one array or pickle.
        ///
        /// @param number   the number, from 0
        /// @param position where it begins, in bytes from the beginning of the file or member
        /// @param entry    the array or value, valid until this method returns
        /// @throws IOException if the visit fails
        void visit(long number, long position, Entry entry) throws IOException;
    }

    /// {@return the name in the file; empty for a whole file}
    String name();

    /// {@return whether the entry is a whole file, and so has no name}
    default boolean isFile() {
        return name().isEmpty();
    }

    /// {@return the kind of the entry}
    Kind kind();

    /// {@return the type as Python names it: `numpy.ndarray`, `dict`; `bytes` for bytes that are not a value}
    default String type() {
        return switch (kind()) {
            case ARRAY, OBJECTS -> "numpy.ndarray";
            default -> "bytes";
        };
    }

    /// {@return the dtype of an array's elements; empty for other entries}
    default Optional<Dtype> dtype() {
        return Optional.empty();
    }

    /// {@return the dtype as the file has it: `<f8`, `|O`; empty for other entries than arrays}
    default Optional<String> descr() {
        return dtype().map(Dtype::descr);
    }

    /// {@return the shape of an array; empty for other entries, and for text, whose shape is known only after reading}
    default Optional<Shape> shape() {
        return Optional.empty();
    }

    /// {@return the order of an array's elements in the file}
    default Order order() {
        return Order.C;
    }

    /// {@return the decompressed size in bytes of an array's elements, or of bytes that are not an array; about the
    /// size of the file if only reading tells}
    long byteSize();

    /// {@return where the elements begin in the file, in bytes, if the file has them uncompressed}
    default Optional<Long> dataOffset() {
        return Optional.empty();
    }

    /// {@return whether the elements are used in place, without copying}
    default boolean isZeroCopy() {
        return false;
    }

    /// {@return whether the dtype in the file has metadata, which are left out}
    default boolean hasMetadata() {
        return dtype().filter(Dtype::hasMetadata).isPresent();
    }

    /// {@return the name under which the same value was listed before}
    default Optional<String> sameAs() {
        return Optional.empty();
    }

    /// {@return the reason why the entry cannot be read}
    default Optional<Exception> damage() {
        return Optional.empty();
    }

    /// {@return whether the entry is uncompressed, or compressed by a supported method}
    default boolean isReadable() {
        return true;
    }

    /// {@return whether the entry is only the name of a directory}
    default boolean isDirectory() {
        return false;
    }

    /// Returns format-specific details of the entry.
    ///
    /// @param <T>  the type of the answer
    /// @param type [dev.npymap.npy.NpyHeader] for arrays with a header, [dev.npymap.npz.NpzMember] and
    ///             [dev.npymap.npz.Npz] for members of archives, [Pickled] for pickles
    /// @return the details; empty if the entry has none of this type
    default <T> Optional<T> detail(Class<T> type) {
        return Optional.empty();
    }

    /// Returns the array or a slice of it: a view of the file if the file is mapped. Of compressed data only the part
    /// that the slice needs is read, if the format allows it.
    ///
    /// @param items as for [NdArray#slice(Slice...)]; none for the whole array
    /// @return an array in the catalog's arena, or in memory of its own
    /// @throws ClassCastException if the entry is not an array, or an array of Python objects
    /// @throws IOException        if the entry is damaged
    NdArray array(Slice... items) throws IOException;

    /// Lends the array or a slice of it. The memory for decompressed elements is reused for the next array, so that any
    /// number of arrays can be used in turn.
    ///
    /// @param items    as for [#array]
    /// @param borrower uses the array, which is invalid afterwards
    /// @throws IOException if the array is damaged, or the borrower throws it
    default void lend(List<Slice> items, Borrower borrower) throws IOException {
        borrower.use(array(items.toArray(Slice[]::new)));
    }

    /// Returns the value: an array as an [ArrayValue], Python objects as plain values; nothing is executed.
    ///
    /// @return a value in the catalog's arena
    /// @throws IOException if the entry is damaged
    default Value value() throws IOException {
        return ArrayValue.of(array());
    }

    /// Finds a part by name in a Python container, or in an array of Python objects.
    ///
    /// @param part the name, never empty
    /// @return the part's entry, or nothing if there is none
    /// @throws IOException if the entry is damaged
    default Optional<Entry> part(String part) throws IOException {
        return Optional.empty();
    }

    /// {@return the entry and everything that it contains, as long as the names are in proportion to the file}
    /// @throws IOException if the entry is damaged
    default Listing tree() throws IOException {
        return new Listing(List.of(this), 0);
    }

    /// {@return whether [#tree] does not descend into the entry: it descends into containers of arrays or of other
    /// containers}
    default boolean isLeaf() {
        return true;
    }

    /// {@return whether the arrays in the entry stand for it where an array is wanted, as in a dictionary}
    default boolean isContainer() {
        return kind() == Kind.VALUE;
    }

    /// {@return the arrays that the entry is or contains, in order}
    /// @throws IOException if the entry is damaged, or its names are disproportionately long
    default List<Entry> arrays() throws IOException {
        return kind() == Kind.VALUE || kind() == Kind.BYTES ? List.of() : List.of(this);
    }

    /// {@return what follows the entry in its file or member, unless the address has a number}
    /// @throws IOException if the file cannot be read
    default Following following() throws IOException {
        return Following.NOTHING;
    }

    /// Visits all consecutive arrays and pickles in the file or member; if the address has a number, only that one.
    ///
    /// @param visitor is called for each
    /// @throws IOException if one is damaged, or the visitor throws it
    default void series(Visitor visitor) throws IOException {
        visitor.visit(0, 0, this);
    }

    /// Reads the bytes and compares their checksum, if there is one.
    ///
    /// @throws IOException if the bytes are damaged
    default void verify() throws IOException {
        // Most formats have no checksum.
    }

    /// {@return whether a checksum, if there is one, is compared whenever elements are read; only [#verify] compares
    /// that of a stored member of an archive}
    default boolean isVerifiedWhenRead() {
        return true;
    }

    /// {@return whether the entry is an array whose elements have a fixed size}
    default boolean isArray() {
        return kind() == Kind.ARRAY;
    }
}
