package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.cli.source.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the command line takes for a part of an array is what NumPy takes between brackets.
class PartTest {
    private static final List<String> TEXTS = List.of("[0,2]", "[0]", "[-1]", "[ 2 , 0 ]", "[0,2,]", "[]", "[0,0,0]",
            "[0,2], 1:3", "[0,2], ::-1, 3", ":, [0,2]", ":, [0,2], ::2", "..., [0,-1]", "..., [1], :", "[1], ...",
            "0, [0,2]", "[0,2], 0", "0, :, [0,2]", "[0,2], :, 0", "0, ..., [0,2]", ":, 0, [0,2]", ":, [0,2], 0",
            "[1], ..., 0", "None, [0,2]", "[0,2], None", "0, None, [0,2]", "1:3, None, [0,2], ...", "0, 1, ..., [2]",
            "0, 1, [2], ...", "0, [2], ..., 1", "[[0,2]]", "[[0],[2]]", "[[0,1],[2,-1]], 1", ":, [[0,1],[2,3]], ::3",
            "[[]]", "[[],[]]", "0, :, [[1,2]]", "[0,2],", "1:3, [0,2],", "[+1]", "[- 1]", "[1_0]", "[4]", "[0,-5]",
            ":, [5]", "[0], [1]", "[[0],[1,2]]", "[0,[1]]", "[0.5]", "[True]", "[a]", "[0 1]", "[0,,1]", "[0", "0]",
            "[0]]",
            "[[0]", "[0],,1", "[0], 1, 2, 3", "[0], ..., ...", "[9223372036854775808]", "1:3", "1, 2, 3", "...", "None",
            "()", "", "[0],\u00a0:", "[00]", "[01]", "[0x1]", "[0;1]", "[-0]", "[1]:", "[0]+[1]", "3, [1,2], 5", "[:]");
    /// What is not what Python would make of it: whether for brackets around slices, or other words for numbers.
    private static final List<String> OWN = List.of("[True]", "[0x1]", "[0]+[1]", "[0], [1]");

    @TempDir
    private Path dir;

    private static NdArray array() {
        return LongArray.of(LongStream.range(0, 120).toArray(), 4, 5, 6);
    }

