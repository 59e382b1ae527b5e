package dev.npymap.store;

/// What a version says about the index of a key.
///
/// @param hash     the name of the hash function
/// @param seed     its seed
/// @param rows     the number of keys
/// @param of       the digest of the key that was indexed
/// @param byteSize the size of the file, in bytes
/// @param sha256   the digest of the slots
record StoredIndex(String hash, long seed, long rows, String of, long byteSize, String sha256) {
}
