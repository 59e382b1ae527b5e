/// Pickled arrays and the Python values that contain them, read without executing anything and written as CPython does.
/// Start at [dev.npymap.pickle.Pickle]; a pickle's contents are [dev.npymap.pickle.Value]s.
package dev.npymap.pickle;
