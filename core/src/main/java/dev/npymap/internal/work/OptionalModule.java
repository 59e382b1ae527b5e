package dev.npymap.internal.work;

/// Modules that this one uses if they are present, and can do without.
///
/// The module descriptor does not require them: a consumer's javac would warn about an incubating and an automatic
/// module, and jlink refuses the latter.
public final class OptionalModule {
    private OptionalModule() {
    }

    /// Tells whether a class is present, on the module path or on the class path. This module reads the class's module
    /// from then on.
    ///
    /// @param name the name of a class that the optional module exports
    public static boolean isPresent(String name) {
        Module own = OptionalModule.class.getModule();
        try {
            Class<?> found = Class.forName(name, false, OptionalModule.class.getClassLoader());
            own.addReads(found.getModule());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}
