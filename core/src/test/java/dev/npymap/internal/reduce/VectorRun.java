package dev.npymap.internal.reduce;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.Summary;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Reduction;
import dev.npymap.model.Source;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/// A program that adds numbers in all ways that may be done by vectors, and prints whether they were and what came out.
final class VectorRun {
    private VectorRun() {
    }

    public static void main(String[] arguments) {
        System.out.println(SumKernel.HAS_VECTORS ? "vectors" : "scalars");
        double[] values = new Random(7).doubles(10_000).map(value -> (value - 0.3) * Math.exp(value * 20)).toArray();
        DoubleArray heap = DoubleArray.of(values, 100, 100);
        StringBuilder bits = new StringBuilder();
        for (Dtype dtype : List.of(Dtype.FLOAT64, Dtype.FLOAT32, Dtype.of(">f8"), Dtype.of(">f4"))) {
            NdArray a = heap.to(dtype);
            MemorySegment memory = Arena.ofAuto().allocate(a.byteSize(), 64);
            a.copyTo(memory);
            NdArray b = NdArray.of(memory, dtype, a.shape(), Order.C, Source.MEMORY);
            for (NdArray one : List.of(a, b, b.slice(":, 1:"), b.slice("::2, ::-1"), b.transpose())) {
                for (Reduction what : List.of(Reduction.SUM, Reduction.MEAN, Reduction.STD)) {
                    bits.append(Double.doubleToLongBits(one.reduce(what).to(Dtype.FLOAT64).asDouble().get()));
                    bits.append(one.reduce(what, 0).repr()).append(one.reduce(what, 1).repr());
                }
                bits.append(Summary.of(one));
            }
        }
        System.out.println(bits.length() + " " + bits.toString().hashCode());
    }
}
