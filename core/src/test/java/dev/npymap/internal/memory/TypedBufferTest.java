package dev.npymap.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.CompilerFacts;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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
