package dev.npymap.pickle;

import dev.npymap.array.NdArray;
import java.math.BigInteger;
import java.util.List;

/// A value that a pickle held, as plain data: nothing of Python is behind it.
///
/// Numbers, truths, texts and bytes are equal if what they hold is; the others, which may contain themselves, are equal
/// only to themselves: what was one object in Python is one object here. [Object#toString()] is a summary for people,
/// of bounded length.
///
/// Lifetime: arrays and bytes may lie in the mapped file, and live as long as its arena.
/// Threads: a value never changes once it is read.
public sealed interface Value permits Value.None, Value.Truth, Value.Whole, Value.Real, Value.ComplexNumber, Value.Scalar,
        Value.Name, TextValue, BytesValue, ListValue, DictValue, SetValue, ArrayValue, DtypeValue, MaskedValue, PickledObject {

    /// Python's `None`.
    enum None implements Value {
        /// The one value.
        NONE;

        @Override
        public String toString() {
            return "None";
        }
    }

    /// A `bool`.
    ///
    /// @param value the truth
    record Truth(boolean value) implements Value {
        static final Truth TRUE = new Truth(true);
        static final Truth FALSE = new Truth(false);

        @Override
        public String toString() {
            return value ? "True" : "False";
        }
    }

    /// An `int`, of any size.
    ///
    /// @param value the number
    record Whole(BigInteger value) implements Value {
        /// Returns a number.
        ///
        /// @param value any
        /// @return the number as a value
        public static Whole of(long value) {
            return new Whole(BigInteger.valueOf(value));
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /// A `float`.
    ///
    /// @param value the number
    record Real(double value) implements Value {
        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /// A `complex`.
    ///
    /// @param re its real part
    /// @param im its imaginary part
    record ComplexNumber(double re, double im) implements Value {
        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /// One of NumPy's scalars.
    ///
    /// @param array the element, as an array without axes
    record Scalar(NdArray array) implements Value {
        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /// A class or function that the pickle names. It is never looked up.
    ///
    /// @param module the name of its module, as the pickle has it
    /// @param name   its name in there
    record Name(String module, String name) implements Value {
        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /// {@return the array that this is, or the scalar as an array without axes}
    /// @throws ClassCastException if it is neither, or an array of Python objects
    default NdArray asArray() {
        return switch (this) {
            case ArrayValue a -> a.array();
            case Scalar(NdArray array) -> array;
            default -> throw not("an array");
        };
    }

    /// {@return the text that this is}
    /// @throws ClassCastException if it is none
    default String asText() {
        if (this instanceof TextValue text) {
            return text.value();
        }
        throw not("a text");
    }

    /// {@return the whole number that this is}
    /// @throws ClassCastException if it is none, or does not fit in 64 bits
    default long asLong() {
        if (this instanceof Whole(BigInteger value) && value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        throw not("an int of 64 bits");
    }

    /// {@return the number that this is; an `int` as the nearest double}
    /// @throws ClassCastException if it is none
    default double asDouble() {
        return switch (this) {
            case Real(double value) -> value;
            case Whole(BigInteger value) -> value.doubleValue();
            default -> throw not("a float");
        };
    }

    /// {@return the truth that this is}
    /// @throws ClassCastException if it is none
    default boolean asBoolean() {
        if (this instanceof Truth(boolean value)) {
            return value;
        }
        throw not("a bool");
    }

    /// {@return the items of a list, tuple or set, or the elements of an array of Python objects in C order}
    /// @throws ClassCastException if it is none of these
    default List<Value> asList() {
        return switch (this) {
            case ListValue s -> s.items();
            case SetValue g -> g.items();
            case ArrayValue a when a.holdsObjects() -> a.elements();
            default -> throw not("a list, tuple or set");
        };
    }

    /// {@return the dictionary that this is}
    /// @throws ClassCastException if it is none
    default DictValue asMapping() {
        if (this instanceof DictValue mapping) {
            return mapping;
        }
        throw not("a dict");
    }

    /// Returns what a dictionary has under a text, or an object as its attribute or entry.
    ///
    /// @param key the key
    /// @return the value
    /// @throws IllegalArgumentException if there is no such key
    /// @throws ClassCastException       if this has no keys
    default Value get(String key) {
        return ValuePath.key(this, key);
    }

    /// Returns an item of a list or tuple, or of an object that has items.
    ///
    /// @param index its position, from 0
    /// @return the item
    /// @throws IndexOutOfBoundsException if there is none
    /// @throws ClassCastException        if this has no items
    default Value get(long index) {
        return ValuePath.item(this, index);
    }

    /// Lists what this value holds.
    ///
    /// That is the items of lists, tuples, sets and arrays of Python objects, the values of dictionaries, and of an
    /// object its entries, attributes, items and the arguments of its making (`args/0`); of a masked array `data` and
    /// `mask`.
    ///
    /// @return its parts in order, unmodifiable; none for a value that holds no others
    default List<Part> parts() {
        return ValueParts.of(this);
    }

    /// One of the values that another holds.
    ///
    /// @param name  what leads to it in [#at(String)]
    /// @param value the value
    record Part(String name, Value value) {
    }

    /// {@return what `repr` of the value prints in Python, in full: `{'a': array([1, 2]), 'b': None}`}
    /// A class or function is `<name module.name>`, an object what its pickle says of it, in angle brackets. What a
    /// value holds twice is printed twice. An `int` of more than 4,300 digits, which Python refuses to print, is
    /// hexadecimal.
    /// @throws IllegalArgumentException if values are nested more than 200 deep, if the text is longer than some
    ///                                  hundred million characters, or because of values that come again many times as
    ///                                  long as if each came once
    default String repr() {
        return ValueRepr.of(this);
    }

    /// {@return what `print` of the value prints in Python: as [#repr()], but texts, NumPy's scalars and arrays as they
    /// are when they stand alone}
    /// @throws IllegalArgumentException as for [#repr()]
    default String str() {
        return ValueRepr.strOf(this);
    }

    /// Follows the names of parts, as in `layers/0/weights`.
    ///
    /// @param path keys of dictionaries, attributes of objects, positions in lists and tuples, and fields of records that
    ///             hold Python objects, with `/` between; a key may hold a `/` itself. Such a field is an array of its
    ///             own dtype where that has numbers or texts, else one of the objects
    /// @return the value at the end; this one for an empty path
    /// @throws IllegalArgumentException if the path leads nowhere
    default Value at(String path) {
        return ValuePath.follow(this, path);
    }

    private ClassCastException not(String wanted) {
        return new ClassCastException("the value is " + ValueText.kind(this) + ", not " + wanted + ": " + this);
    }
}
