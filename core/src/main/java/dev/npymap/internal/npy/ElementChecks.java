package dev.npymap.internal.npy;

import dev.npymap.internal.python.PythonText;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;

/// Refuses arrays with a valid header whose elements cannot be used.
public final class ElementChecks {
    private ElementChecks() {
    }

    /// Refuses Python objects, and records that hold some.
    ///
    /// @param source      the name that messages begin with
    /// @param dtype       the dtype of the elements
    /// @param descr       the value of `descr` in the header
    /// @param descrOffset where that value begins in the source, in bytes
    public static void requireNoObjects(String source, Dtype dtype, String descr, long descrOffset)
            throws ArrayFormatException {
        if (dtype.holdsObjects()) {
            boolean list = descr.startsWith("[") || descr.startsWith("(") || descr.startsWith("{");
            String quoted = list ? descr : PythonText.quote(descr);
            throw new ArrayFormatException(source, "unsupported dtype " + HeaderFormat.brief(quoted)
                    + ": object arrays hold pickled Python objects; ask Pickle for them explicitly", descrOffset);
        }
    }

    /// Refuses a source that ends before the elements do.
    ///
    /// @param source     the name that messages begin with
    /// @param shape      the shape of the array
    /// @param descr      the value of `descr` in the header
    /// @param dataOffset where the elements begin in the source, in bytes
    /// @param dataSize   the size of all elements in bytes
    /// @param byteSize   the size of the whole source, in bytes
    public static void requireData(String source, Shape shape, String descr, long dataOffset, long dataSize,
            long byteSize) throws ArrayFormatException {
        if (byteSize - dataOffset < dataSize) {
            throw new ArrayFormatException(source, "truncated: shape " + shape + " of " + HeaderFormat.brief(descr)
                    + " needs " + dataSize + " bytes of data, the file has " + (byteSize - dataOffset), byteSize);
        }
    }
}
