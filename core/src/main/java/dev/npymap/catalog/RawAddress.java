package dev.npymap.catalog;

import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.npy.Npy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An address of numbers without a header: `raw:FILE?dtype=<f4&shape=1000,128&offset=8&order=F`.
///
/// @param file   the name of the file
/// @param dtype  the type of the elements
/// @param dims   the lengths of the axes; if absent, one axis up to the end of the file
/// @param offset where the first element begins, in bytes
record RawAddress(String file, Dtype dtype, Optional<Shape> dims, long offset, Order order) {
    private static final String FORM = "raw:FILE?dtype=<f4&shape=1000,128&offset=8&order=F";

    /// Parses an address.
    ///
    /// @throws IllegalArgumentException if it is malformed
    static RawAddress parse(String text) {
        int question = text.lastIndexOf('?');
        if (question < 0) {
            throw wrong(text, "a dtype is needed");
        }
        Map<String, String> words = new HashMap<>();
        for (String word : text.substring(question + 1).split("&", -1)) {
            int equals = word.indexOf('=');
            String key = word.substring(0, Math.max(0, equals));
            if (!key.matches("dtype|shape|offset|order")) {
                throw wrong(text, "unknown: '" + word + "'");
            }
            if (words.put(key, word.substring(equals + 1)) != null) {
                throw wrong(text, "given twice: " + key);
            }
        }
        if (!words.containsKey("dtype")) {
            throw wrong(text, "a dtype is needed");
        }
        Dtype dtype;
        try {
            dtype = Npy.dtype(words.get("dtype"));
        } catch (IllegalArgumentException refused) {
            throw wrong(text, refused.getMessage());
        }
        if (dtype.holdsObjects() || dtype.byteSize() == 0) {
            throw wrong(text, "elements of this dtype are not so many bytes each: " + words.get("dtype"));
        }
        Optional<Shape> dims = Optional.ofNullable(words.get("shape")).map(typed -> shape(text, typed));
        String order = words.getOrDefault("order", "C");
        if (!order.equals("C") && !order.equals("F")) {
            throw wrong(text, "the order is C or F, not '" + order + "'");
        }
        return new RawAddress(text.substring(Address.RAW.length(), question), dtype, dims,
                number(text, words.getOrDefault("offset", "0")), Order.valueOf(order));
    }

    private static Shape shape(String text, String typed) {
        try {
            return typed.isEmpty()
                    ? Shape.of()
                    : Shape.of(
                            Arrays.stream(typed.split(",", -1)).mapToLong(dim -> number(text, dim.strip())).toArray());
        } catch (IllegalArgumentException refused) {
            throw refused.getMessage().startsWith(text) ? refused : wrong(text, refused.getMessage());
        }
    }

    private static long number(String text, String digits) {
        if (!digits.matches("[0-9]{1,18}")) {
            throw wrong(text, "'" + digits + "' is no number of bytes or elements");
        }
        return Long.parseLong(digits);
    }

    private static IllegalArgumentException wrong(String text, String reason) {
        return new IllegalArgumentException(text + ": " + reason + "; the form is " + FORM);
    }

    Path path() {
        return Path.of(file);
    }

    /// The lengths of the axes in a file of a size in bytes.
    ///
    /// @throws ArrayFormatException if the file is too short
    Shape shape(String name, long byteSize) throws ArrayFormatException {
        long rest = byteSize - offset;
        if (rest < 0) {
            throw new ArrayFormatException(name, "truncated: the elements begin at byte " + offset + ", the file has "
                    + byteSize, byteSize);
        }
        if (dims.isEmpty()) {
            if (rest % dtype.byteSize() != 0) {
                throw new ArrayFormatException(name, "elements of " + dtype.byteSize() + " bytes from byte " + offset
                        + " on leave " + rest % dtype.byteSize() + " of " + byteSize + " bytes; a shape takes fewer",
                        byteSize - rest % dtype.byteSize());
            }
            return Shape.of(rest / dtype.byteSize());
        }
        long size = dims.get().size();
        if (size > rest / dtype.byteSize()) {
            throw new ArrayFormatException(name, "truncated: shape " + dims.get() + " of " + dtype.descr() + " needs "
                    + size + " elements of " + dtype.byteSize() + " bytes, the file has " + rest + " bytes from byte "
                    + offset + " on", byteSize);
        }
        return dims.get();
    }
}
