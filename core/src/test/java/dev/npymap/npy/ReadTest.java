package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are read into memory, small ones and such as are copied from a mapping.
class ReadTest {
    private static final List<Shape> SHAPES = List.of(Shape.of(3, 5), Shape.of(700, 301));

    @TempDir
    Path directory;

    @Test
    void arraysOfEverySizeComeBackInTheirOrder() throws IOException {
        for (Shape shape : SHAPES) {
            for (Order order : Order.values()) {
                NdArray array = array(shape, order);
                Path file = directory.resolve("a.npy");
                Npy.write(file, array);
                same(array, Npy.read(file));
            }
        }
    }

    @Test
    void aFileThatIsCutBeforeItIsReadIsRefused() throws IOException {
        for (Shape shape : SHAPES) {
            Path file = directory.resolve("cut.npy");
            Npy.write(file, array(shape, Order.C));
            try (RegularFile open = RegularFile.open(file)) {
                NpyFile npy = NpyFile.of(open);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(200);
                }
                ArrayFormatException cut = assertThrows(ArrayFormatException.class, npy::read);
                assertEquals(200, cut.offset());
                assertTrue(cut.getMessage().startsWith("cut.npy: cut while it was read: "), cut.getMessage());
            }
        }
    }

    @Test
    void aFileSystemNeedNotMapFiles() throws IOException {
        Path zip = directory.resolve("files.zip");
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            for (Shape shape : SHAPES) {
                NdArray array = array(shape, Order.C);
                Path file = directory.resolve("a.npy");
                Npy.write(file, array);
                Path inside = files.getPath("/" + shape.dim(0) + ".npy");
                Files.copy(file, inside);
                same(array, Npy.read(inside));
            }
        }
    }

    private static NdArray array(Shape shape, Order order) {
        double[] values = new Random(shape.size()).doubles(shape.size()).toArray();
        NdArray array = NdArray.zeros(Dtype.FLOAT64, shape, order, Source.of("random"));
        array.copyFrom(DoubleArray.of(values, shape.toArray()));
        return array;
    }

    private static void same(NdArray expected, NdArray read) {
        assertArrayEquals(expected.asDouble().toArray(), read.asDouble().toArray());
        assertEquals(expected.isContiguous(Order.F), read.isContiguous(Order.F));
    }
}
