/// The array store: versions of named arrays, published in one step, with keys and live readers.
package dev.npymap.store;
