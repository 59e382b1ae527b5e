package dev.npymap.internal.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.ChildJvm;
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
        assertEquals(List.of(KernelChoice.hasWideVectors() ? "vectors" : "scalars", bits, "exit 0"),
                run(MODULE, "-XX:UseAVX=2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
    void vectorsThatAreNeverCompiledAreNotTaken(String option) throws Exception {
        assertEquals("scalars", run(MODULE, option).getFirst());
    }

    @Test
    void aRunThatComputesWithOtherKernelsThanItIsForFails() throws Exception {
        assumeTrue(KernelChoice.hasWideVectors(), "no vectors of 256 bits");
        assertEquals(List.of("right", "exit 0"), verified("-Dnpymap.kernel=scalar"));
        assertEquals(List.of("right", "exit 0"), verified("-Dnpymap.kernel=vector", MODULE));
        assertEquals(List.of("right", "exit 0"), verified(MODULE));
        assertEquals("a run with vector kernels computes with ScalarSumKernel",
                verified("-Dnpymap.kernel=vector").getFirst());
        assertEquals("a run with vector kernels computes with ScalarSumKernel",
                verified(MODULE, "-XX:UseAVX=1").getFirst());
        assertEquals("a run with scalar kernels computes with VectorSumKernel",
                verified("-Dnpymap.kernel=scalar", MODULE).getFirst());
    }

    private static List<String> verified(String... options) throws Exception {
        String text = ChildJvm.start(List.of(options), Verification.class).finish(120);
        return text.lines().filter(line -> !line.startsWith("WARNING")).map(line -> line.split(";")[0]).toList();
    }

    /// Prints what is wrong with the kernels of its JVM.
    static final class Verification {
        public static void main(String[] arguments) {
            try {
                KernelChoice.verify();
                System.out.println("right");
            } catch (AssertionError wrong) {
                System.out.println(wrong.getMessage());
            }
        }
    }
}
