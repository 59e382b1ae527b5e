package dev.npymap.benchmarks.compare;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// One line of the protocol.
///
/// @param verb  what to do
/// @param words with what
record Request(String verb, List<String> words) {
    static Request parse(String line) {
        String[] parts = line.split(" ", -1);
        return new Request(parts[0], Arrays.stream(parts).skip(1).map(Request::decode).toList());
    }

    String line() {
        StringBuilder line = new StringBuilder(verb);
        words.forEach(word -> line.append(' ').append(encode(word)));
        return line.toString();
    }

    static String encode(String word) {
        return Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8));
    }

    static String decode(String word) {
        return new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
    }
}
