package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
