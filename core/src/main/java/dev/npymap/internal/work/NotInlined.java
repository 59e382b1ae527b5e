package dev.npymap.internal.work;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Runs a task that HotSpot compiles by itself, never as a part of its caller.
///
/// C2 inlines calls up to 15 deep (`MaxInlineLevel`), and an access to a segment's element, or an operation on vectors,
/// already has ten levels. A loop over them that is inlined deep into the stack of a hot caller keeps the innermost
/// calls, and takes ten times as long from then on. Nothing is inlined through a method handle that is not a constant,
/// so C2 counts from zero again.
public final class NotInlined {
    /// The handle never changes, but C2 cannot know.
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

    /// Runs a task; a call costs some nanoseconds, which is worth it for a thousand elements.
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
