package dev.npymap.store;

import dev.npymap.model.ArrayFormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// JSON as a store has it: texts, 64-bit integers, finite floating numbers, booleans, null, lists, and objects in which
/// no member comes twice.
///
/// In Java these are [String], [Long], [Double], [Boolean], `null`, unmodifiable lists and maps.
final class Json {
    /// Values of attributes are not nested deeper than this.
    static final int MAX_DEPTH = 100;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(2 * MAX_DEPTH)
                    .maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build())
            .build();

    private Json() {
    }

    /// Parses an object.
    ///
    /// @param source the name of the file in messages
    /// @throws ArrayFormatException if the bytes are anything else
    static Map<String, Object> parse(byte[] bytes, String source) throws ArrayFormatException {
        requireUtf8(bytes, source);
        if (bytes.length > 0 && bytes[0] == (byte) 0xef) {
            throw new ArrayFormatException(source, "damaged: a byte order mark", 0);
        }
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ArrayFormatException(source, "damaged: not a JSON object", 0);
            }
            Map<String, Object> object = object(json, source);
            if (json.nextToken() != null) {
                throw new ArrayFormatException(source, "damaged: something follows the JSON object", offset(json));
            }
            return object;
        } catch (JacksonException wrong) {
            throw new ArrayFormatException(source, "damaged: " + wrong.getOriginalMessage(),
                    wrong.getLocation() == null ? 0 : Math.max(0, wrong.getLocation().getByteOffset()));
        }
    }

    private static void requireUtf8(byte[] bytes, String source) throws ArrayFormatException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException wrong) {
            throw new ArrayFormatException(source, "damaged: not UTF-8: " + wrong.getMessage(), 0);
        }
    }

    private static long offset(JsonParser json) {
        return Math.max(0, json.currentTokenLocation().getByteOffset());
    }

    private static Map<String, Object> object(JsonParser json, String source) throws ArrayFormatException {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            requireWhole(name, json, source);
            members.put(name, value(json, json.nextToken(), source));
        }
        return Collections.unmodifiableMap(members);
    }

    /// Refuses escapes of half a surrogate pair, which UTF-8 cannot have.
    private static String requireWhole(String text, JsonParser json, String source) throws ArrayFormatException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new ArrayFormatException(source, "damaged: a text with half a surrogate pair", offset(json));
        }
        return text;
    }

    private static Object value(JsonParser json, JsonToken token, String source) throws ArrayFormatException {
        return switch (token) {
            case START_OBJECT -> object(json, source);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    list.add(value(json, next, source));
                }
                yield Collections.unmodifiableList(list);
            }
            case VALUE_STRING -> requireWhole(json.getString(), json, source);
            case VALUE_NUMBER_INT -> {
                if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw new ArrayFormatException(source, "unsupported: an integer beyond 64 bits", offset(json));
                }
                yield json.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> {
                double number = json.getDoubleValue();
                if (!Double.isFinite(number)) {
                    throw new ArrayFormatException(source, "unsupported: a number beyond float64", offset(json));
                }
                yield number;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new ArrayFormatException(source, "damaged: " + token + " where a value is needed",
                    offset(json));
        };
    }

    /// Checks a value that somebody wants to keep, and copies it.
    ///
    /// @param what names the value in messages
    /// @return the value as [#parse] would return it
    /// @throws IllegalArgumentException if JSON has no such value
    static Object checked(String what, Object value) {
        return checked(what, value, 0);
    }

    private static Object checked(String what, Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(what + ": nested deeper than " + MAX_DEPTH);
        }
        return switch (value) {
            case null -> null;
            case String text -> text(what, text);
            case Boolean truth -> truth;
            case Long number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Double number -> finite(what, number);
            case Float number -> finite(what, number.doubleValue());
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(checked(what, item, depth + 1)));
                yield Collections.unmodifiableList(copy);
            }
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((name, item) -> {
                    if (!(name instanceof String text)) {
                        throw new IllegalArgumentException(what + ": the name of a member is a text, not " + name);
                    }
                    copy.put(text(what, text), checked(what, item, depth + 1));
                });
                yield Collections.unmodifiableMap(copy);
            }
            default -> throw new IllegalArgumentException(what + ": " + value.getClass().getName()
                    + " is not text, a 64-bit integer, a finite number, a boolean, null, a list or a map");
        };
    }

    /// Refuses lone surrogates, which UTF-8 cannot have.
    static String text(String what, String text) {
        if (text == null) {
            throw new IllegalArgumentException(what + ": a name is missing");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(what + ": a text with half a surrogate pair");
        }
        return text;
    }

    private static Double finite(String what, double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(what + ": " + number + " is not a finite number");
        }
        return number;
    }

    /// Writes an object of values that are [checked].
    static byte[] write(Map<String, ?> object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            write(json, object);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(item -> write(json, item));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, item) -> {
                    json.writeName((String) name);
                    write(json, item);
                });
                json.writeEndObject();
            }
            default -> throw new IllegalStateException(value.getClass() + " is not checked");
        }
    }
}
