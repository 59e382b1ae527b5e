package dev.npymap.pickle;

import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import dev.npymap.model.SubArray;
import java.util.Optional;

/// A NumPy dtype.
public final class DtypeValue implements Value {
    /// NumPy's flag of dtypes whose elements are pickled as a list.
    private static final int LIST_PICKLE = 2;

    private Optional<Dtype> dtype;
    private SubArray sub = SubArray.NONE;
    private int nodes = 1;
    private int depth = 1;
    private boolean objects;
    /// Built on first use, once for all arrays of this dtype.
    private volatile Optional<String> text = Optional.empty();

    DtypeValue(Optional<Dtype> dtype) {
        this.dtype = dtype;
        this.objects = dtype.map(DtypeValue::isListed).orElse(true);
    }

    /// Returns the value of a dtype.
    ///
    /// @param dtype the type of the elements
    /// @return the value
    public static DtypeValue of(Dtype dtype) {
        return new DtypeValue(Optional.of(dtype));
    }

    /// {@return the type of the elements; empty for `StringDType`, whose elements are texts of any length}
    public Optional<Dtype> dtype() {
        return dtype;
    }

    /// {@return the shape of a sub-array dtype, `[]` for other dtypes}
    public Shape sub() {
        return sub.shape();
    }

    SubArray subArray() {
        return sub;
    }

    /// {@return whether the dtype had [metadata][Dtype#hasMetadata()], which are left out}
    public boolean hasMetadata() {
        return dtype.isPresent() && dtype.get().hasMetadata();
    }

    void set(Dtype newDtype, SubArray newSub, int newNodes, int newDepth) {
        dtype = Optional.of(newDtype);
        objects = isListed(newDtype);
        text = Optional.empty();
        sub = newSub;
        nodes = newNodes;
        depth = newDepth;
    }

    /// Records that the dtype had metadata.
    void setMetadata() {
        dtype = dtype.map(Dtype::withMetadata);
    }

    /// The number of dtypes that this one consists of, repeated ones included: the cost of traversing it.
    int nodes() {
        return nodes;
    }

    int depth() {
        return depth;
    }

    /// A view of some fields has the flag, even if none of them is an object, if another field of the array was.
    private static boolean isListed(Dtype dtype) {
        return dtype.holdsObjects() || (dtype.flags() & LIST_PICKLE) != 0;
    }

    /// Whether elements are pickled as a list, as Python objects and texts of any length are.
    boolean holdsObjects() {
        return objects;
    }

    String text() {
        Optional<String> now = text;
        if (now.isEmpty()) {
            now = Optional.of(dtype.map(Dtype::descr).orElse("StringDType()")
                    + (sub.rank() == 0 ? "" : ", " + sub.shape()));
            text = now;
        }
        return now.get();
    }

    String summary(int length) {
        return text().length() <= length ? repr() : "dtype(" + text().substring(0, length) + "...)";
    }

    @Override
    public String repr() {
        return dtype.map(d -> d.repr(sub)).orElse("StringDType()");
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
