package dev.npymap.npz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.npymap.Oracle;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// What the tests of archives share.
final class Archives {
    static final Compression SMALL_BLOCKS = new Compression(Compression.Method.DEFLATED, 6, 1 << 12);

    private Archives() {
    }

    /// A generator whose seed is printed; `-Dnpymap.seed=N` repeats a run.
    static Random random(Class<?> test) {
        long seed = Long.getLong("npymap.seed", test.getSimpleName().hashCode());
        System.out.println(test.getSimpleName() + ": seed " + seed);
        return new Random(seed);
    }

    static DoubleArray doubles(int first, int count) {
        return DoubleArray.of(IntStream.range(first, first + count).asDoubleStream().toArray());
    }

    static NdArray bytes(byte[] elements) {
        return NdArray.of(MemorySegment.ofArray(elements), Dtype.UINT8, Shape.of(elements.length), Order.C,
                Source.MEMORY);
    }

    static byte[] random(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /// The elements in C order, as NumPy's `tobytes`.
    static byte[] elements(NdArray array) {
        byte[] bytes = new byte[Math.toIntExact(array.byteSize())];
        array.copyTo(MemorySegment.ofArray(bytes));
        return bytes;
    }

    static byte[] toBytes(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    static Map<String, NdArray> map(Object... namesAndArrays) {
        Map<String, NdArray> map = new LinkedHashMap<>();
        for (int n = 0; n < namesAndArrays.length; n += 2) {
            map.put((String) namesAndArrays[n], (NdArray) namesAndArrays[n + 1]);
        }
        return map;
    }

    /// Evaluates Python with the path as `p`.
    static byte[] python(Path path, String expression, byte[]... inputs) {
        bindPath(path);
        return Oracle.numpy().eval(expression, inputs);
    }

    static String pythonText(Path path, String expression) {
        bindPath(path);
        return Oracle.numpy().text(expression);
    }

    private static void bindPath(Path path) {
        Oracle.numpy().eval("import io, os, struct, subprocess, zipfile, zlib\np = x[0].decode()",
                path.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Requires that NumPy, `zipfile`, `unzip`, `java.util.zip` and commons-compress find the same members and bytes in
    /// an archive that npymap wrote, and that stored arrays are aligned.
    ///
    /// @param zstd whether there are members that only commons-compress knows of
    static void requireAllAgree(Path path, boolean zstd) throws IOException, InterruptedException {
        if (!zstd) {
            assertEquals("None", pythonText(path, "zipfile.ZipFile(p).testzip()"));
            if (has("unzip")) {
                assertEquals("", run("unzip", "-tqq", path.toString()).replaceFirst("^[01]$", ""));
            }
        }
        try (ZipFile zip = ZipFile.builder().setPath(path).get(); Arena arena = Arena.ofConfined()) {
            List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
            Npz npz = Npz.map(path, arena);
            assertEquals(entries.stream().map(ZipArchiveEntry::getName).toList(),
                    npz.members().stream().map(NpzMember::fileName).toList());
            for (ZipArchiveEntry entry : entries) {
                npz.verify(entry.getName());
                requireSameNumbers(npz.member(entry.getName()), entry);
                if (entry.getMethod() == 0 && npz.isArray(entry.getName())) {
                    assertEquals(0, (entry.getDataOffset() + npz.header(entry.getName()).dataOffset()) % 64);
                }
                if (entry.getMethod() != 93) {
                    assertArrayEquals(zip.getInputStream(entry).readAllBytes(), toBytes(npz.bytes(entry.getName())));
                }
            }
            if (!zstd) {
                requireJavaAgrees(path, npz);
            }
        }
    }

    private static void requireJavaAgrees(Path path, Npz npz) throws IOException {
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(path.toFile())) {
            assertEquals(npz.members().size(), zip.size());
            for (NpzMember member : npz.members()) {
                ZipEntry entry = zip.getEntry(member.fileName());
                requireSameNumbers(member, entry);
                assertArrayEquals(zip.getInputStream(entry).readAllBytes(), toBytes(npz.bytes(member.fileName())));
            }
        }
    }

    private static void requireSameNumbers(NpzMember member, ZipEntry entry) {
        assertEquals(List.of(entry.getSize(), entry.getCompressedSize(), entry.getCrc()),
                List.of(member.size(), member.compressedSize(), member.crc() & 0xffffffffL));
    }

    /// Whether this machine has a program, without which a comparison is left out; not so in CI, which installs it.
    static boolean has(String program) {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!found) {
            assertNotEquals("true", System.getenv("CI"), program + " is not on the PATH");
            System.out.println("left out: this machine has no " + program);
        }
        return found;
    }

    /// Runs a program that may be missing, which skips the test.
    ///
    /// @return what it prints, or its exit status if that is nothing
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        return output.isEmpty() ? Integer.toString(status) : output;
    }

    /// The flags of this JVM that decide about native code, for a child.
    static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--enable-native-access") || flag.startsWith("--sun-misc")
                        || flag.startsWith("--add-modules"))
                .toList();
    }
}
