package dev.npymap.pickle;

import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import dev.npymap.model.SubArray;
import java.util.Optional;

/// One of NumPy's dtypes.
public final class DtypeValue implements Value {
    /// NumPy's flag of a dtype whose elements are pickled as a list.
    private static final int LIST_PICKLE = 2;

    private Optional<Dtype> dtype;
    private SubArray sub = SubArray.NONE;
    private int nodes = 1;
    private int depth = 1;
    private boolean objects;
    /// Made when somebody asks, once for all that have this dtype.
    private volatile Optional<String> text = Optional.empty();

    DtypeValue(Optional<Dtype> dtype) {
        this.dtype = dtype;
        this.objects = dtype.map(DtypeValue::isListed).orElse(true);
    }

    /// Makes a dtype.
    ///
    /// @param dtype what an element is
    /// @return the value
    public static DtypeValue of(Dtype dtype) {
        return new DtypeValue(Optional.of(dtype));
    }

    /// {@return what an element is; empty for `StringDType`, whose elements are texts of any length}
    public Optional<Dtype> dtype() {
        return dtype;
    }

    /// {@return the shape of a sub-array dtype, `[]` for every other}
    public Shape sub() {
        return sub.shape();
    }

    SubArray subArray() {
        return sub;
    }

    /// {@return whether it had [metadata][Dtype#hasMetadata()], which are left out}
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

    /// Notes that it had metadata.
    void setMetadata() {
        dtype = dtype.map(Dtype::withMetadata);
    }

    /// How many dtypes it is made of, counting one that is used twice twice: what walking through it costs.
    int nodes() {
        return nodes;
    }

    int depth() {
        return depth;
    }

    /// A view of some fields has the flag also if none of them is an object but another field of the array was.
    private static boolean isListed(Dtype dtype) {
        return dtype.holdsObjects() || (dtype.flags() & LIST_PICKLE) != 0;
    }

    /// Whether the elements stand in a list, as Python objects do, and texts of any length.
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
