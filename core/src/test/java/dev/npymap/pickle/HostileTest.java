package dev.npymap.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pickles that mean harm: nothing of them runs, and none takes more than a second or 64 MB.
class HostileTest {
    private static final int SEED = 20260303;

    @TempDir
    Path directory;

    @ParameterizedTest
    @Tag("full")
    @CsvSource({"programs, 100000", "mutate, 3000"})
    void manyHostilePicklesGiveAValueOrFormatException(String what, int turns) throws Exception {
        hostilePicklesGiveAValueOrFormatException(what, turns);
    }

    @ParameterizedTest
    @CsvSource({"bombs, 1", "programs, 5000", "mutate, 200", "truncate, 1"})
    void hostilePicklesGiveAValueOrFormatException(String what, int turns) throws Exception {
        System.out.println("HostileTest, seed " + SEED);
        PickleOracle.numpy().eval("""
                import io, pickle
                several = io.BytesIO()
                np.save(several, np.arange(3))
                np.save(several, np.array([1, 'x', None], object))
                pickle.dump({'a': np.arange(2)}, several, 1)
                np.save(several, np.float32(1))
                """);
        for (int protocol = 0; protocol <= 5; protocol++) {
            Files.write(directory.resolve(protocol + ".pkl"),
                    PickleOracle.numpy().eval("pickle.dumps([np.arange(3), {'a': "
                            + "np.zeros(2, 'M8[s]')}, np.array([1, 'x'], object), np.float32(1), {1, 2}, np.ma.array([1], mask=[1]), "
                            + "np.zeros(2, [(('t', 'n'), 'i4', (2,))]), 1 << 90, 'é', b'x', (1, 2, 3, 4), complex(1, 2), slice(1, 2)], "
                            + protocol + ")"));
        }
        Files.write(directory.resolve("several"), PickleOracle.numpy().eval("several.getvalue()"));
        String output;
        try (ChildJvm child = ChildJvm.start(List.of("-Xmx64m", "-XX:MaxDirectMemorySize=16m"), HostileRun.class, what,
                SEED, turns, directory)) {
            output = child.finish(600);
        }
        assertTrue(output.endsWith("\nexit 0"), output);
        System.out.println(what + ": " + output.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos\nsystem\n(S'touch FILE'\ntR.", "(S'touch FILE'\nios\nsystem\n.",
            "(cos\nsystem\nS'touch FILE'\no.", "cos\nsystem\n(S'touch FILE'\nt\201.",
            "\214\2os\214\6system\223(S'touch FILE'\ntR.",
            "cbuiltins\neval\n(S'open(\"FILE\", \"w\")'\ntR.", "c__builtin__\nexec\n(S'open(\"FILE\", \"w\")'\ntR.",
            "csubprocess\nPopen\n((S'touch'\nS'FILE'\nltR.", "cbuiltins\ngetattr\n(cos\nS'system'\nu.",
            "cbuiltins\ngetattr\n(cposix\nsystem\nS'__call__'\ntR(S'touch FILE'\ntR.",
            "cos\nsystem\n(S'touch FILE'\nt}\222.",
            "cjava.lang\nRuntime\n(S'touch FILE'\ntR.", "cdev.npymap.pickle\nHostileRun\n)\201}b."})
    void nothingIsExecuted(String pickle) throws IOException {
        Path file = directory.resolve("touched");
        byte[] bytes = HostileRun.bytes(pickle.replace("FILE", file.toString()));
        try {
            Value value = Pickle.wrap(MemorySegment.ofArray(bytes), "evil.pkl");
            assertInstanceOf(PickledObject.class, value);
        } catch (ArrayFormatException refused) {
            assertTrue(refused.getMessage().startsWith("evil.pkl: "));
        }
        assertTrue(Files.notExists(file));
    }

    @Test
    void whatIsInertSaysWhatThePickleSays() throws IOException {
        Value value = Pickle
                .wrap(MemorySegment.ofArray(HostileRun.bytes("csklearn.tree\nTree\n)\201}(Vvalues\n]K\1aub.")), "x");
        PickledObject object = (PickledObject) value;
        assertEquals("sklearn.tree.Tree", object.name());
        assertEquals(1, object.at("values/0").asLong());
        assertEquals("<sklearn.tree.Tree() state {'values': [1]}>", object.toString());
        PickledObject id = (PickledObject) Pickle.wrap(MemorySegment.ofArray(HostileRun.bytes("Pkey\n.")), "x");
        assertEquals("<persistent id('key')>", id.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"N | truncated: the pickle needs 1 more bytes, there are 0 (at byte 1)",
            ". | the stack has 0 values above its mark",
            "t. | the opcode needs a mark, and there is none (at byte 0)", "h\\x05. | nothing has the memo number 5",
            "\\x80\\x06N. | unsupported pickle protocol 6", "\\x97. | unsupported: the pickle needs buffers",
            "Nb. | the stack has 0 values above", "NNb. | cannot be given a state: None",
            "cos\\x0asystem\\x0aNR. | arguments are a tuple, not None",
            "NNR. | not a class or function: None", "N)R. | not a class or function: None",
            "\\xff. | unknown opcode 0xff (at byte 0)",
            "x\\x9c\\x03\\x00\\x00\\x00\\x00\\x01 | unsupported compression of the whole file: zlib",
            "\\x93NUMPY\\x01\\x00v | not a pickle: a .npy file (at byte",
            "PK\\x03\\x04\\x14\\x00 | not a pickle: a .npz file, or another zip archive (at byte"})
    void damageIsNamedWithItsByte(String pickle, String message) {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < pickle.length(); n++) {
            boolean escaped = pickle.startsWith("\\x", n);
            text.append(escaped ? (char) Integer.parseInt(pickle.substring(n + 2, n + 4), 16) : pickle.charAt(n));
            n += escaped ? 3 : 0;
        }
        ArrayFormatException refused = assertThrows(ArrayFormatException.class,
                () -> Pickle.wrap(MemorySegment.ofArray(HostileRun.bytes(text.toString())), "damaged.pkl"));
        assertTrue(refused.getMessage().startsWith("damaged.pkl: " + message), refused.getMessage());
    }
}
