package dev.npymap.cli.demo;

import com.sun.management.OperatingSystemMXBean;
import dev.npymap.array.DoubleArray;
import dev.npymap.cli.terminal.ByteCount;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.cli.terminal.Progress;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.npy.Npy;
import dev.npymap.npy.WritableNpy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/// Creates an array and measures the time of some operations on it.
final class Demo {
    private static final int COLUMNS = 1024;
    /// The size of one row in bytes, the least with which the demo works.
    static final long ROW_BYTES = COLUMNS * 8L;
    private static final int REPEATS = 1001;

    /// An operation that is repeated.
    private interface Step {
        void run() throws IOException;
    }

    private final Path file;
    private final long rows;
    private final PrintWriter out;

    Demo(Path file, ByteCount size, PrintWriter out) {
        this.file = file;
        this.rows = size.bytes() / ROW_BYTES;
        this.out = out;
    }

    void run() throws IOException {
        tell("on " + processor() + " with JDK " + Runtime.version());
        tell("writing " + file + ": " + new ByteCount(rows * ROW_BYTES) + " of float64, shape "
                + Shape.of(rows, COLUMNS));
        long start = System.nanoTime();
        make();
        row("write it", System.nanoTime() - start, "");
        row("open, to the first element *", median(this::open), "all of it is mapped, at once");
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray array = Npy.map(file, arena).asDouble();
            showSlice(array);
            sum("sum on one thread, mapped", array);
        }
        readWhole();
        tell("  * the median of " + REPEATS + " times, ** the best of up to 10");
    }

    /// Element (i, j) is 1024 i + j.
    private void make() throws IOException {
        long block = Math.max(1, (1 << 20) / ROW_BYTES);
        double[] values = new double[(int) block * COLUMNS];
        try (Progress progress = Progress.of("make", rows * ROW_BYTES);
                WritableNpy made = Npy.create(file, Dtype.FLOAT64, Shape.of(rows, COLUMNS), Order.C)) {
            DoubleArray array = made.array().asDouble();
            for (long row = 0; row < rows; row += block) {
                long first = row * COLUMNS;
                int count = (int) Math.min(block, rows - row) * COLUMNS;
                Arrays.setAll(values, n -> first + n);
                array.slice(Slice.range(row, row + block))
                        .copyFrom(count == values.length ? values : Arrays.copyOf(values, count));
                progress.step(count * 8L);
            }
        }
    }

    private void open() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Npy.map(file, arena).asDouble().get(0, 0);
        }
    }

    /// The processor's model, if Linux tells it, and the number of cores available to this JVM.
    private static String processor() {
        String model = System.getProperty("os.arch");
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            model = lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(model);
        } catch (IOException | UncheckedIOException _) {
            model = System.getProperty("os.arch");
        }
        return Runtime.getRuntime().availableProcessors() + " cores of " + model;
    }

    private void showSlice(DoubleArray array) throws IOException {
        String notation = "::" + Math.max(1, rows / 4) + ", -3:";
        long taken = median(() -> array.slice(notation));
        DoubleArray slice = array.slice(notation);
        row("slice [" + notation + "] *", taken, "a view of shape " + slice.shape());
        long start = System.nanoTime();
        String text = slice.toString();
        row("print the slice", System.nanoTime() - start, "");
        text.lines().forEach(line -> tell("      " + line));
    }

    private void readWhole() throws IOException {
        ByteCount memory = new ByteCount(
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize());
        if (rows * ROW_BYTES > memory.bytes() / 2) {
            tell("  read it whole: not tried, this machine has " + memory + " of memory");
            return;
        }
        try {
            long start = System.nanoTime();
            DoubleArray array = Npy.read(file).asDouble();
            row("read it whole instead", System.nanoTime() - start, "");
            sum("sum on one thread, in memory", array);
        } catch (OutOfMemoryError _) {
            tell("  read it whole: not possible in a heap of " + new ByteCount(Runtime.getRuntime().maxMemory())
                    + "; NPYMAP_JAVA_OPTS=-Xmx... gives more");
        }
    }

    /// Sums until the compiler has finished, or two seconds have passed.
    private void sum(String what, DoubleArray array) {
        long begin = System.nanoTime();
        long best = Long.MAX_VALUE;
        double sum = 0;
        for (int n = 0; n < 10 && System.nanoTime() - begin < 2_000_000_000L; n++) {
            long start = System.nanoTime();
            sum = array.sum();
            best = Math.min(best, System.nanoTime() - start);
        }
        row(what + " **", best, Double.toString(sum));
    }

    private static long median(Step step) throws IOException {
        long[] times = new long[REPEATS];
        for (int n = 0; n < REPEATS; n++) {
            long start = System.nanoTime();
            step.run();
            times[n] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return times[REPEATS / 2];
    }

    private void row(String what, long nanos, String result) {
        tell(String.format(Locale.ROOT, "  %-32s %10s   %s", what, time(nanos), result).stripTrailing());
    }

    private void tell(String line) {
        out.println(Failures.oneLine(line));
        out.flush();
    }

    private static String time(long nanos) {
        return nanos < 1_000_000
                ? String.format(Locale.ROOT, "%.1f us", nanos / 1e3)
                : nanos < 1_000_000_000
                        ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                        : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
