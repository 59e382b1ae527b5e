package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lines of Python in the README that replace a file which Java has mapped.
class SafePublishingTest {
    private static final Pattern RECIPE = Pattern.compile("```python\\R(with open.*?\\R)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void whoHasTheOldFileMappedKeepsItsContents() throws IOException {
        Path file = directory.resolve("prices.npy");
        Npy.write(file, DoubleArray.of(new double[]{1, 2, 3}));
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray old = Npy.map(file, arena).asDouble();
            Oracle.numpy().eval("import os\nfolder = os.getcwd()\nos.chdir(str(x[0], 'utf-8'))\ntry:\n"
                    + "    prices = np.array([4.0])\n" + recipe().indent(4) + "finally:\n    os.chdir(folder)",
                    directory.toString().getBytes());
            assertArrayEquals(new double[]{1, 2, 3}, old.toArray());
            assertArrayEquals(new double[]{4}, Npy.map(file, arena).asDouble().toArray());
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    private static String recipe() throws IOException {
        Matcher recipe = RECIPE.matcher(Files.readString(Path.of("../README.md")));
        assertTrue(recipe.find(), "the README has Python");
        assertEquals(3, recipe.group(1).lines().count());
        return recipe.group(1);
    }
}
