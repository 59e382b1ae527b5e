package dev.npymap.npz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Archives in every layout that Python's `zipfile` has written or reads, against what NumPy says is in them.
class NpzLayoutTest {
    static final Path GOLDEN = Path.of("src/test/resources/golden/npz");

    @TempDir
    Path directory;

    /// The lines of the manifest for each archive, cut at their tabs, without the archive's name.
    private static Map<String, List<String[]>> goldens() throws IOException {
        Map<String, List<String[]>> goldens = new LinkedHashMap<>();
        for (String line : Files.readAllLines(GOLDEN.resolve("manifest.tsv"))) {
            String[] parts = line.split("\t", -1);
            List<String[]> lines = goldens.computeIfAbsent(parts[0], _ -> new ArrayList<>());
            if (parts.length > 1) {
                lines.add(Stream.of(parts).skip(1).toArray(String[]::new));
            }
        }
        return goldens;
    }

    private static boolean refused(List<String[]> lines) {
        return lines.size() == 1 && lines.getFirst().length == 1;
    }

    @TestFactory
    Stream<DynamicTest> findsWhatNumpyFinds() throws IOException {
        return goldens().entrySet().stream().filter(golden -> !refused(golden.getValue()))
                .map(golden -> DynamicTest.dynamicTest(golden.getKey(), () -> {
                    try (Arena arena = Arena.ofConfined()) {
                        compare(Npz.map(GOLDEN.resolve(golden.getKey()), arena), golden.getValue());
                    }
                }));
    }

    private static void compare(Npz npz, List<String[]> lines) throws IOException {
        assertEquals(lines.stream().map(line -> line[0]).toList(), npz.names());
        assertEquals(lines.stream().map(line -> line[1]).toList(),
                npz.members().stream().map(NpzMember::fileName).toList());
        for (String[] line : lines) {
            String name = line[1];
            if (line[3].equals("refused")) {
                continue;
            }
            npz.verify(name);
            assertEquals(line[2], npz.member(name).method());
            assertEquals(!line[3].equals("bytes"), npz.isArray(name));
            if (line[3].equals("bytes")) {
                assertEquals(line[5], HexFormat.of().formatHex(Archives.toBytes(npz.bytes(name))));
                continue;
            }
            for (NdArray array : List.of(npz.read(name), npz.array(name), npz.read(name, "..."))) {
                assertEquals(line[3], array.dtype().descr());
                assertEquals(line[4], array.shape().toString());
                assertEquals(line[5], HexFormat.of().formatHex(Archives.elements(array)));
            }
            assertEquals(npz.source() + "/" + line[0], npz.array(name).source().name());
        }
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatNumpyRefuses() throws IOException {
        return goldens().entrySet().stream().filter(golden -> refused(golden.getValue()))
                .map(golden -> DynamicTest.dynamicTest(golden.getKey(), () -> {
                    try (Arena arena = Arena.ofConfined()) {
                        String message = assertThrows(ArrayFormatException.class,
                                () -> Npz.map(GOLDEN.resolve(golden.getKey()), arena)).getMessage();
                        assertTrue(message.startsWith(golden.getKey() + ": "), message);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> updateCarriesEveryMemberOver() throws IOException {
        return goldens().entrySet().stream().filter(golden -> !refused(golden.getValue()))
                .map(golden -> DynamicTest.dynamicTest(golden.getKey(), () -> {
                    Path copy = Files.copy(GOLDEN.resolve(golden.getKey()), directory.resolve(golden.getKey()));
                    try (Npz.Update update = Npz.update(copy)) {
                        update.commit();
                    }
                    List<String[]> lines = new ArrayList<>(golden.getValue());
                    if (golden.getKey().equals("duplicates.npz")) {
                        lines.removeFirst();
                    }
                    try (Arena arena = Arena.ofConfined()) {
                        compare(Npz.map(copy, arena), lines);
                    }
                }));
    }

    @Test
    void otherMethodsAreRefusedByName() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(GOLDEN.resolve("methods.npz"), arena);
            assertEquals(List.of("stored", "deflated", "bzip2", "lzma"),
                    npz.members().stream().map(NpzMember::method).toList());
            for (String method : List.of("bzip2", "lzma")) {
                String expected = "methods.npz: unsupported compression: '" + method + ".npy' is compressed by "
                        + method;
                for (String message : List.of(
                        assertThrows(ArrayFormatException.class, () -> npz.array(method)).getMessage(),
                        assertThrows(ArrayFormatException.class, () -> npz.read(method, "0")).getMessage(),
                        assertThrows(ArrayFormatException.class, () -> npz.header(method)).getMessage(),
                        assertThrows(ArrayFormatException.class, () -> npz.bytes(method)).getMessage(),
                        assertThrows(ArrayFormatException.class, () -> npz.isArray(method)).getMessage(),
                        assertThrows(ArrayFormatException.class, () -> npz.verify(method)).getMessage(),
                        assertThrows(ArrayFormatException.class, npz::arrays).getMessage().replace("bzip2", method))) {
                    assertTrue(message.startsWith(expected), message);
                }
            }
            assertEquals(99, npz.array("deflated").asLong().get(99));
        }
    }

    @Test
    void aNameAloneFindsTheMemberThatNumpyFinds() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Npz both = Npz.map(GOLDEN.resolve("both_names.npz"), arena);
            assertEquals("[1]", both.array("x").toString());
            assertEquals("[2]", both.array("x.npy").toString());
            Npz twice = Npz.map(GOLDEN.resolve("duplicates.npz"), arena);
            assertEquals("[3]", twice.array("x").toString());
            assertEquals(List.of("x", "y"), List.copyOf(twice.arrays().keySet()));
            Npz names = Npz.map(GOLDEN.resolve("names.npz"), arena);
            assertEquals("[6]", names.array("").toString());
            assertEquals("[7]", names.array("x.npy").toString());
            assertFalse(names.contains("x"));
            assertTrue(Npz.map(GOLDEN.resolve("empty.npz"), arena).arrays().isEmpty());
        }
    }

    @Test
    void everyArchiveStandsInTheManifest() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertEquals(goldens().keySet().stream().sorted().toList(), files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".npz")).sorted().toList());
        }
    }
}
