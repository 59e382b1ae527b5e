package dev.npymap.npz;

import static dev.npymap.npz.Archives.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.Growth;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.npy.Npy;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Time and memory grow with what is there, not with what an archive says of itself.
class NpzGrowthTest {
    private static final int[] MEGABYTES = {32, 64, 128};
    /// Between the largest and the least, which are 96 apart.
    private static final int MAX_GROWTH = 48;

    @TempDir
    private static Path dir;
    private static final List<Path> PROMISES = new ArrayList<>();

    /// Writes archives whose members promise some number of bytes, of which the first 3 % are there.
    @BeforeAll
    static void writePromises() throws IOException {
        Map<String, Compression> methods = new LinkedHashMap<>();
        methods.put("deflate in one stream", Compression.STORED);
        methods.put("deflate in blocks", Compression.deflated(1));
        methods.put("deflate in large blocks", new Compression(Compression.Method.DEFLATED, 1, 1 << 24));
        methods.put("zstd", Compression.zstd(1));
        for (Map.Entry<String, Compression> method : methods.entrySet()) {
            for (int megabytes : MEGABYTES) {
                Path path = dir.resolve(method.getKey() + megabytes);
                write(path, method.getValue(), megabytes);
                PROMISES.add(path);
            }
        }
    }

    private static void write(Path path, Compression compression, int megabytes) throws IOException {
        NdArray zeros = NdArray.zeros(Dtype.UINT8, (long) megabytes << 20);
        if (compression.method() == Compression.Method.STORED) {
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(path));
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                zip.setLevel(1);
                zip.putNextEntry(new ZipEntry("x.npy"));
                Npy.write(zip, zeros);
            }
        } else {
            Npz.write(path, map("x", zeros), compression);
        }
        byte[] archive = Files.readAllBytes(path);
        ZipSurgery zip = new ZipSurgery(archive);
        int data = zip.data(0);
        byte[] damage = Archives.random(new Random(1), (zip.directory() - data) * 31 / 32 - 64);
        System.arraycopy(damage, 0, archive, zip.directory() - 64 - damage.length, damage.length);
        Files.write(path, archive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--enable-native-access=ALL-UNNAMED", "--illegal-native-access=deny"})
    @EnabledOnOs(OS.LINUX)
    void memoryIsThatOfWhatWasInflated(String access) throws Exception {
        List<String> options = List.of("-Xmx96m", "-XX:+UseSerialGC", access);
        try (ChildJvm child = ChildJvm.start(options, NpzGrowthTest.class, PROMISES.toArray())) {
            List<String> lines = child.finish(120).lines().filter(line -> !line.startsWith("WARNING")).toList();
            assertEquals("exit 0", lines.getLast(), () -> lines.toString());
            for (int n = 0; n < PROMISES.size(); n += MEGABYTES.length) {
                int least = Integer.parseInt(lines.get(n));
                int largest = Integer.parseInt(lines.get(n + MEGABYTES.length - 1));
                assertTrue(largest - least < MAX_GROWTH, PROMISES.get(n) + ": " + lines);
            }
        }
    }

    /// Something that is refused.
    private interface Attempt {
        void on(Npz npz) throws IOException;
    }

    /// Prints for each archive how much memory its members took at most, in megabytes.
    ///
    /// @param archives their paths
    public static void main(String[] archives) throws IOException {
        for (String archive : archives) {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            for (Attempt attempt : List.<Attempt>of(npz -> npz.array("x"), npz -> npz.read("x"),
                    npz -> npz.read("x", "5:100"), npz -> npz.read("x", "::-1000"), npz -> npz.bytes("x"),
                    npz -> npz.verify("x"), Npz::arrays)) {
                try (Arena arena = Arena.ofShared()) {
                    attempt.on(Npz.map(Path.of(archive), arena));
                } catch (ArrayFormatException _) {
                    continue;
                }
            }
            try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
                System.out.println(status.filter(line -> line.startsWith("VmHWM:")).findFirst()
                        .map(line -> Integer.parseInt(line.replaceAll("\\D", "")) / 1024).orElseThrow());
            }
        }
    }

    @Test
    void updateOfManyMembersIsLinear() throws Exception {
        Growth.requireLinear(2000, count -> {
            Path path = dir.resolve("many" + count + ".npz");
            NdArray array = NdArray.zeros(Dtype.UINT8, 1);
            Npz.write(path, map("x", array));
            return () -> {
                try (Npz.Update update = Npz.update(path)) {
                    for (int n = 0; n < count; n++) {
                        update.put("a" + n, array);
                    }
                    for (int n = 0; n < count; n++) {
                        update.rename("a" + n, "b" + n);
                    }
                    for (int n = 0; n < count; n += 2) {
                        update.remove("b" + n);
                    }
                    assertEquals(1 + count / 2, update.names().size());
                }
            };
        });
    }
}
