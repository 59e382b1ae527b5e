package dev.npymap.benchmarks.compare;

import dev.npymap.array.NdArray;
import dev.npymap.model.Order;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// What a piece of work came to, as numbers that can be compared across processes: numbers as they are, anything longer
/// by its CRC-32 and length. `worker.py` does the same.
///
/// @param numbers the numbers
record Answer(List<Double> numbers) {
    private static final int BLOCK = 1 << 20;

    static Answer of(Object result) throws IOException {
        return switch (result) {
            case Number number -> new Answer(List.of(number.doubleValue()));
            case double[] numbers -> new Answer(Arrays.stream(numbers).boxed().toList());
            case String text -> of(MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
            case Path file -> of(MemorySegment.ofArray(Files.readAllBytes(file)));
            case NdArray array -> ofElements(array);
            case MemorySegment bytes -> checksum(bytes);
            default -> throw new IllegalArgumentException("no answer: " + result.getClass());
        };
    }

    private static Answer ofElements(NdArray array) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment elements = arena.allocate(array.byteSize());
            array.copyTo(elements, Order.C);
            return checksum(elements);
        }
    }

    private static Answer checksum(MemorySegment bytes) {
        CRC32 crc = new CRC32();
        byte[] block = new byte[BLOCK];
        for (long at = 0; at < bytes.byteSize(); at += BLOCK) {
            int count = (int) Math.min(BLOCK, bytes.byteSize() - at);
            MemorySegment.copy(bytes, at, MemorySegment.ofArray(block), 0, count);
            crc.update(ByteBuffer.wrap(block, 0, count));
        }
        return new Answer(List.of((double) crc.getValue(), (double) bytes.byteSize()));
    }

    /// Whether two answers agree.
    ///
    /// @param tolerance how far numbers may differ, relatively; with 0 they must be equal
    boolean agrees(Answer other, double tolerance) {
        if (numbers.size() != other.numbers.size()) {
            return false;
        }
        for (int n = 0; n < numbers.size(); n++) {
            double a = numbers.get(n);
            double b = other.numbers.get(n);
            if (Double.compare(a, b) != 0 && !(Math.abs(a - b) <= tolerance * Math.abs(b))) {
                return false;
            }
        }
        return true;
    }

    /// Reads what [#text] and Python's `float.hex` write.
    static Answer parse(String text) {
        return new Answer(Arrays.stream(text.split(" ")).map(Answer::number).toList());
    }

    private static double number(String hex) {
        return switch (hex) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(hex);
        };
    }

    String text() {
        return numbers.stream().map(Double::toHexString).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return numbers.toString();
    }
}
