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

/// One thing that a file holds under a name: an array, a value, or bytes that are neither.
///
/// What describes it is known without reading elements. Lifetime: that of the catalog; arrays and values live in the
/// catalog's arena.
public interface Entry {
    /// What an entry is.
    enum Kind {
        /// An array of elements of a fixed size, or a scalar.
        ARRAY,
        /// An array of Python objects, which [Entry#value] reads as plain values.
        OBJECTS,
        /// Another value of Python, such as a list or a number.
        VALUE,
        /// Bytes that are none of these, or the name of a directory.
        BYTES,
        /// Something that cannot be read; [Entry#damage] says why.
        DAMAGED
    }

    /// What is done with an array that is lent.
    interface Borrower {
        /// Uses an array.
        ///
        /// @param array there until this method returns
        /// @throws IOException for any reason
        void use(NdArray array) throws IOException;
    }

    /// Is told of what lies one behind the other.
    interface Visitor {
        /// Visits one array or pickle.
        ///
        /// @param number   from 0
        /// @param position where it begins, in bytes from the beginning of the file or member
        /// @param entry    the array or value, there until this method returns
        /// @throws IOException for any reason
        void visit(long number, long position, Entry entry) throws IOException;
    }

    /// {@return the name in its file; empty for all of a file}
    String name();

    /// {@return whether it is all of a file, and so has no name}
    default boolean isFile() {
        return name().isEmpty();
    }

    /// {@return what it is}
    Kind kind();

    /// {@return the type as Python names it: `numpy.ndarray`, `dict`; `bytes` for what is no value}
    default String type() {
        return switch (kind()) {
            case ARRAY, OBJECTS -> "numpy.ndarray";
            default -> "bytes";
        };
    }

    /// {@return the dtype of an array's elements; nothing for other entries}
    default Optional<Dtype> dtype() {
        return Optional.empty();
    }

    /// {@return the dtype as its file writes it: `<f8`, `|O`; nothing for other entries than arrays}
    default Optional<String> descr() {
        return dtype().map(Dtype::descr);
    }

    /// {@return the lengths of an array's axes; nothing for other entries, and for text, which tells only when it is read}
    default Optional<Shape> shape() {
        return Optional.empty();
    }

    /// {@return the order of an array's elements in the file}
    default Order order() {
        return Order.C;
    }

    /// {@return the bytes of an array's elements or of what is no array, decompressed; about as many as the file has
    /// where only reading tells}
    long byteSize();

    /// {@return where the elements begin in the file, in bytes, if they lie there as they are}
    default Optional<Long> dataOffset() {
        return Optional.empty();
    }

    /// {@return whether the elements are used where they lie, nothing copied}
    default boolean isZeroCopy() {
        return false;
    }

    /// {@return whether the dtype has metadata in the file, which are left out}
    default boolean hasMetadata() {
        return dtype().filter(Dtype::hasMetadata).isPresent();
    }

    /// {@return the name under which this very value was listed before}
    default Optional<String> sameAs() {
        return Optional.empty();
    }

    /// {@return why it cannot be read}
    default Optional<Exception> damage() {
        return Optional.empty();
    }

    /// {@return whether the entry is compressed by a method that is read, or not compressed}
    default boolean isReadable() {
        return true;
    }

    /// {@return whether it is nothing but the name of a directory}
    default boolean isDirectory() {
        return false;
    }

    /// Returns what the file's own format says of the entry.
    ///
    /// @param <T>  the type of the answer
    /// @param type [dev.npymap.npy.NpyHeader] for arrays behind a header, [dev.npymap.npz.NpzMember] and
    ///             [dev.npymap.npz.Npz] for members of archives, [Pickled] for pickles
    /// @return the answer; nothing from other formats
    default <T> Optional<T> detail(Class<T> type) {
        return Optional.empty();
    }

    /// Returns the array, or a part of it: a view of the file where it is mapped. Of what is compressed no more is read
    /// than the part needs, if the format can tell.
    ///
    /// @param items as for [NdArray#slice(Slice...)]; none for the whole array
    /// @return an array in the catalog's arena, or in memory of its own
    /// @throws ClassCastException if it is no array, or one of Python objects
    /// @throws IOException        if it is damaged
    NdArray array(Slice... items) throws IOException;

    /// Lends the array or a part of it. Memory that it is decompressed into is used for the next one, so any number of
    /// them can be taken in turn.
    ///
    /// @param items    as for [#array]
    /// @param borrower uses the array, which is gone afterwards
    /// @throws IOException if the array is damaged, or for the borrower's reason
    default void lend(List<Slice> items, Borrower borrower) throws IOException {
        borrower.use(array(items.toArray(Slice[]::new)));
    }

    /// Returns the value: an array as an [ArrayValue], Python objects as plain values; nothing is executed.
    ///
    /// @return a value in the catalog's arena
    /// @throws IOException if it is damaged
    default Value value() throws IOException {
        return ArrayValue.of(array());
    }

    /// Finds what has a name in a container of Python, or in an array of Python objects.
    ///
    /// @param part the name, never empty
    /// @return the entry of that; nothing if there is none
    /// @throws IOException if it is damaged
    default Optional<Entry> part(String part) throws IOException {
        return Optional.empty();
    }

    /// {@return the entry and all that it holds, as far as the names are in proportion to the file}
    /// @throws IOException if it is damaged
    default Listing tree() throws IOException {
        return new Listing(List.of(this), 0);
    }

    /// {@return whether [#tree] does not go into it: all but containers of arrays or of other containers}
    default boolean isLeaf() {
        return true;
    }

    /// {@return the arrays that it is or holds, in order}
    /// @throws IOException if it is damaged, or its names are out of all proportion
    default List<Entry> arrays() throws IOException {
        return kind() == Kind.VALUE || kind() == Kind.BYTES ? List.of() : List.of(this);
    }

    /// {@return what follows it in its file or member, where no number says that it alone is meant}
    /// @throws IOException if the file cannot be read
    default Following following() throws IOException {
        return Following.NOTHING;
    }

    /// Visits all that lie one behind the other in this entry's place; where a number is meant, that one.
    ///
    /// @param visitor is called for each
    /// @throws IOException if one is damaged, or for the visitor's reason
    default void series(Visitor visitor) throws IOException {
        visitor.visit(0, 0, this);
    }

    /// Reads the bytes and compares their checksum, if there is one.
    ///
    /// @throws IOException if they are damaged
    default void verify() throws IOException {
        // Most formats have no checksum.
    }

    /// {@return whether a checksum, if there is one, is compared whenever elements are read; that of members which are
    /// stored in archives is compared by [#verify] alone}
    default boolean isVerifiedWhenRead() {
        return true;
    }

    /// {@return whether it is an array whose elements have a fixed size}
    default boolean isArray() {
        return kind() == Kind.ARRAY;
    }
}
