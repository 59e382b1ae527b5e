package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
    private static final List<String> SMALL = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @Test
    void childrenOfAKilledTestEnd() throws Exception {
        List<ProcessHandle> orphans = new ArrayList<>();
        try (ChildJvm parent = ChildJvm.start(SMALL, Parent.class)) {
            List<String> lines = new ArrayList<>();
            while (!lines.contains("ready")) {
                lines.add(parent.line());
                assertTrue(lines.size() < 9, lines::toString);
            }
            parent.process().children().forEach(orphans::add);
            assertTrue(orphans.stream().allMatch(ProcessHandle::isAlive));
        }
        assertTrue(orphans.size() == 1 || orphans.size() == 2, "a JVM, and Python where there is one");
        for (ProcessHandle orphan : orphans) {
            orphan.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aChildThatWorksTooLongIsKilled() throws Exception {
        try (ChildJvm child = ChildJvm.start(SMALL, Endless.class)) {
            assertEquals("begins\nexit 137", child.finish(1));
        }
    }

    @Test
    void whatItsProgramThrowsIsPrinted() throws Exception {
        try (ChildJvm child = ChildJvm.start(SMALL, Failing.class, "too", "many")) {
            String output = child.finish(60);
            assertTrue(output.startsWith("Exception in thread \"main\" java.io.IOException: [too, many]\n"), output);
            assertTrue(output.endsWith("\nexit 1"), output);
        }
    }

    /// A test that waits for its children.
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            try {
                Oracle.numpy().text("1");
            } catch (AssertionError | RuntimeException absent) {
                System.err.println(absent.getMessage());
            }
            try (ChildJvm child = ChildJvm.start(SMALL, Endless.class)) {
                child.line();
                System.out.println("ready");
                child.process().waitFor();
            }
        }
    }

    static final class Endless {
        public static void main(String[] arguments) {
            System.out.println("begins");
            while (true) {
                Thread.onSpinWait();
            }
        }
    }

    static final class Failing {
        public static void main(String[] arguments) throws IOException {
            throw new IOException(List.of(arguments).toString());
        }
    }
}
