package dev.npymap.benchmarks.keyvalue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.lmdbjava.ByteBufferProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/// Filled in the order of the keys, which makes the smallest and quickest tree, and read in one transaction, without
/// locks, as nobody writes.
final class LmdbStore extends KeyValueStore {
    private static final int KEY_SIZE = 16;
    /// Entries of one transaction, which is kept in memory.
    private static final long TRANSACTION = 100_000;
    /// Bytes of an entry beside its value, and of what holds the entries, generously.
    private static final long ROOM = 128;
    private static final long LEAST = 64L << 20;
    /// Values are padded to pages, of which a few lie in one.
    private static final int SLACK = 2;

    private final Env<ByteBuffer> environment;
    private final Dbi<ByteBuffer> entries;
    private final Txn<ByteBuffer> transaction;
    private final ByteBuffer integer = ByteBuffer.allocateDirect(Long.BYTES);
    private final ByteBuffer text = ByteBuffer.allocateDirect(KEY_SIZE);

    LmdbStore(Path directory, int valueSize) {
        super(valueSize);
        environment = Env.create(ByteBufferProxy.PROXY_OPTIMAL).open(directory.toFile(), EnvFlags.MDB_RDONLY_ENV,
                EnvFlags.MDB_NOLOCK);
        entries = environment.openDbi((byte[]) null);
        transaction = environment.txnRead();
    }

    static void write(Path directory, Entries source) {
        byte[] value = new byte[source.valueSize()];
        ByteBuffer direct = ByteBuffer.allocateDirect(value.length);
        ByteBuffer key = ByteBuffer.allocateDirect(source.haveTexts() ? KEY_SIZE : Long.BYTES);
        long size = LEAST + SLACK * source.size() * (value.length + ROOM);
        try (Env<ByteBuffer> target = Env.create(ByteBufferProxy.PROXY_OPTIMAL).setMapSize(size)
                .open(directory.toFile(), EnvFlags.MDB_NOSYNC, EnvFlags.MDB_NOLOCK)) {
            Dbi<ByteBuffer> entries = target.openDbi((byte[]) null, DbiFlags.MDB_CREATE);
            for (long from = 0; from < source.size(); from += TRANSACTION) {
                try (Txn<ByteBuffer> transaction = target.txnWrite()) {
                    for (long n = from; n < Math.min(from + TRANSACTION, source.size()); n++) {
                        long row = source.order().get(n);
                        source.value(row, value);
                        direct.clear().put(value).flip();
                        key.clear();
                        if (source.haveTexts()) {
                            key.put(source.text(row).getBytes(StandardCharsets.ISO_8859_1));
                        } else {
                            key.putLong(source.integer(row));
                        }
                        entries.put(transaction, key.flip(), direct, PutFlags.MDB_APPEND);
                    }
                    transaction.commit();
                }
            }
            target.sync(true);
        }
    }

    @Override
    public boolean find(long key) {
        return copy(entries.get(transaction, integer.clear().putLong(key).flip()));
    }

    @Override
    public boolean find(String key) {
        return copy(entries.get(transaction, text.clear().put(key.getBytes(StandardCharsets.ISO_8859_1)).flip()));
    }

    private boolean copy(ByteBuffer found) {
        if (found == null) {
            return false;
        }
        found.get(0, value());
        return true;
    }

    @Override
    public void close() {
        transaction.close();
        environment.close();
    }
}
