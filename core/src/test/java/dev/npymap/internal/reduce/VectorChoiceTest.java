package dev.npymap.internal.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JVMs with wide, narrow, interpreted and no vectors take the kernels that suit them, and give the same bits.
class VectorChoiceTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    private static List<String> run(String... options) throws Exception {
        String text = ChildJvm.start(List.of(options), VectorRun.class).finish(120);
        return text.lines().filter(line -> !line.startsWith("WARNING")).toList();
    }

    @Test
    void onlyWideVectorsAreTaken() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the option is one of x86");
        List<String> scalars = run();
        assertEquals("scalars", scalars.getFirst());
        String bits = scalars.get(1);
        assertEquals(List.of("scalars", bits, "exit 0"), run(MODULE, "-XX:UseAVX=0"));
        assertEquals(List.of("scalars", bits, "exit 0"), run(MODULE, "-XX:UseAVX=1"));
        assertEquals(List.of(hasAvx2() ? "vectors" : "scalars", bits, "exit 0"), run(MODULE, "-XX:UseAVX=2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
    void vectorsThatAreNeverCompiledAreNotTaken(String option) throws Exception {
        assertEquals("scalars", run(MODULE, option).getFirst());
    }

    private static boolean hasAvx2() throws IOException {
        Path processors = Path.of("/proc/cpuinfo");
        return Files.exists(processors) && Files.readString(processors).contains(" avx2 ");
    }
}
