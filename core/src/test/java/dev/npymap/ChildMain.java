package dev.npymap;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/// The main class of each child: it runs another one, and ends the JVM as soon as its parent has ended, however that did.
///
/// The parent keeps the other end of standard input, so that ends with it.
final class ChildMain {
    private ChildMain() {
    }

    /// @param arguments the class to run and its arguments
    public static void main(String[] arguments) throws Throwable {
        Thread.ofPlatform().daemon().name("parent").start(ChildMain::endWithParent);
        Method main = Class.forName(arguments[0]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            System.err.println(closed);
        }
        Runtime.getRuntime().halt(1);
    }
}
