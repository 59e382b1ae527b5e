package dev.npymap.npy;

import dev.npymap.array.BooleanArray;
import dev.npymap.array.ByteArray;
import dev.npymap.array.ComplexArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.Histogram;
import dev.npymap.array.IntArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.LongDoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.Quantiles;
import dev.npymap.array.ShortArray;
import dev.npymap.array.Summary;
import dev.npymap.array.TextArray;
import dev.npymap.array.TimeArray;
import dev.npymap.array.UIntArray;
import dev.npymap.internal.reduce.KernelChoice;
import dev.npymap.model.Dtype;
import dev.npymap.model.Reduction;
import dev.npymap.model.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Cuts files under mappings whose accesses are compiled; a program, because it may not survive that.
///
/// Prints the kind of sums that it has, and what goes wrong.
final class CutRun {
    private static final int WARM_UP = 20_000;
    /// In nanoseconds; enough for loops, which are compiled while they run.
    private static final long LONGEST_WARM_UP = 30_000_000;

    private CutRun() {
    }

    /// @param arguments a directory to work in, and dtypes between commas
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        System.out.println(KernelChoice.name());
        List<NdArray> arrays = Stream.of(arguments[1].split(",")).map(Dtype::of)
                .map(dtype -> NdArray.zeros(dtype, 9600 / dtype.byteSize())).toList();
        Path path = directory.resolve("cut.npy");
        Path copy = directory.resolve("copy.npy");
        for (NdArray array : arrays) {
            for (String part : List.of("...", "::-1", "1::3")) {
                int accesses = accesses(array, copy).size();
                for (int n = 0; n < accesses; n++) {
                    warmUp(path, copy, array, part, n);
                    for (long length : new long[]{0, 4096, 9000}) {
                        cut(path, copy, array, part, n, length);
                    }
                }
            }
        }
        System.out.println("done");
    }

    private static void warmUp(Path path, Path copy, NdArray array, String part, int access) throws IOException {
        Npy.write(path, array);
        try (Arena arena = Arena.ofConfined()) {
            NdArray mapped = Npy.map(path, arena).slice(part);
            Runnable action = accesses(mapped, copy).get(access);
            boolean slow = access >= accesses(mapped, copy).size() - SLOW;
            long start = System.nanoTime();
            for (int n = 0; n < (slow ? 3 : WARM_UP) && System.nanoTime() - start < LONGEST_WARM_UP; n++) {
                action.run();
            }
        }
    }

    private static void cut(Path path, Path copy, NdArray array, String part, int access, long length)
            throws IOException {
        Npy.write(path, array);
        try (Arena arena = Arena.ofConfined()) {
            NdArray mapped = Npy.map(path, arena).slice(part);
            Runnable action = accesses(mapped, copy).get(access);
            action.run();
            ConcurrencyTest.cut(path, length);
            String what = array.dtype() + " " + part + ", access " + access + ", cut to " + length + ": ";
            try {
                action.run();
                System.out.println(what + "no exception");
            } catch (UncheckedIOException e) {
                String message = e.getCause().getMessage();
                if (!message.startsWith("cut.npy: truncated while it is mapped: ")) {
                    System.out.println(what + message);
                }
            } catch (Throwable other) {
                System.out.println(what + other);
            }
        }
    }

    /// Reduces two rows to one, where they lie.
    private static void across(NdArray array, Reduction what) {
        array.reshape(2, -1).reduce(what, 0);
    }

    /// How many of the last accesses are too slow to be repeated often.
    private static final int SLOW = 2;

    /// All operations on many elements.
    static List<Runnable> accesses(NdArray array, Path copy) {
        MemorySegment memory = MemorySegment.ofArray(new byte[Math.toIntExact(array.byteSize())]);
        NdArray other = NdArray.zeros(array.dtype(), array.shape().toArray());
        List<Runnable> accesses = new ArrayList<>();
        switch (array) {
            case BooleanArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::min, a::max, a::toArray));
            case ByteArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::min, a::max, a::toArray));
            case ShortArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::min, a::max, a::toArray));
            case IntArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::min, a::max, a::toArray,
                    () -> across(a, Reduction.SUM), () -> across(a, Reduction.MAX)));
            case UIntArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::min, a::max, a::toArray));
            case LongArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::min, a::max, a::toArray,
                    () -> across(a, Reduction.SUM), () -> across(a, Reduction.MAX)));
            case HalfArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::min, a::max, a::toArray));
            case FloatArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::min, a::max, a::toArray,
                    () -> across(a, Reduction.SUM), () -> across(a, Reduction.MAX)));
            case DoubleArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::min, a::max, a::toArray,
                    () -> across(a, Reduction.SUM), () -> across(a, Reduction.MAX)));
            case LongDoubleArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::min, a::max, a::toArray));
            case ComplexArray a -> accesses.addAll(List.of(a::sum, a::mean, a::std, a::toArray));
            case TimeArray a -> accesses.addAll(List.of(a::min, a::max, a::toArray, a::countNaT));
            case TextArray a -> accesses.add(a::toArray);
            default -> throw new IllegalArgumentException(array.dtype().toString());
        }
        switch (array) {
            case ComplexArray _,TimeArray _,TextArray _ -> {
            }
            default -> accesses.addAll(List.of(() -> Summary.of(array.with(Threads.of(2))),
                    () -> Histogram.of(array, 3, 0, 1), () -> Quantiles.of(array, 0.5)));
        }
        if (array instanceof DoubleArray a) {
            accesses.addAll(List.of(() -> a.count(v -> v > 1), () -> a.indices(v -> v > 1)));
        }
        accesses.addAll(List.of(() -> array.copyTo(memory), array::copy, () -> other.copyFrom(array),
                array::toString, () -> {
                    try {
                        Npy.write(copy, array);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
        return accesses;
    }
}
