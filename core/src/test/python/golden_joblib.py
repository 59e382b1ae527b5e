"""Makes the files of joblib that the command line's tests read, with the joblib that it finds (1.6.0 so far).

Up to 1.1 joblib put the elements right behind their description; `old.joblib` is written by the newer joblib's own
code for such files.
"""
import os
import sys

import joblib
import joblib.numpy_pickle
import numpy as np

VALUE = {
    "weights": np.arange(12.0).reshape(3, 4),
    "fortran": np.asfortranarray(np.arange(6, dtype="<i4").reshape(2, 3)),
    "layers": [np.arange(3, dtype="<i2"), {"bias": np.zeros(2, "f4")}],
    "objects": np.array([1, "x"], object),
    "name": "net",
}


class OldPickler(joblib.numpy_pickle.NumpyPickler):
    def _create_array_wrapper(self, array):
        wrapper = super()._create_array_wrapper(array)
        del wrapper.numpy_array_alignment_bytes
        return wrapper


if __name__ == "__main__":
    directory = os.path.join(os.path.dirname(__file__), "../../../../cli/src/test/resources/joblib")
    os.makedirs(directory, exist_ok=True)
    joblib.dump(VALUE, os.path.join(directory, "new.joblib"))
    with open(os.path.join(directory, "old.joblib"), "wb") as file:
        OldPickler(file).dump(VALUE)
    joblib.dump(VALUE, os.path.join(directory, "compressed.joblib"), compress=3)
    for name in ("new", "old"):
        assert str(joblib.load(os.path.join(directory, name + ".joblib"))) == str(VALUE)
    print("joblib", joblib.__version__, "NumPy", np.__version__, file=sys.stderr)
