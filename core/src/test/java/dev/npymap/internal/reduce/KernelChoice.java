package dev.npymap.internal.reduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a class of tests that computes with other kernels than its run is for. Such a class has [Verified].
///
/// The build says what a run is for in the system property `npymap.kernel`, `scalar` or `vector`. Elsewhere, as in an
/// IDE, the flags of the JVM say so. Vectors are asked for in vain where the processor has none of 256 bits.
public final class KernelChoice implements BeforeAllCallback {
    private static final String MODULE = "jdk.incubator.vector";

    /// Marks a class of tests for kernels.
    @ExtendWith(KernelChoice.class)
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface Verified {
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        verify();
    }

    static void verify() {
        String run = System.getProperty("npymap.kernel", wasStartedForVectors() ? "vector" : "scalar");
        String prefix = run.equals("vector") && hasWideVectors() ? "Vector" : "Scalar";
        if (!name().equals(prefix + "SumKernel")) {
            throw new AssertionError(
                    "a run with " + run + " kernels computes with " + name() + "; the JVM's flags are "
                            + ManagementFactory.getRuntimeMXBean().getInputArguments());
        }
    }

    /// {@return the kernel of this JVM, such as `VectorSumKernel`}
    public static String name() {
        return SumKernel.FASTEST.getClass().getSimpleName();
    }

    private static boolean wasStartedForVectors() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(flag -> flag.startsWith("--add-modules") && flag.contains(MODULE));
    }

    /// {@return whether this processor is known to have vectors of 256 bits; a JVM with `-XX:UseAVX=1` makes no use of
    /// them}
    public static boolean hasWideVectors() {
        Path processors = Path.of("/proc/cpuinfo");
        try {
            return Files.exists(processors) && Files.readString(processors).contains(" avx2 ");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
