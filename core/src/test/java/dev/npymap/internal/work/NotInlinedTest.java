package dev.npymap.internal.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.CompilerFacts;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NotInlinedTest {
    private static final int SUMS = 60_000;
    private static final Pattern CALL = Pattern.compile("^([ !]+)@ \\d+ +(\\S+::\\S+) ");

    @Test
    void exceptionsOfTheWorkAreThrown() {
        RuntimeException thrown = new IllegalStateException("late");
        assertEquals(thrown, assertThrows(IllegalStateException.class, () -> NotInlined.run(() -> {
            throw thrown;
        })));
        assertThrows(InternalError.class, () -> NotInlined.run(() -> {
            throw new InternalError();
        }));
    }

    /// It depends on what C2 makes of a method handle, so what C2 says that it has inlined is looked at.
    @Test
    void aLoopOverMemoryIsCompiledApartFromItsCallers() {
        CompilerFacts.hold(() -> {
            String[] lines;
            try (ChildJvm jvm = ChildJvm.start(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+PrintInlining"),
                    Sums.class)) {
                lines = jvm.finish(120).split("\n");
            }
            assertEquals("exit 0", lines[lines.length - 1]);
            assertTrue(stopsAtTheHandle(lines));
        });
    }

    /// Whether the handle is not inlined where it is called, and never what is behind it.
    private static boolean stopsAtTheHandle(String[] lines) {
        Deque<Matcher> callers = new ArrayDeque<>();
        boolean stopped = false;
        for (String line : lines) {
            Matcher call = CALL.matcher(line);
            if (!call.find()) {
                continue;
            }
            while (!callers.isEmpty() && callers.peek().end(1) >= call.end(1)) {
                callers.pop();
            }
            if (callers.stream().anyMatch(caller -> caller.group(2).endsWith("NotInlined::run"))) {
                stopped |= call.group(2).contains("invokeBasic") && line.contains("failed to inline");
                assertFalse(call.group(2).endsWith("LongKernels::sum"), line);
            }
            callers.push(call);
        }
        return stopped;
    }

    /// C2 inlines no hot method of more than 325 bytecodes.
    @Test
    void leavesAreTooLargeToBeInlined() throws Exception {
        List<MethodModel> leaves;
        try (InputStream in = NotInlined.class.getResourceAsStream("/dev/npymap/internal/reduce/VectorSumLeaf.class")) {
            leaves = ClassFile.of().parse(in.readAllBytes()).methods().stream()
                    .filter(method -> method.methodName().stringValue().startsWith("of")).toList();
        }
        assertEquals(2, leaves.size());
        CompilerFacts.hold(() -> {
            for (MethodModel leaf : leaves) {
                CodeAttribute code = leaf.findAttribute(Attributes.code()).orElseThrow();
                assertTrue(code.codeLength() > 325, leaf.methodName() + " has " + code.codeLength());
            }
        });
    }

    /// Adds an array in native memory until C2 has compiled all that leads to the loop.
    static final class Sums {
        public static void main(String[] arguments) {
            NdArray zeros = NdArray.of(Arena.global().allocate(8 * 8192, 8), Dtype.INT64, Shape.of(8192), Order.C,
                    Source.of("zeros"));
            long sum = 0;
            for (int n = 0; n < SUMS; n++) {
                sum += zeros.asLong().sum();
            }
            System.out.println(sum);
        }
    }
}
