package dev.npymap;

import org.junit.jupiter.api.function.Executable;

/// What code that is shaped for one compiler, the C2 of JDK 25, relies on.
public final class CompilerFacts {
    private static final int JDK = 25;

    private CompilerFacts() {
    }

    /// Fails on JDK 25 if something does not hold; prints it on another JDK, where the code is right but may be slow.
    ///
    /// @param facts asserts what holds
    public static void hold(Executable facts) {
        hold(Runtime.version().feature(), facts);
    }

    static void hold(int jdk, Executable facts) {
        try {
            facts.execute();
        } catch (AssertionError otherwise) {
            if (jdk == JDK) {
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
