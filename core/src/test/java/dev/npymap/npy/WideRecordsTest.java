package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.npymap.Growth;
import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.array.RecordArray;
import dev.npymap.internal.npy.HeaderWriter;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.pickle.Pickle;
import dev.npymap.text.Text;
import dev.npymap.text.TextFormat;
import dev.npymap.text.TextOptions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done with records of many fields takes time and memory in proportion to them.
class WideRecordsTest {
    private static final int FIELDS = 1000;

    @TempDir
    Path directory;

    /// Fields of several dtypes, some with titles or sub-arrays, some records.
    private static Dtype wide(int fields) {
        List<Field> list = new ArrayList<>();
        for (int n = 0; n < fields; n++) {
            String name = "f" + n;
            list.add(switch (n % 5) {
                case 0 -> Field.of(name, Dtype.FLOAT64);
                case 1 -> Field.of(name, Dtype.text(2).withOrder(ByteOrder.BIG_ENDIAN));
                case 2 -> new Field(name, Optional.of("title " + n), Dtype.INT32, Shape.of(), 0);
                case 3 -> Field.of(name, Dtype.INT16, 2);
                default -> Field.of(name, Dtype.struct(Field.of("a", Dtype.INT8), Field.of("b", Dtype.BOOL)));
            });
        }
        return Dtype.struct(list.toArray(Field[]::new));
    }

    private static Dtype numbers(int fields) {
        List<Field> list = new ArrayList<>();
        for (int n = 0; n < fields; n++) {
            list.add(Field.of("f" + n, Dtype.FLOAT64));
        }
        return Dtype.struct(list.toArray(Field[]::new));
    }

    @Test
    void headersAreReadAndWritten() throws Exception {
        Growth.requireLinear(FIELDS, fields -> {
            Dtype dtype = wide(fields);
            byte[] header = HeaderWriter.header(dtype, Shape.of(2), Order.C);
            return () -> {
                NpyHeader read = HeaderReader.parse(header, "wide.npy");
                assertEquals(dtype, read.dtype());
                assertEquals(read.descr(), dtype.descr());
                assertEquals(header.length, HeaderWriter.header(read.dtype(), Shape.of(2), Order.C).length);
            };
        });
    }

    @Test
    void everyFieldIsFound() throws Exception {
        Growth.requireLinear(FIELDS, fields -> {
            RecordArray array = NdArray.zeros(wide(fields), 2).asRecord();
            return () -> {
                for (int n = 0; n < fields; n++) {
                    assertEquals(2, array.field("f" + n).shape().dim(0));
                    assertEquals(n % 5 == 2, array.dtype().field("f" + n).title().isPresent());
                }
            };
        });
    }

    @Test
    void dtypesAreBuiltComparedSwappedAndPrinted() throws Exception {
        Growth.requireLinear(FIELDS, fields -> () -> {
            Dtype dtype = wide(fields);
            assertEquals(wide(fields), dtype);
            assertEquals(wide(fields).hashCode(), dtype.hashCode());
            assertNotEquals(dtype, dtype.withOrder(ByteOrder.BIG_ENDIAN));
            assertEquals("dtype(" + dtype.toString().replace("|", "").replace("b1", "?") + ")", dtype.repr());
        });
    }

    @Test
    void arraysArePrintedAndCopied() throws Exception {
        Growth.requireLinear(FIELDS, fields -> {
            NdArray array = NdArray.zeros(wide(fields), 2);
            NdArray swapped = NdArray.zeros(wide(fields).withOrder(ByteOrder.BIG_ENDIAN), 2);
            return () -> {
                swapped.copyFrom(array);
                assertEquals(array.toString(), array.copy().toString());
            };
        });
    }

    @Test
    void picklesAreReadAndWritten() throws Exception {
        Growth.requireLinear(FIELDS, fields -> {
            Path file = directory.resolve(fields + ".pkl");
            NdArray array = NdArray.zeros(wide(fields), 2);
            return () -> {
                Pickle.write(file, array);
                assertEquals(array.dtype(), Pickle.wrap(MemorySegment.ofArray(Files.readAllBytes(file)), "wide.pkl")
                        .asArray().dtype());
            };
        });
    }

    @Test
    void textIsReadAndWritten() throws Exception {
        Growth.requireLinear(FIELDS, fields -> {
            Path file = directory.resolve(fields + ".txt");
            NdArray array = NdArray.zeros(numbers(fields), 2);
            return () -> {
                Text.write(file, array, TextFormat.DEFAULT);
                assertEquals(array.shape(), Text.read(file, TextOptions.DEFAULT.withDtype(array.dtype())).shape());
            };
        });
    }

    /// Twelve thousand fields make a header of 276,084 bytes.
    @Test
    void numpyReadsAHeaderOfManyFields() throws IOException {
        Path file = directory.resolve("wide.npy");
        Npy.write(file, NdArray.zeros(numbers(12_000), 2));
        byte[] bytes = Files.readAllBytes(file);
        assertEquals("12000 (2,)", Oracle.numpy().text(
                "(lambda a: '%d %s' % (len(a.dtype.names), a.shape))(np.load(__import__('io').BytesIO(x[0]), max_header_size=1 << 30))",
                bytes));
        assertEquals(12_000, Npy.read(file).dtype().fields().size());
    }
}
