package dev.npymap.text;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What NumPy writes and reads, many questions at once.
final class TextOracle {
    private static final String DEFINITION = """
            import io, os, struct, sys, tempfile, warnings
            def answered(answers):
                return b''.join(struct.pack('>i', len(a)) + a for a in answers)
            def saved(data, keywords):
                f = io.StringIO(newline='')
                try:
                    np.savetxt(f, np.load(io.BytesIO(data)), **eval(keywords))
                except Exception as e:
                    return ('!%s: %s' % (type(e).__name__, e)).encode('utf-8', 'backslashreplace')
                return f.getvalue().encode('utf-8', 'surrogatepass')
            def loaded(data, keywords, function):
                path = os.path.join(tempfile.gettempdir(), 'npymap-%d.txt' % os.getpid())
                with open(path, 'wb') as f:
                    f.write(data)
                try:
                    # What old NumPy still reads with a warning, new does not read.
                    warnings.filterwarnings('error', '.*(via a float|out-of-bound)', DeprecationWarning)
                    a = function(path, **eval(keywords))
                    f = io.BytesIO()
                    np.save(f, np.array(a))
                    return f.getvalue()
                except Exception as e:
                    return ('!%s: %s' % (type(e).__name__, e)).encode('utf-8', 'backslashreplace')
                finally:
                    os.remove(path)
            """;

    private final List<byte[]> data = new ArrayList<>();
    private final StringBuilder questions = new StringBuilder();

    TextOracle() {
        Oracle.numpy().eval(DEFINITION);
    }

    static Random random(String test) {
        long seed = Long.getLong("npymap.seed", System.nanoTime());
        System.out.println(test + ": -Dnpymap.seed=" + seed);
        return new Random(seed);
    }

    /// Asks what `np.savetxt` writes.
    ///
    /// @param npy      the array
    /// @param keywords a Python dict
    void saved(byte[] npy, String keywords) {
        ask("saved", npy, keywords, "");
    }

    /// Asks what `np.loadtxt` reads.
    void loaded(byte[] text, String keywords) {
        ask("loaded", text, keywords, ", np.loadtxt");
    }

    /// Asks what `np.genfromtxt` reads.
    void generated(byte[] text, String keywords) {
        ask("loaded", text, keywords, ", np.genfromtxt");
    }

    private void ask(String function, byte[] input, String keywords, String more) {
        questions.append("%s(x[%d], %s%s),".formatted(function, data.size(), quoted(keywords), more));
        data.add(input);
    }

    /// Returns the answers: text or `.npy` files, or `!` and an exception.
    List<byte[]> answers() {
        ByteBuffer all = ByteBuffer
                .wrap(Oracle.numpy().eval("answered([" + questions + "])", data.toArray(byte[][]::new)));
        List<byte[]> answers = new ArrayList<>();
        while (all.hasRemaining()) {
            byte[] answer = new byte[all.getInt()];
            all.get(answer);
            answers.add(answer);
        }
        questions.setLength(0);
        data.clear();
        return answers;
    }

    /// A Python literal of any text.
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("'");
        text.codePoints().forEach(c -> out.append(c >= ' ' && c < 0x7f && c != '\'' && c != '\\'
                ? Character.toString(c)
                : "\\U%08x".formatted(c)));
        return out.append("'").toString();
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] npy(NdArray array) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Npy.write(new DataOutputStream(out), array);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
