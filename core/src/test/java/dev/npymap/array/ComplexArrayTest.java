package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.npymap.model.Dtype;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplexArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return ComplexArray.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("<c8", ">c8", "<c16", ">c16", "<c32", ">c32");
    }

    @Override
    List<?> elements() {
        return List.of(new Complex(1, 2), new Complex(-0.5, 3), new Complex(0, -1), new Complex(Double.NaN, 0));
    }

    @Test
    void halfANumberIsRefused() {
        ComplexArray array = NdArray.zeros(Dtype.COMPLEX128, 2).asComplex();
        assertThrows(IllegalArgumentException.class, () -> array.copyFrom(1, 2, 3));
    }

    @Test
    void complex64RoundsWhatIsWritten() {
        ComplexArray array = NdArray.zeros(Dtype.COMPLEX64, 2).asComplex();
        array.copyFrom(0.1, 1e39, 0, 1);
        assertEquals(new Complex(0.1f, Float.POSITIVE_INFINITY), array.get(0));
        array.set(1, new Complex(0, 0.1));
        assertArrayEquals(new double[]{0.1f, Double.POSITIVE_INFINITY, 0, 0.1f}, array.toArray());
    }

    @Test
    void countsElementsWithAPartThatIsNaN() {
        double[] parts = new double[2 * 30 * 50];
        for (int n = 0; n < parts.length; n += 10) {
            parts[n + n / 10 % 2] = Double.NaN;
        }
        for (String dtype : dtypes()) {
            ComplexArray array = NdArray.zeros(Dtype.of(dtype), 30, 50).asComplex();
            array.copyFrom(parts);
            assertEquals(300, array.countNaN(), dtype);
            assertEquals(30, array.transpose().slice("0:5, ::-1").countNaN(), dtype);
            assertEquals(0, array.slice(":, 1:5").countNaN(), dtype);
        }
    }
}
