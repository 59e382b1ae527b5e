package dev.npymap.internal.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.internal.work.SystemMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeMemoryTest {
    @Test
    void memoryOfAnySizeIsZeroAndAligned() {
        for (long byteSize : new long[]{0, 1, 100, (1 << 22) - 1, 1 << 22, (1 << 22) + 1, 50_000_001}) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment memory = LargeMemory.allocate(byteSize, arena);
                assertEquals(byteSize, memory.byteSize());
                assertEquals(0, memory.address() % 64);
                assertEquals(-1, memory.mismatch(MemorySegment.ofArray(new byte[(int) byteSize])));
                memory.fill((byte) 1);
            }
        }
    }

    @Test
    void memoryIsGoneWithItsArena() {
        MemorySegment memory;
        try (Arena arena = Arena.ofShared()) {
            memory = LargeMemory.allocate(1 << 23, arena);
            assertTrue(memory.isAccessibleBy(Thread.ofPlatform().unstarted(() -> {
            })));
        }
        assertThrows(IllegalStateException.class, () -> memory.get(JAVA_BYTE, 0));
    }

    @Test
    void refusesAnArenaThatIsClosed() {
        Arena arena = Arena.ofShared();
        arena.close();
        assertThrows(IllegalStateException.class, () -> LargeMemory.allocate(1 << 23, arena));
    }

    @Test
    void moreThanTheSystemHasIsAnOutOfMemoryError() {
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(OutOfMemoryError.class, () -> LargeMemory.allocate(1L << 60, arena));
        }
    }

    private static final List<Long> ADVISED = new ArrayList<>();

    static int madvise(long address, long byteSize, int advice) {
        ADVISED.addAll(List.of(address, byteSize, (long) advice));
        return 0;
    }

    @Test
    void adviceIsForWholePagesOfTheSystem() throws ReflectiveOperationException {
        MethodHandle madvise = MethodHandles.lookup().findStatic(LargeMemoryTest.class, "madvise",
                MethodType.methodType(int.class, long.class, long.class, int.class));
        for (long pageSize : new long[]{4096, 16384, 65536}) {
            ADVISED.clear();
            new SystemMemory(madvise, madvise, madvise, madvise, pageSize).advise(0x7f00_0001_2340L, 1 << 22, 23);
            long first = 0x7f00_0001_2340L / pageSize * pageSize;
            assertEquals(List.of(first, 0x7f00_0001_2340L + (1 << 22) - first, 23L), ADVISED);
        }
    }
}
