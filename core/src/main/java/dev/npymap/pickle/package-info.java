/// Pickled arrays and the values of Python that hold them, read without executing anything and written as CPython does.
/// [dev.npymap.pickle.Pickle] is the door; what a pickle held is a [dev.npymap.pickle.Value].
package dev.npymap.pickle;
