package dev.npymap.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.CompilerFacts;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypedBufferTest {
    private static final int READS = 1000;
    private static final int BYTES = 1 << 16;
    private static final Pattern BOTH = Pattern.compile(
            "(Heap|Direct)ByteBuffer::getDouble .*inline \\(hot\\).*(Heap|Direct)ByteBuffer::getDouble .*inline \\(hot\\)");

    /// It depends on how many classes of buffers C2 has seen, so what C2 says that it has inlined is looked at.
    @Test
    void accessesToAllKindsOfMemoryAreCompiledIntoTheLoop() {
        CompilerFacts.hold(() -> {
            String[] lines;
            try (ChildJvm jvm = ChildJvm.start(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+PrintInlining"),
                    Reads.class)) {
                lines = jvm.finish(120).split("\n");
            }
            assertEquals("exit 0", lines[lines.length - 1]);
            assertTrue(List.of(lines).stream().anyMatch(line -> BOTH.matcher(line).find()));
        });
    }

    /// A megabyte apart, so that a block is within a buffer, and all are within several.
    @Test
    void elementsFartherApartThanABufferIsLongAreReached(@TempDir Path directory) throws IOException {
        int count = 2500;
        long step = 1 << 20;
        try (Arena arena = Arena.ofConfined();
                FileChannel sparse = FileChannel.open(directory.resolve("sparse"), StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            MemorySegment memory = sparse.map(FileChannel.MapMode.READ_WRITE, 0, count * step, arena);
            Layout all = new Layout(memory, 4, Dtype.of(">i4"), Shape.of(count), new long[]{step}, Source.MEMORY);
            long[] numbers = LongStream.range(0, count).toArray();
            ElementCursor.inOrder(all).set(numbers, count);
            long[] found = new long[count];
            ElementCursor.inOrder(all).next(found, count);
            assertArrayEquals(numbers, found);
            assertEquals(count - 1, Integer.reverseBytes(memory.get(JAVA_INT, (count - 1) * step + 4)));
            Layout backwards = all.with(4 + (count - 1) * step, Shape.of(count), new long[]{-step});
            ElementCursor.inOrder(backwards).set(numbers, count);
            ElementCursor.inOrder(all).next(found, count);
            assertArrayEquals(Arrays.stream(numbers).map(n -> count - 1 - n).toArray(), found);
            ElementCursor.inOrder(backwards).next(found, count);
            assertArrayEquals(numbers, found);
        }
    }

    /// Reads elements that have gaps from several kinds of memory until C2 has compiled the loop.
    static final class Reads {
        public static void main(String[] arguments) {
            MemorySegment outside = Arena.global().allocate(BYTES);
            List<MemorySegment> kinds = List.of(outside, outside.asReadOnly(), MemorySegment.ofArray(new byte[BYTES]),
                    MemorySegment.ofArray(new double[BYTES / Double.BYTES]),
                    MemorySegment.ofArray(new int[BYTES / Integer.BYTES]));
            double sum = 0;
            for (int n = 0; n < READS; n++) {
                for (MemorySegment kind : kinds) {
                    sum += NdArray.of(kind, Dtype.FLOAT64, Shape.of(BYTES / Double.BYTES), Order.C, Source.MEMORY)
                            .asDouble().slice("::2").max();
                }
            }
            System.out.println(sum);
        }
    }
}
