package dev.npymap.pickle;

import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.util.List;

/// A NumPy array: elements of a fixed size, as a view of the pickle where they are contiguous in it, or Python objects,
/// each a value.
///
/// The array has the byte order of the pickle; NumPy converts it to the machine's when it loads a pickle, except in
/// protocol 5.
public final class ArrayValue implements Value {
    /// The array that `_reconstruct` returns, before it is given a state.
    static final NdArray EMPTY = NdArray.zeros(Dtype.INT8, 0);

    private NdArray array;
    private boolean readOnly;
    private boolean objects;
    private Shape shape;
    /// The dtype of Python objects; other arrays have their own.
    private DtypeValue type = DtypeValue.of(Dtype.OBJECT);
    private Order order = Order.C;
    private List<Value> elements = List.of();

    ArrayValue() {
        set(EMPTY, false);
    }

    private ArrayValue(NdArray array, boolean readOnly) {
        set(array, readOnly);
    }

    /// Returns the value of an array that can be written to in Python.
    ///
    /// @param array an array of any layout
    /// @return the value
    public static ArrayValue of(NdArray array) {
        return new ArrayValue(array, false);
    }

    /// Returns the value of an array that is read-only in Python, which protocol 5 can express.
    ///
    /// @param array an array of any layout
    /// @return the value
    public static ArrayValue ofReadOnly(NdArray array) {
        return new ArrayValue(array, true);
    }

    /// {@return the array}
    /// @throws ClassCastException if its elements are Python objects
    public NdArray array() {
        if (objects) {
            throw new ClassCastException("the elements of the array of shape " + shape
                    + " are Python objects: take elements()");
        }
        return array;
    }

    /// {@return whether the elements are Python objects or texts of any length, which [#elements()] returns; NumPy
    /// pickles a view of some fields of a record with objects in this form too}
    public boolean holdsObjects() {
        return objects;
    }

    /// {@return whether NumPy would make the array read-only}
    public boolean isReadOnly() {
        return readOnly;
    }

    /// {@return the lengths of the axes}
    public Shape shape() {
        return shape;
    }

    /// {@return the Python objects in C order, unmodifiable; records that hold objects are tuples}
    /// @throws ClassCastException if the elements are not Python objects
    public List<Value> elements() {
        if (!objects) {
            throw new ClassCastException("the elements of the array of shape " + shape + " are " + typeText()
                    + ", not Python objects: take array()");
        }
        return elements;
    }

    /// Returns one of the Python objects.
    ///
    /// @param index one position for each axis, from 0
    /// @return the object
    /// @throws ClassCastException        if the elements are not Python objects
    /// @throws IndexOutOfBoundsException if the array has no such element
    public Value element(long... index) {
        return elements().get((int) position(index));
    }

    private long position(long[] index) {
        if (index.length != shape.rank()) {
            throw new IndexOutOfBoundsException(index.length + " positions for the axes of shape " + shape);
        }
        long position = 0;
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape.dim(axis)) {
                throw new IndexOutOfBoundsException(
                        "index " + index[axis] + " is out of bounds for axis " + axis + " of shape " + shape);
            }
            position = position * shape.dim(axis) + index[axis];
        }
        return position;
    }

    void set(NdArray newArray, boolean newReadOnly) {
        array = newArray;
        readOnly = newReadOnly;
        objects = false;
        shape = newArray.shape();
        elements = List.of();
    }

    void setObjects(Shape newShape, DtypeValue newType, Order newOrder, List<Value> newElements) {
        array = EMPTY;
        readOnly = false;
        objects = true;
        shape = newShape;
        type = newType;
        order = newOrder;
        elements = newElements;
    }

    /// The order in which NumPy would lay out the Python objects; their list is in C order.
    Order order() {
        return order;
    }

    /// The dtype of Python objects.
    DtypeValue type() {
        return type;
    }

    /// {@return the dtype as NumPy writes it: `<f8`, `|O`, `StringDType()`}
    public String typeText() {
        return objects ? type.text() : array.dtype().descr();
    }

    /// {@return whether the dtype had [metadata][Dtype#hasMetadata()], which are left out}
    public boolean hasMetadata() {
        return objects ? type.hasMetadata() : array.dtype().hasMetadata();
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