    private static String taken(String text) {
        try {
            NdArray part = Part.parse(Optional.of(text)).of(array());
            return part.shape().toString().replace(" ", "") + ":"
                    + Arrays.toString(part.asLong().toArray()).replace(" ", "");
        } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
            return "refused";
        }
    }

    private List<String> numpy(List<String> texts) throws IOException {
        StringJoiner list = new StringJoiner("\", r\"", "[r\"", "\"]");
        texts.forEach(list::add);
        return Numpy.run(dir, """
                import warnings
                warnings.simplefilter('ignore')
                a = np.arange(120).reshape(4, 5, 6)
                for text in %s:
                    try:
                        r = np.asarray(eval('a[' + text + ']'))
                        print((str(list(r.shape)) + ':' + str(r.ravel().tolist())).replace(' ', ''))
                    except Exception:
                        print('refused')
                """.formatted(list)).lines().toList();
    }

    private void compare(List<String> texts) throws IOException {
        List<String> expected = numpy(texts);
        for (int n = 0; n < texts.size(); n++) {
            assertEquals(expected.get(n), taken(texts.get(n)), texts.get(n));
        }
    }

    @Test
    void listsOfPositionsAreThoseOfNumpy() throws IOException {
        compare(TEXTS.stream().filter(text -> !OWN.contains(text) && !text.equals("[:]")).toList());
        OWN.forEach(text -> assertEquals("refused", taken(text), text));
    }

    @Test
    void anyMixtureOfItemsIsTakenAsNumpyDoes() throws IOException {
        long seed = Long.getLong("npymap.seed", 20261201);
        System.out.println("PartTest: seed " + seed);
        Random random = new Random(seed);
        List<String> items = List.of(":", "1:3", "::-1", "0", "-1", "2", "...", "None", "3:1");
        List<String> lists = List.of("[0,2]", "[]", "[-1,0,1]", "[[0,1],[3,2]]", "[1]");
        compare(random.ints(300, 1, 5).mapToObj(count -> {
            List<String> some = random.ints(count, 0, items.size()).mapToObj(items::get).collect(Collectors.toList());
            some.set(random.nextInt(count), lists.get(random.nextInt(lists.size())));
            return String.join(random.nextBoolean() ? ", " : ",", some);
        }).toList());
    }

    @Test
    void bracketsAroundSlicesAreLeftOut() {
        for (String slice : List.of("1:3, :", ":", "0, 1:", "...", "None, 0", "[0,2], 1:3", ":, [0,2]")) {
            assertEquals(taken(slice), taken("[" + slice + "]"), slice);
            assertTrue(!taken(slice).equals("refused"), slice);
        }
    }

    @Test
    void whatNumpyPairsIsRefusedByName() {
        assertEquals("unsupported slice \"[0], [1]\": NumPy pairs several lists of positions; take one after the other",
                assertThrows(IllegalArgumentException.class, () -> Part.parse(Optional.of("[0], [1]"))).getMessage());
        assertEquals("malformed slice \"[0,x]\": \"x\" is neither an integer, start:stop:step, ... nor None",
                assertThrows(IllegalArgumentException.class, () -> Part.parse(Optional.of("[0,x]"))).getMessage());
        assertEquals("unsupported slice \"[1,0:2], 0\": '0:2' is not a position in a list",
                assertThrows(IllegalArgumentException.class, () -> Part.parse(Optional.of("[1,0:2], 0"))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Part.parse(Optional.of("[".repeat(100_000))));
        assertThrows(IllegalArgumentException.class,
                () -> Part.parse(Optional.of("[".repeat(1000) + "0" + "]".repeat(1000))));
    }

    @Test
    void commandsTakeRowsOfEveryKindOfFile() throws IOException {
        Numpy.run(dir, """
                import pickle
                a = np.arange(120.).reshape(4, 5, 6)
                np.save('a.npy', a)
                np.savez('s.npz', a=a)
                np.savez_compressed('c.npz', a=a)
                pickle.dump({'a': a}, open('a.pkl', 'wb'))
                np.save('o.npy', np.array([None, 'x', 3], dtype=object))
                """);
        List<String> texts = List.of("[0,2]", "[0, -1], 1:3", "0, :, [5,1]", "[]");
        StringJoiner same = new StringJoiner(", ", "a = np.load('a.npy'); print(all([", "]))");
        List<String> printed = Arrays.asList(Numpy.run(dir, "a = np.load('a.npy'); print('|'.join([str(a[t]) for t in ["
                + texts.stream().map(text -> "np.s_[" + text + "]").collect(Collectors.joining(", ")) + "]]))")
                .split("\\|"));
        int count = 0;
        for (String file : List.of("a.npy", "s.npz/a", "c.npz/a", "a.pkl/a", "s.npz")) {
            for (int n = 0; n < texts.size(); n++) {
                String out = "out%d.npy".formatted(count++);
                assertEquals(new Run(0, "", ""),
                        Run.of("slice", dir.resolve(file), texts.get(n), "-o", dir.resolve(out)));
                same.add("np.load('%s').tobytes() == a[%s].tobytes()".formatted(out, texts.get(n)));
                same.add("np.load('%s').shape == a[%s].shape".formatted(out, texts.get(n)));
                assertEquals(printed.get(n), Run.of("show", dir.resolve(file), texts.get(n)).out().stripTrailing(),
                        file + " " + texts.get(n));
            }
            assertTrue(Run.of("stats", dir.resolve(file), "[0,2]").out().contains("count      60\n"), file);
            Run beyond = Run.of("show", dir.resolve(file), "[0,4]");
            assertTrue(beyond.status() != 0 && beyond.err().contains("index 4 is out of bounds for axis 0"),
                    beyond.err());
        }
        assertEquals("True", Numpy.run(dir, same.toString()));
        Run objects = Run.of("show", "--objects", dir.resolve("o.npy"), "[0,2]");
        assertTrue(objects.status() != 0 && objects.err().contains("o.npy"), objects.err());
    }
}
