package dev.npymap.internal.deflate;

import dev.npymap.internal.work.Workers;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;

/// The CRC-32 of zip files.
///
/// A checksum is the remainder of the bytes, read as a polynomial over GF(2), divided by `P`. Its highest bit is the
/// coefficient of x^0. Appending `n` bytes multiplies the polynomial of the previous bytes by x^(8n); the inversions at
/// the beginning and the end of a checksum cancel out.
public final class Crc {
    /// The polynomial without its x^32.
    private static final int P = 0xEDB8_8320;
    private static final int ONE = 1 << 31;
    private static final int X_8 = ONE >>> 8;
    private static final long CHUNK = 1L << 30;
    private static final long PART_BYTES = 1L << 22;

    private Crc() {
    }

    /// {@return the checksum of bytes}
    ///
    /// @param owned native or a `byte[]`; not mapped from a file, which may be truncated
    public static int of(MemorySegment owned) {
        CRC32 crc = new CRC32();
        for (long from = 0; from < owned.byteSize(); from += CHUNK) {
            crc.update(owned.asSlice(from, Math.min(CHUNK, owned.byteSize() - from)).asByteBuffer());
        }
        return (int) crc.getValue();
    }

    /// {@return the checksum of bytes, computed by several threads}
    ///
    /// @param owned   native or a `byte[]`; not mapped from a file, which may be truncated
    /// @param threads threads that may access the bytes
    public static int of(MemorySegment owned, Threads threads) {
        int[] crcs = new int[Math.toIntExact(Math.ceilDiv(owned.byteSize(), PART_BYTES))];
        Workers.<RuntimeException>run(threads, crcs.length, () -> part -> {
            long from = part * PART_BYTES;
            crcs[part] = of(owned.asSlice(from, Math.min(PART_BYTES, owned.byteSize() - from)));
        });
        return join(crcs, PART_BYTES, owned.byteSize());
    }

    /// {@return the checksum of consecutive runs of bytes, from the checksums of the runs}
    ///
    /// @param crcs   the checksums
    /// @param length the number of bytes in each run except the last, which has the rest
    /// @param size   the number of bytes in all
    public static int join(int[] crcs, long length, long size) {
        int crc = 0;
        for (int n = 0; n < crcs.length; n++) {
            crc = combine(crc, crcs[n], Math.min(length, size - n * length));
        }
        return crc;
    }

    /// {@return the checksum of two consecutive runs of bytes, from the checksums of both}
    ///
    /// @param first        the checksum of the first run
    /// @param second       the checksum of the second run
    /// @param secondLength the number of bytes in the second run
    public static int combine(int first, int second, long secondLength) {
        return product(first, power(secondLength)) ^ second;
    }

    /// {@return x^(8 length), by which a checksum is multiplied before that of the following bytes is added}
    ///
    /// Cost: less than 64 multiplications, some microseconds.
    public static int power(long length) {
        int result = ONE;
        int power = X_8;
        for (long n = length; n > 0; n >>>= 1) {
            if ((n & 1) != 0) {
                result = product(result, power);
            }
            power = product(power, power);
        }
        return result;
    }

    /// {@return `a * b` modulo `P`}
    public static int product(int a, int b) {
        int sum = 0;
        int shifted = b;
        for (int rest = a; rest != 0; rest <<= 1) {
            if (rest < 0) {
                sum ^= shifted;
            }
            shifted = shifted >>> 1 ^ P & -(shifted & 1);
        }
        return sum;
    }
}
