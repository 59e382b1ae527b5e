package dev.npymap;

import java.util.stream.Collectors;
import org.junit.jupiter.api.function.Executable;

/// What code that is shaped for one compiler, the C2 of one JDK, relies on.
public final class CompilerFacts {
    /// The one that it was measured with; a later update may compile otherwise.
    private static final String JDK = "25.0.3";

    private CompilerFacts() {
    }

    /// Fails on that JDK if something does not hold; prints it on any other, where the code is right but may be slow.
    ///
    /// @param facts asserts what holds
    public static void hold(Executable facts) {
        hold(Runtime.version().version().stream().map(Object::toString).collect(Collectors.joining(".")), facts);
    }

    static void hold(String jdk, Executable facts) {
        try {
            facts.execute();
        } catch (AssertionError otherwise) {
            if (jdk.equals(JDK)) {
                throw otherwise;
            }
            System.out.println("JDK " + jdk + " compiles otherwise than JDK " + JDK + ": " + otherwise);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new AssertionError(thrown);
        }
    }
}
