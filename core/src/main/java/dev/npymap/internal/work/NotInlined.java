package dev.npymap.internal.work;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Runs work that HotSpot compiles by itself, never as a part of its caller.
///
/// C2 inlines calls up to 15 deep (`MaxInlineLevel`), and behind an element of a segment, or an operation on vectors,
/// there are ten. A loop over them that is inlined far down the stack of a caller that is hot keeps the last of these
/// calls, and takes ten times as long from then on. Nothing is inlined through a method handle that is not a constant,
/// so C2 begins to count anew.
public final class NotInlined {
    /// Never changes, but C2 cannot know.
    private static MethodHandle run = find();

    private NotInlined() {
    }

    private static MethodHandle find() {
        try {
            return MethodHandles.lookup().findVirtual(Runnable.class, "run", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Runs some work; calls cost some nanoseconds, so a thousand elements are worth one.
    public static void run(Runnable work) {
        try {
            run.invokeExact(work);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
