package dev.npymap.pickle;

import dev.npymap.array.BooleanArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import java.util.Optional;

/// A masked array of `numpy.ma`.
public final class MaskedValue implements Value {
    private NdArray data = ArrayValue.EMPTY;
    private NdArray mask = ArrayValue.EMPTY.as(Dtype.BOOL);
    private Value fillValue = None.NONE;

    MaskedValue() {
    }

    /// {@return the elements, including masked ones}
    public NdArray data() {
        return data;
    }

    /// {@return the masked elements, in an array of the same shape: a [BooleanArray], or for records an array of
    /// records of booleans}
    public NdArray mask() {
        return mask;
    }

    /// {@return the fill value that replaces masked elements; `None` for NumPy's default}
    public Value fillValue() {
        return fillValue;
    }

    Optional<NdArray> fill() {
        return switch (fillValue) {
            case ArrayValue a when !a.holdsObjects() && a.shape().rank() == 0 -> Optional.of(a.array());
            case Scalar(NdArray scalar) -> Optional.of(scalar);
            default -> Optional.empty();
        };
    }

    void build(NdArray newData, NdArray newMask, Value newFillValue) {
        data = newData;
        mask = newMask;
        fillValue = newFillValue;
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
