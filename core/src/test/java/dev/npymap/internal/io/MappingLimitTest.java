package dev.npymap.internal.io;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingLimitTest {
    @TempDir
    Path directory;
    private RegularFile file;

    @BeforeEach
    void openFile() throws IOException {
        file = RegularFile.open(Files.write(directory.resolve("prices.npy"), new byte[100]));
    }

    @AfterEach
    void closeFile() throws IOException {
        file.close();
    }

    @Test
    void refusesOneMoreUntilAnArenaIsClosed() throws IOException {
        MappingLimit limit = new MappingLimit(3, () -> 0);
        try (Arena held = Arena.ofShared()) {
            file.map(0, 10, held, limit);
            try (Arena closed = Arena.ofConfined()) {
                file.map(0, 10, closed, limit);
                file.map(0, 10, closed, limit);
                IOException refused = assertThrows(IOException.class, () -> file.map(0, 10, held, limit));
                assertEquals("prices.npy: too many mapped files: 3 mappings are live, which is half of the kernel's "
                        + "vm.max_map_count; close their arenas, or read small files instead of mapping them",
                        refused.getMessage());
            }
            file.map(0, 10, held, limit);
            file.map(0, 10, held, limit);
            assertThrows(IOException.class, () -> file.map(0, 10, held, limit));
        }
    }

    @Test
    void isHalfOfTheKernelsLimit() throws IOException {
        Path kernel = Path.of("/proc/sys/vm/max_map_count");
        assumeTrue(Files.exists(kernel), "this system has no vm.max_map_count");
        Process cat = new ProcessBuilder("cat", kernel.toString()).start();
        long count = Long.parseLong(new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
        assertEquals(Math.min(Integer.MAX_VALUE, count / 2), MappingLimit.OF_KERNEL.limit());
    }

    @Test
    void mappingsThatNothingRefersToAreCollected() throws IOException {
        MappingLimit limit = new MappingLimit(3, () -> 0);
        for (int i = 0; i < 7; i++) {
            file.map(0, 10, Arena.ofAuto(), limit);
        }
    }

    @Test
    void countsNeitherEmptyNorFailedMappings() throws IOException {
        MappingLimit limit = new MappingLimit(1, () -> 0);
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < 5; i++) {
                file.map(0, 0, arena, limit);
                assertThrows(EOFException.class, () -> file.map(0, 101, arena, limit));
            }
            file.map(0, 1, arena, limit);
            assertThrows(IOException.class, () -> file.map(0, 1, arena, limit));
            assertDoesNotThrow(() -> file.map(0, 0, arena, limit));
        }
    }

    @Test
    void countsTheLiveOnesAcrossManyClosedArenas() throws IOException {
        MappingLimit limit = new MappingLimit(3000, () -> 0);
        try (Arena held = Arena.ofConfined()) {
            for (int i = 0; i < 5000; i++) {
                try (Arena brief = Arena.ofConfined()) {
                    file.map(0, 1, i % 2 == 0 ? held : brief, limit);
                }
            }
            for (int i = 0; i < 500; i++) {
                file.map(0, 1, held, limit);
            }
            assertThrows(IOException.class, () -> file.map(0, 1, held, limit));
        }
    }
}
