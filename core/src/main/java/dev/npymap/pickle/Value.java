package dev.npymap.pickle;

import dev.npymap.array.NdArray;
import java.math.BigInteger;
import java.util.List;

/// A value from a pickle, as plain data without any Python object behind it.
///
/// Numbers, booleans, texts and bytes are compared by value; other values, which may contain themselves, are equal only
/// to themselves: one object in Python is one object here. [Object#toString()] returns a readable summary of bounded
/// length.
///
/// Lifetime: arrays and bytes may lie in the mapped file, and live as long as its arena. Threads: values are immutable
/// once they are read.
public sealed interface Value permits Value.None, Value.Truth, Value.Whole, Value.Real, Value.ComplexNumber, Value.Scalar,
        Value.Name, TextValue, BytesValue, ListValue, DictValue, SetValue, ArrayValue, DtypeValue, MaskedValue, PickledObject {

    /// Python's `None`.
    enum None implements Value {
        /// The only instance.
        NONE;

        @Override
        public String toString() {
            return "None";
        }
    }

    /// A `bool`.
    ///
    /// @param value the boolean
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
        /// Returns the value of a number.
        ///
        /// @param value the number
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
    /// @param re the real part
    /// @param im the imaginary part
    record ComplexNumber(double re, double im) implements Value {
        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /// A NumPy scalar.
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
    /// @param module the name of the module, as in the pickle
    /// @param name   the name in the module
    record Name(String module, String name) implements Value {
        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /// {@return this array, or this scalar as an array without axes}
    /// @throws ClassCastException if this is neither, or an array of Python objects
    default NdArray asArray() {
        return switch (this) {
            case ArrayValue a -> a.array();
            case Scalar(NdArray array) -> array;
            default -> throw not("an array");
        };
    }

    /// {@return this text}
    /// @throws ClassCastException if this is not a text
    default String asText() {
        if (this instanceof TextValue text) {
            return text.value();
        }
        throw not("a text");
    }

    /// {@return this integer}
    /// @throws ClassCastException if this is not an integer, or does not fit in 64 bits
    default long asLong() {
        if (this instanceof Whole(BigInteger value) && value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        throw not("an int of 64 bits");
    }

    /// {@return this number; an `int` as the nearest double}
    /// @throws ClassCastException if this is not a number
    default double asDouble() {
        return switch (this) {
            case Real(double value) -> value;
            case Whole(BigInteger value) -> value.doubleValue();
            default -> throw not("a float");
        };
    }

    /// {@return this boolean}
    /// @throws ClassCastException if this is not a boolean
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

    /// {@return this dictionary}
    /// @throws ClassCastException if this is not a dictionary
    default DictValue asMapping() {
        if (this instanceof DictValue mapping) {
            return mapping;
        }
        throw not("a dict");
    }

    /// Returns the value of a text key in a dictionary, or of an attribute or entry of an object.
    ///
    /// @param key the key
    /// @return the value
    /// @throws IllegalArgumentException if this has no such key
    /// @throws ClassCastException       if this is neither a dictionary nor an object
    default Value get(String key) {
        return ValuePath.key(this, key);
    }

    /// Returns an item of a list or tuple, or of an object that has items.
    ///
    /// @param index its position, from 0
    /// @return the item
    /// @throws IndexOutOfBoundsException if this has no such item
    /// @throws ClassCastException        if this has no items
    default Value get(long index) {
        return ValuePath.item(this, index);
    }

    /// Lists the values that this value contains.
    ///
    /// These are the items of lists, tuples, sets and arrays of Python objects, and the values of dictionaries; an
    /// object's entries, attributes, items, and the arguments of its call (`args/0`); and `data` and `mask` of a masked
    /// array.
    ///
    /// @return the parts in order, unmodifiable; none for a value that contains no others
    default List<Part> parts() {
        return ValueParts.of(this);
    }

    /// A value that another value contains.
    ///
    /// @param name  the part's name in [#at(String)]
    /// @param value the part
    record Part(String name, Value value) {
    }

    /// {@return what Python's `repr` prints for the value, in full: `{'a': array([1, 2]), 'b': None}`}
    /// A class or function is printed as `<name module.name>`, an object as its description in the pickle, in angle
    /// brackets. A part that occurs twice is printed twice. An `int` of more than 4,300 digits, which Python refuses to
    /// print, is printed in hexadecimal digits.
    /// @throws IllegalArgumentException if values are nested more than 200 deep, if the text is longer than some
    ///                                  hundred million characters, or if repeated values make it many times longer
    ///                                  than it would be without the repetitions
    default String repr() {
        return ValueRepr.of(this);
    }

    /// {@return what Python's `print` prints for the value: as [#repr()], but for texts, NumPy scalars and arrays that
    /// stand alone their `str`}
    /// @throws IllegalArgumentException as for [#repr()]
    default String str() {
        return ValueRepr.strOf(this);
    }

    /// Follows the names of parts, as in `layers/0/weights`.
    ///
    /// @param path keys of dictionaries, attributes of objects, positions in lists and tuples, and fields of records
    ///             that hold Python objects, separated by `/`; a key may contain a `/` itself. Such a field is an array
    ///             of its own dtype if that is a number or text, otherwise an array of objects
    /// @return the value at the end of the path; this value for an empty path
    /// @throws IllegalArgumentException if the path leads to no value
    default Value at(String path) {
        return ValuePath.follow(this, path);
    }

    private ClassCastException not(String wanted) {
        return new ClassCastException("the value is " + ValueText.kind(this) + ", not " + wanted + ": " + this);
    }
}
